//! From a document to the rows that are shown.

use std::cell::RefCell;
use std::collections::BTreeSet;

use automerge::{ChangeHash, ObjId, ROOT};
use document::{Author, Record, Register};

use crate::cell::{Examined, Finding, Texts};
use crate::outline::{Chain, Outline};
use crate::places::{self, Contested};
use crate::row::{
    Baseline, Conflict, ConflictValue, FormulaParts, Normalized, RetiredAndEdited, RowHeading,
    RowView, Side, ToDecide,
};
use crate::schema;
use crate::table::Line;
use crate::{Field, FieldKind, HeadingId, IndicatorId, Level, LineId, heading, normal};

/// Reads rows from a document.
pub(crate) struct Reader<'a> {
    pub(crate) outline: Outline<'a>,
    examined: RefCell<Vec<(ObjId, Examined)>>,
}

/// What was found while reading the fields of a row: what is contested, what waits, and which
/// operation wrote each.
#[derive(Clone, Default)]
struct Doubts {
    conflicts: Vec<Conflict>,
    to_decide: Vec<ToDecide>,
    written: Vec<(Field, ObjId)>,
}

impl<'a> Reader<'a> {
    pub(crate) fn new(texts: Texts<'a>) -> Self {
        Self {
            outline: Outline::new(texts),
            examined: RefCell::default(),
        }
    }

    /// What to remember of the texts that were read.
    pub(crate) fn examined(self) -> Vec<(ObjId, Examined)> {
        self.examined.into_inner()
    }

    /// Title, institution and years.
    pub(crate) fn top(&self) -> (String, String, Vec<u16>) {
        let root = self.outline.view.record(&ROOT);
        let title = self.outline.view.register(&root, schema::TITLE).value;
        let institution = self.outline.view.register(&root, schema::INSTITUTION).value;
        (title, institution, self.outline.years())
    }

    /// A line and its rows, one for each indicator, or one if it has none.
    pub(crate) fn line(
        &self,
        id: LineId,
        record: &Record,
        indicators: &[(IndicatorId, Record)],
        years: &[u16],
    ) -> (Line, Vec<RowView>) {
        let view = &self.outline.view;
        let chain = self.outline.chain(record);
        let mut doubts = Doubts::default();
        let contested = places::contested(view, record, None);
        // One question: which place.
        let hung_apart = contested.as_ref().is_some_and(Contested::is_hung_apart);
        let headings = self.headings(&chain, hung_apart, &mut doubts);
        let action_line = self.cell(record, Field::ActionLine, &mut doubts);
        let stage = self.cell(record, Field::Stage, &mut doubts);
        let responsible = self.cell(record, Field::Responsible, &mut doubts);
        let pending_external = self.cell(record, Field::PendingExternal, &mut doubts) == "true";
        let merged_into = view.register(record, schema::MERGED_INTO).value.parse();
        let verdict = self.retirement(record, indicators);
        let (retired, retired_and_edited) = verdict.shown();
        let members: Vec<_> = indicators
            .iter()
            .map(|(id, indicator)| (*id, indicator, self.retirement(indicator, &[])))
            .collect();
        let bare = members.iter().all(|(.., verdict)| verdict.is_out());
        let awaits = self.awaits(verdict) || members.iter().any(|(.., of)| self.awaits(*of));
        let mut line = Line {
            order: view.register(record, schema::ORDER).value,
            indicators: indicators.iter().map(|(id, _)| *id).collect(),
            watched: watched(&chain),
            above: chain.headings.iter().map(|heading| heading.id).collect(),
            active: !retired,
            bare,
            written: std::mem::take(&mut doubts.written),
            written_of: Vec::with_capacity(members.len()),
            contested: contested.into_iter().collect(),
            awaits,
        };
        let blank = RowView {
            row: None,
            line: id,
            indicator: None,
            headings,
            action_line,
            stage,
            responsible,
            indicator_name: String::new(),
            interpretation: String::new(),
            unit_of_measure: String::new(),
            formula: String::new(),
            formula_parts: FormulaParts::default(),
            frequency: String::new(),
            direction: String::new(),
            target_behavior: String::new(),
            means_of_verification: String::new(),
            baseline: None,
            targets: years.iter().map(|year| (*year, String::new())).collect(),
            normalized: Normalized::default(),
            pending_external,
            retired,
            merged_into: merged_into.ok(),
            retired_and_edited,
            conflicts: Vec::new(),
            to_decide: Vec::new(),
            moved_twice: Vec::new(),
        };
        let mut rows = Vec::with_capacity(members.len() + usize::from(bare));
        if bare {
            rows.push(RowView {
                conflicts: doubts.conflicts.clone(),
                to_decide: doubts.to_decide.clone(),
                ..blank.clone()
            });
        }
        for (id, record, verdict) in members {
            let (mut row, written) = self.row(id, record, years, &blank, doubts.clone());
            line.written_of.push(written);
            line.contested
                .extend(places::contested(view, record, Some(id)));
            let (out, edited) = verdict.shown();
            row.retired |= out;
            row.retired_and_edited = row.retired_and_edited.or(edited);
            rows.push(row);
        }
        (line, rows)
    }

    fn row(
        &self,
        id: IndicatorId,
        record: &Record,
        years: &[u16],
        blank: &RowView,
        mut doubts: Doubts,
    ) -> (RowView, Vec<(Field, ObjId)>) {
        let part = |key| self.outline.part(record, key);
        let mut own = |field| self.cell(record, field, &mut doubts);
        let mut row = RowView {
            indicator: Some(id),
            indicator_name: own(Field::IndicatorName),
            interpretation: own(Field::Interpretation),
            unit_of_measure: own(Field::UnitOfMeasure),
            frequency: own(Field::Frequency),
            direction: own(Field::Direction),
            target_behavior: own(Field::TargetBehavior),
            means_of_verification: own(Field::MeansOfVerification),
            ..blank.clone()
        };
        if let Some(formula) = part(schema::FORMULA) {
            row.formula = self.cell(&formula, Field::Formula, &mut doubts);
            let mut of = |field| self.cell(&formula, field, &mut doubts);
            row.formula_parts = FormulaParts {
                numerator: of(Field::FormulaNumerator),
                denominator: of(Field::FormulaDenominator),
                factor: of(Field::FormulaFactor),
            };
        }
        if let Some(record) = part(schema::BASELINE) {
            let mut of = |field| self.cell(&record, field, &mut doubts);
            let baseline = Baseline {
                value: of(Field::BaselineValue),
                year: of(Field::BaselineYear),
                source: of(Field::BaselineSource),
                verification: of(Field::BaselineVerification),
            };
            row.baseline = (baseline != Baseline::default()).then_some(baseline);
        }
        if let Some(targets) = part(schema::TARGETS) {
            for year in years {
                let target = self.cell(&targets, Field::Target(*year), &mut doubts);
                row.targets.insert(*year, target);
            }
        }
        row.normalized = normal::understood(&row);
        row.conflicts = doubts.conflicts;
        row.to_decide = doubts.to_decide;
        (row, doubts.written)
    }

    /// What a field shows; what is doubtful about it is added to `doubts`.
    fn cell(&self, record: &Record, field: Field, doubts: &mut Doubts) -> String {
        let Some(place) = schema::place(field) else {
            return String::new();
        };
        let view = &self.outline.view;
        let mut note = |op: Option<&ObjId>| {
            let written = op.map(|op| (field, op.clone()));
            doubts.written.extend(written);
        };
        match field.kind() {
            FieldKind::Text => {
                let revision_key = schema::revision_key(&place.key);
                let cell = self.outline.texts.cell(record, &place.key, &revision_key);
                // Never revised: written with its row, if it says anything.
                let made = (!cell.text.is_empty()).then_some(&record.object);
                note(record.written_by(&revision_key).or(made));
                self.examined.borrow_mut().extend(cell.examined());
                if let Some(finding) = cell.finding {
                    doubts.to_decide.push(to_decide(field, finding, &cell.text));
                }
                cell.text
            }
            FieldKind::Scalar => {
                let Register { value, concurrent } = view.register(record, &place.key);
                note(record.written_by(&place.key));
                doubts.conflicts.extend(self.conflict(field, &concurrent));
                value
            }
        }
    }

    /// A conflict, if the values differ: two people who wrote the same agree.
    fn conflict(&self, field: Field, values: &[(String, ObjId)]) -> Option<Conflict> {
        let (first, _) = values.first()?;
        if values.iter().all(|(value, _)| value == first) {
            return None;
        }
        let values = values
            .iter()
            .zip(1..)
            .map(|((value, operation), choose)| {
                let stamp = self.outline.view.stamp_of(operation);
                let value = value.clone();
                ConflictValue {
                    choose,
                    value,
                    author: stamp.author,
                    at_ms: stamp.at_ms,
                }
            })
            .collect();
        Some(Conflict { field, values })
    }

    /// `hung_apart`: which heading it hangs from is asked with its place.
    fn headings(&self, chain: &Chain, hung_apart: bool, doubts: &mut Doubts) -> Vec<RowHeading> {
        let mut views = Vec::new();
        for heading in chain.headings.iter().rev() {
            if !heading.is_blank() {
                views.push(RowHeading {
                    id: heading.id,
                    level: heading.level,
                    number: heading.number.value.clone(),
                    text: heading.text.text.clone(),
                });
            }
            let field = Field::Heading(heading.level);
            let numbers = heading.number.concurrent.iter();
            let numbers: Vec<_> = numbers
                .map(|(number, op)| (heading::print(number, &heading.text.text), op.clone()))
                .collect();
            doubts.conflicts.extend(self.conflict(field, &numbers));
            self.examined.borrow_mut().extend(heading.text.examined());
            if let Some(finding) = heading.text.finding.clone() {
                doubts
                    .to_decide
                    .push(to_decide(field, finding, &heading.text.text));
            }
        }
        for (step, link) in chain.links.iter().enumerate() {
            if link.targets.len() < 2 || (step == 0 && hung_apart) {
                continue;
            }
            let level = link
                .targets
                .iter()
                .find_map(|(target, _)| Some(target.as_ref()?.level));
            let values: Vec<_> = link
                .targets
                .iter()
                .map(|(target, op)| {
                    let printed = target.as_ref().map(|target| target.printed());
                    (printed.unwrap_or_default(), op.clone())
                })
                .collect();
            let field = Field::Heading(level.unwrap_or(Level::Axis));
            doubts.conflicts.extend(self.conflict(field, &values));
        }
        views
    }

    /// Whether a line or an indicator is hidden, or why it is shown though somebody retired it.
    /// For a line, its indicators are part of it.
    pub(crate) fn retirement(
        &self,
        record: &Record,
        indicators: &[(IndicatorId, Record)],
    ) -> Verdict {
        let view = &self.outline.view;
        let verdicts = view.values(record, schema::RETIRED);
        let retired = verdicts.iter().find(|(verdict, _)| verdict == "true");
        let Some((_, retired)) = retired else {
            return Verdict::In;
        };
        let asked = |edit: Option<ChangeHash>| Verdict::Asked {
            retired_by: view.stamp_of(retired).author,
            edited_by: edit.map_or(Author::UNKNOWN, |edit| view.document.stamp(&edit).author),
            edit,
        };
        let restored = verdicts.iter().find(|(verdict, _)| verdict != "true");
        if let Some((_, operation)) = restored {
            return asked(view.document.change_of(operation));
        }
        let kept = view.values(record, schema::KEPT_EDIT);
        if let Some((edit, _)) = kept.iter().find(|(edit, _)| !edit.is_empty()) {
            return asked(document::parse_hash(edit));
        }
        match self.unseen_edit(record, indicators) {
            Some(edit) => asked(Some(edit)),
            None => Verdict::Out,
        }
    }

    /// Whether a verdict rests on an edit that has not come: who wrote it down knew it, but wrote on
    /// an earlier version, which does not bring it along.
    fn awaits(&self, verdict: Verdict) -> bool {
        let Verdict::Asked { edit, .. } = verdict else {
            return false;
        };
        edit.is_some_and(|edit| !self.outline.view.document.contains(&edit))
    }

    /// The edit that keeps what was retired in sight: made by somebody who did not know, on
    /// something retired by somebody who did not know either.
    pub(crate) fn unseen_edit(
        &self,
        record: &Record,
        indicators: &[(IndicatorId, Record)],
    ) -> Option<ChangeHash> {
        let view = &self.outline.view;
        let dag = view.document.dag();
        let verdicts = view.values(record, schema::RETIRED);
        let retirements: Vec<_> = verdicts
            .iter()
            .filter(|(verdict, _)| verdict == "true")
            .filter_map(|(_, op)| view.document.change_of(op))
            .filter_map(|change| dag.number(&change))
            .map(|number| (number, dag.ancestors(number)))
            .collect();
        if retirements.is_empty() {
            return None;
        }
        let mut edits: BTreeSet<ChangeHash> = BTreeSet::new();
        let mut collect = |record: &Record, counts: &dyn Fn(&str) -> bool| {
            for key in record.keys().filter(|key| counts(key)) {
                let values = view.values(record, key);
                edits.extend(
                    values
                        .iter()
                        .filter_map(|(_, op)| view.document.change_of(op)),
                );
            }
        };
        let is_content = |key: &str| !schema::is_structural(key);
        collect(record, &is_content);
        // An indicator that came to the line meanwhile is an edit of the line.
        let came = |key: &str| key == schema::LINE || is_content(key);
        for (_, indicator) in indicators {
            collect(indicator, &came);
        }
        let members = indicators.iter().map(|(_, indicator)| indicator);
        for owner in members.chain([record]) {
            for key in schema::PARTS {
                if let Some(part) = self.outline.part(owner, key) {
                    collect(&part, &is_content);
                }
            }
        }
        // The least hash: which edit is named must not depend on who looks.
        edits.into_iter().find(|edit| {
            dag.number(edit).is_some_and(|edit| {
                retirements.iter().all(|(retirement, known)| {
                    !known.contains(edit) && !dag.has_seen(edit, *retirement)
                })
            })
        })
    }
}

/// Whether something is in the matrix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    /// Nobody took it out.
    In,
    /// Somebody did.
    Out,
    /// Somebody did while another edited or restored it: it is shown until a person decides.
    Asked {
        retired_by: Author,
        edited_by: Author,
        edit: Option<ChangeHash>,
    },
}

impl Verdict {
    pub(crate) fn is_out(self) -> bool {
        self == Self::Out
    }

    fn shown(self) -> (bool, Option<RetiredAndEdited>) {
        match self {
            Self::In => (false, None),
            Self::Out => (true, None),
            Self::Asked {
                retired_by,
                edited_by,
                ..
            } => (
                false,
                Some(RetiredAndEdited {
                    retired_by,
                    edited_by,
                }),
            ),
        }
    }
}

fn to_decide(field: Field, finding: Finding, merged: &str) -> ToDecide {
    let sides = finding.sides.into_iter().map(|side| Side {
        author: side.author,
        text: side.text,
    });
    ToDecide {
        field,
        kind: finding.kind,
        mine: finding.mine.text,
        mine_author: finding.mine.author,
        theirs: finding.theirs.text,
        theirs_author: finding.theirs.author,
        merged: merged.to_owned(),
        once: finding.once,
        sides: sides.collect(),
    }
}

/// Headings whose change changes what stands above a line.
fn watched(chain: &Chain) -> BTreeSet<HeadingId> {
    let shown = chain.headings.iter().map(|heading| heading.id);
    let targets = chain.links.iter().flat_map(|link| &link.targets);
    let pointed_at = targets.filter_map(|(target, _)| Some(target.as_ref()?.id));
    shown.chain(pointed_at).collect()
}
