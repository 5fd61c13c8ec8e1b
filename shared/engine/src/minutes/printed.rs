//! A minuta as it is printed: what the screen shows of it, in the words and days of the paper.

use contract::{
    Code, ExportOptions, FollowUpView, Language, MinutaView, MinutesPart, MinutesState, Problem,
    SaidView, SheetSize,
};
use paper::{Annex, Imprint, MinutesAgreement, MinutesPaper, SignatureLine, minutes_docx};

use crate::calls::{Engine, blocking};
use crate::history::dates;
use crate::trouble;

/// Blank lines for those who come after it was printed.
const LATE_LINES: u32 = 2;

impl Engine {
    /// A minuta as it is printed, with its annex: of a closed one, what it said when it was closed and
    /// the version that was closed with it; of a draft, both as they stand.
    pub async fn minutes_paper(
        &self,
        dossier: String,
        minutes: String,
        paper: SheetSize,
    ) -> Result<(MinutesPaper, Annex), Problem> {
        let minuta = self.with(&dossier, move |desk, dossier| {
            let view = desk.shelf(dossier)?.minutes().view();
            let mut all = view.minutes.into_iter();
            let found = all.find(|minuta| minuta.minutes == minutes);
            found.ok_or_else(|| Problem::of(Code::MinutesUnknown))
        });
        let minuta = minuta.await?;
        let point = match &minuta.closing {
            None => "now".to_owned(),
            Some(closing) if closing.here => closing.version.clone(),
            // Half a minuta is not handed out.
            Some(_) => return Err(Problem::of(Code::PointUnknown)),
        };
        let options = ExportOptions {
            point,
            paper,
            ..ExportOptions::default()
        };
        let annex = self.annex(dossier, options).await?;
        Ok((paper_of(&minuta, &annex), annex))
    }

    /// A minuta and its annex as a Word document.
    pub async fn minutes_word(
        &self,
        dossier: String,
        minutes: String,
        paper: SheetSize,
    ) -> Result<Vec<u8>, Problem> {
        let (minutes, annex) = self.minutes_paper(dossier, minutes, paper).await?;
        let made = blocking(move || {
            minutes_docx(&minutes, Some(&annex)).map_err(|error| trouble::of_export(&error))
        });
        made.await
    }
}

/// The paper of a minuta beside its annex, which says what data it is of.
fn paper_of(minuta: &MinutaView, annex: &Annex) -> MinutesPaper {
    let said = |field: &str| text(&minuta.values, field);
    let hours = match (said("startsAt"), said("endsAt")) {
        ("", "") => String::new(),
        (from, "") => format!("{from} h"),
        ("", to) => format!("hasta las {to} h"),
        (from, to) => format!("{from} a {to} h"),
    };
    let entries = |parts: &[MinutesPart]| -> Vec<String> {
        let texts = parts.iter().map(|part| text(&part.values, "text"));
        texts
            .filter(|text| !text.trim().is_empty())
            .map(str::to_owned)
            .collect()
    };
    let draft = minuta.state == MinutesState::Draft;
    MinutesPaper {
        id: minuta.minutes.clone(),
        title: minuta.title.clone(),
        institution: said("institution").to_owned(),
        date: day(said("date")),
        place: said("place").to_owned(),
        hours,
        convened_by: said("convenedBy").to_owned(),
        agenda: entries(&minuta.agenda),
        follow_up: minuta.follow_up.iter().filter_map(followed).collect(),
        agreements: minuta.agreements.iter().filter_map(agreed).collect(),
        attendees: minuta.attendees.iter().map(person).collect(),
        late_lines: LATE_LINES,
        reviewed_materials: entries(&minuta.materials),
        remarks: match said("remarks").trim() {
            "" => "Ninguna.".to_owned(),
            remarks => remarks.to_owned(),
        },
        coordinators: minuta.coordinators.iter().map(person).collect(),
        counts: minuta.counts_sentence.clone(),
        imprint: if draft {
            // A minuta that is not closed is a draft whatever the matrix beside it is.
            Imprint {
                version: String::new(),
                version_name: String::new(),
                folio: String::new(),
                ..annex.imprint.clone()
            }
        } else {
            annex.imprint.clone()
        },
        paper: annex.paper,
        logo_left: annex.logo_left.clone(),
        logo_right: annex.logo_right.clone(),
    }
}

fn text<'a>(
    values: &'a std::collections::BTreeMap<String, contract::MinutesValue>,
    field: &str,
) -> &'a str {
    values.get(field).map_or("", |value| &value.text)
}

/// A day as it is printed; "" for none.
fn day(text: &str) -> String {
    match dates::parsed(text) {
        Ok(day) => dates::day(day, Language::Spanish),
        Err(_) => text.to_owned(),
    }
}

fn state(word: &str) -> String {
    let word = match word {
        "inProgress" => "En proceso",
        "fulfilled" => "Cumplido",
        "cancelled" => "Cancelado",
        _ => "Pendiente",
    };
    word.to_owned()
}

fn agreed(part: &MinutesPart) -> Option<MinutesAgreement> {
    let more = part.agreement.as_ref()?;
    let said = |field: &str| text(&part.values, field).to_owned();
    // Of what was agreed in it the paper says how it stood then.
    let then = said("state");
    Some(MinutesAgreement {
        number: more.number.clone(),
        text: said("text"),
        remarks: said("remarks"),
        responsible: said("responsible"),
        due: day(&said("dueDate")),
        state: match then.as_str() {
            "" | "pending" => String::new(),
            word => state(word),
        },
        about: more.about.iter().map(about).collect(),
    })
}

fn about(of: &contract::AboutView) -> String {
    if of.line.is_empty() {
        return format!("Versión «{}»", of.name);
    }
    match of.row {
        Some(row) => format!("Renglón {row}"),
        None => "Renglón retirado".to_owned(),
    }
}

fn followed(of: &FollowUpView) -> Option<MinutesAgreement> {
    let last: &SaidView = of.said.first()?;
    let on = day(&last.on);
    let remarks = match (on.as_str(), last.remark.as_str()) {
        ("", remark) => remark.to_owned(),
        (on, "") => on.to_owned(),
        (on, remark) => format!("{on}: {remark}"),
    };
    Some(MinutesAgreement {
        number: of.number.clone(),
        text: of.text.clone(),
        remarks,
        responsible: of.responsible.clone(),
        due: day(&of.due_date),
        state: state(&last.state),
        about: Vec::new(),
    })
}

fn person(part: &MinutesPart) -> SignatureLine {
    SignatureLine {
        name: text(&part.values, "name").to_owned(),
        position: text(&part.values, "position").to_owned(),
    }
}
