//! A minuta as it is printed: what the screen shows of it, in the words and days of the paper.

use contract::{
    ExportOptions, FollowUpView, Language, MinutaView, MinutesPart, MinutesState, Problem,
    SaidView, SheetSize,
};
use model::Version;
use paper::{Annex, Imprint, MinutesAgreement, MinutesPaper, SignatureLine, minutes_docx};

use super::past::Stand;
use crate::calls::{Engine, blocking};
use crate::history::{dates, unknown_point};
use crate::trouble;

/// Times that a minuta was closed with one version that are looked at.
const CLOSINGS_MAX: usize = 4;
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
        let stand = self.with(&dossier, move |desk, dossier| {
            // What was typed and not written yet is printed too.
            desk.finish_round();
            Stand::now(desk.shelf(dossier)?.replica()?, &minutes)
        });
        let mut stand = stand.await?;
        let options = ExportOptions {
            point: match &stand.closed {
                None => "now".to_owned(),
                Some((_, version)) => version.clone(),
            },
            paper,
            ..ExportOptions::default()
        };
        let annex = self.annex(dossier.clone(), options).await?;
        let written = if stand.closed.is_none() {
            // Its numbers of rows and its counts are those of the annex that goes with it.
            let matrix = Version::from_hex(&annex.imprint.point);
            stand.matrix = matrix.map_err(|_| unknown_point())?;
            stand.written.to_hex()
        } else {
            String::new()
        };
        let told = self.with(&dossier, move |desk, dossier| {
            let shelf = desk.shelf(dossier)?;
            let told = stand.told(shelf.replica()?, shelf.people());
            told.ok_or_else(unknown_point)
        });
        Ok((paper_of(&told.await?, &annex, written), annex))
    }

    /// The papers that a printed minuta may be, with the annex that goes with it, the likeliest first:
    /// more than one where it was closed with the same version more than once.
    pub(crate) async fn minutes_papers_of(
        &self,
        dossier: &str,
        minutes: String,
        written: String,
        annex: &Annex,
    ) -> Result<Vec<(MinutesPaper, bool)>, Problem> {
        let (imprint, written_of) = (annex.imprint.clone(), written.clone());
        let told = self.with(dossier, move |desk, dossier| {
            desk.finish_round();
            let shelf = desk.shelf(dossier)?;
            let replica = shelf.replica()?;
            let stands = if imprint.is_draft() {
                let matrix = Version::from_hex(&imprint.point).ok();
                let matrix = matrix.ok_or_else(unknown_point)?;
                // Where it does not say which text it is of, what they say now is all there is.
                let then = if written.is_empty() {
                    Some(replica.minutes().version())
                } else {
                    Version::from_hex(&written).ok()
                };
                let stand = then.map(|then| Stand::draft(&minutes, then, matrix));
                stand.and_then(Result::ok).into_iter().collect()
            } else {
                Stand::closed_with(replica, &minutes, &imprint.version)
            };
            let people = shelf.people();
            let told = stands.into_iter().take(CLOSINGS_MAX).filter_map(|stand| {
                let view = stand.told(replica, people)?;
                // What open consultations add to the count of a draft is not kept with it.
                let counts_all = replica.agreement().consultations.is_empty();
                let is_sure = stand.closed.is_some() || (!written.is_empty() && counts_all);
                Some((view, is_sure))
            });
            Ok(told.collect::<Vec<_>>())
        });
        let told = told.await?.into_iter();
        let papers = told.map(|(view, is_sure)| {
            let written = match view.state {
                MinutesState::Draft => written_of.clone(),
                MinutesState::Closed => String::new(),
            };
            (paper_of(&view, annex, written), is_sure)
        });
        Ok(papers.collect())
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
fn paper_of(minuta: &MinutaView, annex: &Annex, written: String) -> MinutesPaper {
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
        written,
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
