//! What a plan comes to, written: all of it in one round, or nothing.

use contract::Problem;
use model::{Field, IndicatorId, LineId};
use review::{Act, Credit, ReviewEdit};
use wire::DossierId;

use super::plan::{self, Item, Plan};
use crate::desk::Desk;

impl Desk {
    /// Writes what a file brings into the review.
    pub(super) fn bring(&mut self, dossier: DossierId, plan: &Plan) -> Result<(), Problem> {
        // What fails half-way is dropped whole: nothing else may be in the round.
        self.finish_round();
        for item in &plan.items {
            if let Err(problem) = self.bring_one(dossier, plan, item) {
                self.give_up_round(dossier);
                return Err(problem);
            }
        }
        Ok(())
    }

    fn bring_one(&mut self, dossier: DossierId, plan: &Plan, item: &Item) -> Result<(), Problem> {
        let base = plan.version.clone();
        let reason = String::new();
        let (act, credit) = match item {
            Item::Cell {
                line,
                indicator,
                field,
                before,
                value,
                credit,
                ..
            } => {
                let act = Act::Suggest {
                    line: *line,
                    indicator: *indicator,
                    field: field.to_string(),
                    base,
                    before: before.clone(),
                    value: value.clone(),
                    reason,
                };
                (act, credit)
            }
            Item::Line {
                after,
                heading,
                cells,
                credit,
            } => {
                let cells = cells.iter();
                let act = Act::SuggestLine {
                    after: *after,
                    heading: *heading,
                    cells: cells
                        .map(|(field, value)| (field.to_string(), value.clone()))
                        .collect(),
                    base,
                    reason,
                };
                (act, credit)
            }
            Item::Out {
                line,
                before,
                credit,
            } => {
                let act = Act::SuggestRetire {
                    line: *line,
                    retired: true,
                    base,
                    before: before.clone(),
                    reason,
                };
                (act, credit)
            }
            Item::Heading {
                line,
                field,
                value,
                credit,
                ..
            } => {
                let text = plan::heading_note(value);
                return self.bring_comment(dossier, (*line, None, *field), &text, credit);
            }
            Item::Note {
                line,
                indicator,
                field,
                text,
                credit,
            } => {
                return self.bring_comment(dossier, (*line, *indicator, *field), text, credit);
            }
        };
        self.act_credited(dossier, act, Some(credit.clone()))
            .map(drop)
    }

    fn bring_comment(
        &mut self,
        dossier: DossierId,
        (line, indicator, field): (LineId, Option<IndicatorId>, Field),
        text: &str,
        credit: &Credit,
    ) -> Result<(), Problem> {
        let matrix = self.shelf(dossier)?.replica()?.matrix();
        let edit = ReviewEdit::Comment {
            thread: None,
            line,
            indicator,
            field: field.to_string(),
            quote: matrix.cell(line, indicator, field).unwrap_or_default(),
            text: text.to_owned(),
            credit: Some(credit.clone()),
            mentions: Vec::new(),
            internal: false,
            anchor: None,
        };
        self.discuss(dossier, &edit)
    }
}
