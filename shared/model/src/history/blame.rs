//! Who wrote what a cell shows.

use automerge::ObjId;
use document::{Version, View};

use crate::history::annals::{Annals, Depth};
use crate::history::source::{Source, as_shown, shown};
use crate::history::{Hand, Via, origin};
use crate::limits::STRETCH_GAP_MS;
use crate::{Field, IndicatorId, LineId, Matrix, schema};

/// A run of what a cell shows, by one hand in one stretch of writing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blame {
    /// The run.
    pub text: String,
    /// Who first wrote it, and when they last wrote in it. Who brings words back, by undoing or by
    /// putting a cell back to an earlier version, does not take them from their author.
    pub hand: Hand,
    /// The version just after that change.
    pub version: Version,
    /// The suggestion it came in.
    pub via: Option<Via>,
}

/// A run, and the change it is of.
struct Run {
    text: String,
    change: u32,
}

impl Matrix {
    /// Runs of what a cell shows, by one hand each; all together they are the cell. Of a scalar,
    /// one run; none of what nobody ever wrote. `None`: no such row or field.
    pub fn blame(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<Vec<Blame>> {
        self.past.ask(&self.document, Depth::Changes, |annals| {
            let source = Source::of(self, line, indicator, field)?;
            let runs = self.runs(annals, &source).into_iter();
            let blames = runs.map(|run| {
                let entry = annals.entry(run.change);
                Blame {
                    text: run.text,
                    hand: entry.hand(),
                    version: entry.version(),
                    via: entry.via,
                }
            });
            Some(blames.collect())
        })?
    }

    fn runs(&self, annals: &Annals, source: &Source) -> Vec<Run> {
        let view = View::now(&self.document);
        let record = &source.record;
        let mut runs: Vec<Run> = Vec::new();
        let mut add = |text: String, op: &ObjId| {
            // What is shown was written: an operation without a change is no operation.
            let Some(change) = annals.change_of(op).filter(|_| !text.is_empty()) else {
                return;
            };
            match runs.last_mut() {
                Some(last) if is_one_hand(annals, last.change, change) => {
                    last.text.push_str(&text);
                    if annals.rank_of(change) > annals.rank_of(last.change) {
                        last.change = change;
                    }
                }
                _ => runs.push(Run { text, change }),
            }
        };
        if let Field::Heading(_) = source.field
            && let Some((value, op)) = view.all(record, schema::NUMBER).first()
        {
            let text = shown(view, record, &source.key);
            let whole = crate::heading::print(&view.printed(value, op), &text);
            let number = whole.strip_suffix(text.as_str()).unwrap_or_default();
            add(
                number.to_owned(),
                &self.root(annals, record, schema::NUMBER, op),
            );
        }
        let object = source.text.as_ref().and_then(|text| text.object.as_ref());
        if let Some(object) = object {
            for (op, text) in origin::origins(&self.document, annals, object) {
                add(text, &op);
            }
        } else if let Some((value, op)) = view.all(record, &source.key).first() {
            let value = as_shown(source.field, view.printed(value, op));
            add(value, &self.root(annals, record, &source.key, op));
        }
        runs
    }

    /// The operation that first wrote what a register shows, if it stood there and read the same.
    fn root(&self, annals: &Annals, record: &ObjId, key: &str, op: &ObjId) -> ObjId {
        let root = annals.claims.root(op);
        let stood = annals.change_of(&root).is_some_and(|change| {
            let heads = [annals.entry(change).hash];
            let then = View::at(&self.document, &heads).all(record, key);
            let now = View::now(&self.document).all(record, key);
            let then = then.iter().find(|(_, id)| *id == root);
            then.map(|(value, _)| value) == now.first().map(|(value, _)| value)
        });
        if stood { root } else { op.clone() }
    }
}

/// Whether two changes are of one stretch of writing.
pub(super) fn is_one_hand(annals: &Annals, one: u32, other: u32) -> bool {
    let (one, other) = (annals.entry(one), annals.entry(other));
    one.author == other.author
        && one.kind == other.kind
        && one.via == other.via
        && one.at_ms.abs_diff(other.at_ms) <= STRETCH_GAP_MS
}
