//! The chain: why a cell says what it says, and who agreed to it.

use contract::{
    AgreedIn, Cell, Code, Evidence, Problem, SuggestionStatus, WhyAgreement, WhyComment,
    WhyConsultation, WhyView,
};
use model::{Field, IndicatorId, LineId, Matrix};
use review::Act;
use wire::{DeviceId, DossierId};

use crate::calls::Engine;
use crate::desk::Desk;
use crate::ids::{field_of, indicator_id, line_id};
use crate::screen::rfc3339;

/// The fields of a row that name what its values rest on.
const EVIDENCE: [Field; 4] = [
    Field::BaselineSource,
    Field::BaselineVerification,
    Field::MeansOfVerification,
    Field::Responsible,
];

impl Engine {
    /// Why a cell says what it says: what it said before and who wrote it, what was proposed, asked,
    /// said and agreed about it, and what it rests on.
    pub async fn why(&self, dossier: String, cell: Cell) -> Result<WhyView, Problem> {
        let values = self.cell_history(dossier.clone(), cell.clone()).await?;
        let mut why = self
            .with(&dossier, move |desk, dossier| {
                let line = line_id(&cell.line)?;
                let indicator = indicator_id(cell.indicator.as_deref())?;
                desk.why(dossier, line, indicator, field_of(&cell.field)?)
            })
            .await?;
        why.values = values;
        Ok(why)
    }
}

impl Desk {
    fn why(
        &self,
        dossier: DossierId,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Result<WhyView, Problem> {
        let shelf = self.shelf(dossier)?;
        let matrix = shelf.replica()?.matrix();
        let value = matrix
            .cell(line, indicator, field)
            .ok_or_else(|| Problem::of(Code::RowUnknown))?;
        let row = matrix.row(line, indicator);
        let row = row.ok_or_else(|| Problem::of(Code::RowUnknown))?;
        let asked = Asked {
            line: line.to_string(),
            // A field of the line is one cell, whatever the row it is looked at in.
            indicator: indicator
                .filter(|_| field.is_of_indicator())
                .map(|indicator| indicator.to_string()),
            field: field.to_string(),
        };
        let review = &shelf.review().view;
        let mut suggestions: Vec<_> = review
            .suggestions
            .iter()
            .filter(|one| {
                let taken = matches!(
                    one.status,
                    SuggestionStatus::Accepted | SuggestionStatus::Partly
                );
                taken && asked.is_of(&one.line, one.indicator.as_deref(), &one.field, field)
            })
            .cloned()
            .collect();
        suggestions.reverse();
        let mut consultations: Vec<WhyConsultation> = review
            .consultations
            .iter()
            .filter(|one| {
                one.field.is_empty() && one.line == asked.line
                    || asked.is_of(&one.line, one.indicator.as_deref(), &one.field, field)
            })
            .map(|one| WhyConsultation {
                consultation: one.consultation.clone(),
                body: one.body.clone(),
                question: one.question.clone(),
                answer: one.answer.clone(),
                on: one.answered_on.clone().unwrap_or(one.asked_on.clone()),
                open: one.open,
            })
            .collect();
        consultations.reverse();
        let comments = shelf.comments().iter().filter(|one| {
            !one.withdrawn && asked.is_of(&one.line, one.indicator.as_deref(), &one.field, field)
        });
        Ok(WhyView {
            row: row.row,
            agreed: self.agreed_in(dossier, line, indicator, field, &value)?,
            value,
            values: Vec::new(),
            suggestions,
            consultations,
            comments: comments
                .map(|one| WhyComment {
                    thread: one.thread.clone(),
                    author: one.author.clone(),
                    at: one.at.clone(),
                    text: one.text.clone(),
                })
                .collect(),
            agreements: self.agreements_about(dossier, line, indicator, field)?,
            evidence: evidence(matrix, line, indicator, field),
        })
    }

    /// The acuerdos that speak of a cell, of its row or of its line; newest minuta first.
    fn agreements_about(
        &self,
        dossier: DossierId,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Result<Vec<WhyAgreement>, Problem> {
        let view = self.shelf(dossier)?.minutes().view();
        let mut told = Vec::new();
        for minuta in view.minutes.iter().rev() {
            let date = minuta.values.get("date");
            for part in &minuta.agreements {
                let Some(more) = &part.agreement else {
                    continue;
                };
                let speaks = more.about.iter().any(|about| {
                    let about = about.about.parse::<minutes::About>();
                    about.is_ok_and(|about| about.covers(line, indicator, field))
                });
                if !speaks {
                    continue;
                }
                told.push(WhyAgreement {
                    agreement: part.part.clone(),
                    minutes: minuta.minutes.clone(),
                    title: minuta.title.clone(),
                    date: date.map(|date| date.text.clone()).unwrap_or_default(),
                    number: more.number.clone(),
                    text: part
                        .values
                        .get("text")
                        .map(|text| text.text.clone())
                        .unwrap_or_default(),
                    state: more.state.clone(),
                    closed: minuta.closing.is_some(),
                });
            }
        }
        Ok(told)
    }

    /// The first of the closed versions, back from the last, in which the cell says what it says now.
    fn agreed_in(
        &self,
        dossier: DossierId,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
        value: &str,
    ) -> Result<Option<AgreedIn>, Problem> {
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let matrix = replica.matrix();
        let mut found = None;
        for data in replica.agreement().versions.iter().rev() {
            let Act::CloseVersion {
                name,
                matrix: version,
                ..
            } = &data.act
            else {
                continue;
            };
            let then = matrix.rows_at(version);
            let then = then.and_then(|past| past.cell(line, indicator, field));
            if then.as_deref() != Some(value) {
                break;
            }
            found = Some((data.id, name.clone(), data.author, data.at_ms));
        }
        let Some((id, name, author, at_ms)) = found else {
            return Ok(None);
        };
        let version = id.to_string();
        let view = shelf.minutes().view();
        let mut minutas = view.minutes.iter();
        let minuta = minutas.find(|minuta| {
            let closing = minuta.closing.as_ref();
            closing.is_some_and(|closing| closing.version == version)
        });
        Ok(Some(AgreedIn {
            version,
            name,
            by: shelf.person(DeviceId(author.0)),
            at: rfc3339(at_ms),
            minutes: minuta
                .map(|minuta| minuta.minutes.clone())
                .unwrap_or_default(),
            title: minuta
                .map(|minuta| minuta.title.clone())
                .unwrap_or_default(),
        }))
    }
}

/// The cell that is asked about.
struct Asked {
    line: String,
    indicator: Option<String>,
    field: String,
}

impl Asked {
    fn is_of(&self, line: &str, indicator: Option<&str>, named: &str, field: Field) -> bool {
        let same = !field.is_of_indicator() || self.indicator.as_deref() == indicator;
        self.line == line && self.field == named && same
    }
}

/// What the values of a row rest on, where it says so.
fn evidence(
    matrix: &Matrix,
    line: LineId,
    indicator: Option<IndicatorId>,
    of: Field,
) -> Vec<Evidence> {
    let named = EVIDENCE.into_iter().filter(|field| *field != of);
    named
        .filter_map(|field| {
            let text = matrix.cell(line, indicator, field)?;
            let text = text.trim();
            (!text.is_empty()).then(|| Evidence {
                cell: Cell {
                    line: line.to_string(),
                    indicator: indicator.map(|indicator| indicator.to_string()),
                    field: field.to_string(),
                },
                text: text.to_owned(),
            })
        })
        .collect()
}
