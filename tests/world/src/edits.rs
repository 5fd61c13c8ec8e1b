//! Edits as their authors mean them, and what each does to the cells of a matrix, as the oracle
//! counts it.

use std::collections::BTreeMap;

use model::{
    Draft, DraftHeading, DraftRow, Field, FieldKind, IndicatorId, Level, LineId, MatrixEdit,
    RowView,
};
use replica::Replica;

use crate::dice::Dice;
use crate::oracle::{Cell, Deed};
use crate::plan::EditKind;
use crate::words::{Coiner, numbers_in, words_in};

/// Years of every matrix of this world.
pub(crate) const YEARS: [u16; 3] = [2024, 2025, 2026];
/// Rows a matrix begins with.
const ROWS: usize = 4;
/// How often, in a thousand, an edit goes to the cell where everybody is.
const CROWDED: u64 = 600;
pub(crate) const TEXTS: [Field; 4] = [
    Field::ActionLine,
    Field::IndicatorName,
    Field::Interpretation,
    Field::Formula,
];
const SCALARS: [Field; 11] = [
    Field::Target(2024),
    Field::Target(2025),
    Field::Target(2026),
    Field::UnitOfMeasure,
    Field::Frequency,
    Field::BaselineValue,
    Field::BaselineSource,
    Field::Direction,
    Field::Responsible,
    Field::Stage,
    Field::PendingExternal,
];

/// A field of a row, by its name.
pub(crate) type RowField = (LineId, Option<IndicatorId>, String);

/// An edit of a cell as its author means it.
pub(crate) struct Change<'a> {
    edit: &'a MatrixEdit,
    before: String,
    pub(crate) after: String,
}

/// A matrix to begin with, every text with words of its own.
pub(crate) fn draft(coiner: &mut Coiner, dice: &mut Dice) -> Draft {
    let mut sentence = |numbered: bool| {
        let (first, second) = (coiner.word(dice, None), coiner.word(dice, None));
        if numbered {
            let number = coiner.number(dice);
            format!("Capacitar a {number} personas en {first}. Publicar {second} cada año.")
        } else {
            format!("Mide {first} y {second}.")
        }
    };
    let headings = vec![
        DraftHeading {
            level: Level::Axis,
            number: "1".to_owned(),
            text: sentence(false),
            parent: None,
        },
        DraftHeading {
            level: Level::Priority,
            number: "7".to_owned(),
            text: sentence(false),
            parent: Some(0),
        },
    ];
    let mut rows = Vec::new();
    for row in 0..ROWS {
        let mut cells: BTreeMap<Field, String> = [(Field::ActionLine, sentence(true))].into();
        if row + 1 < ROWS {
            cells.insert(Field::IndicatorName, sentence(false));
            cells.insert(Field::Interpretation, sentence(true));
            cells.insert(Field::Target(2024), sentence(false));
        }
        rows.push(DraftRow {
            heading: Some(1),
            pending_external: row == 1,
            cells,
        });
    }
    Draft {
        title: sentence(false),
        institution: sentence(false),
        years: YEARS.to_vec(),
        rows,
        headings,
    }
}

fn scalar(cell: Cell, value: &str) -> Deed {
    Deed::Scalar {
        cell,
        value: value.to_owned(),
    }
}

/// What founding a matrix did.
pub(crate) fn founding_deeds(draft: &Draft, rows: &[RowView]) -> Vec<Deed> {
    let mut deeds = Vec::new();
    let text = |cell, after: &str| Deed::Text {
        cell,
        before: String::new(),
        after: after.to_owned(),
    };
    for (row, from) in rows.iter().zip(&draft.rows) {
        deeds.push(Deed::Line(row.line));
        deeds.extend(
            row.indicator
                .map(|indicator| Deed::Indicator(row.line, indicator)),
        );
        for (field, value) in &from.cells {
            let Some(cell) = Cell::of(row.line, row.indicator, *field) else {
                continue;
            };
            deeds.push(match field.kind() {
                FieldKind::Text => text(cell, value),
                FieldKind::Scalar => scalar(cell, value),
            });
        }
        if from.pending_external {
            let cell = Cell::Line(row.line, Field::PendingExternal);
            deeds.push(scalar(cell, "true"));
        }
    }
    if let Some(row) = rows.first() {
        for (heading, from) in row.headings.iter().zip(&draft.headings) {
            deeds.push(text(Cell::Heading(heading.id), &from.text));
        }
    }
    deeds
}

/// What a text cell says, headings without their number.
fn text_of(
    replica: &Replica,
    line: LineId,
    indicator: Option<IndicatorId>,
    field: Field,
) -> String {
    let Some(row) = replica.matrix().row(line, indicator) else {
        return String::new();
    };
    match field {
        Field::Heading(level) => {
            let heading = row.headings.iter().find(|heading| heading.level == level);
            heading
                .map(|heading| heading.text.clone())
                .unwrap_or_default()
        }
        _ => row.cell(field),
    }
}

/// A row: as often as not the one where everybody is.
pub(crate) fn pick_row<'a>(replica: &'a Replica, dice: &mut Dice) -> Option<&'a RowView> {
    let rows = replica.matrix().rows();
    if dice.chance(CROWDED) {
        rows.first()
    } else {
        dice.pick(rows)
    }
}

pub(crate) fn pick_field(of: &[Field], dice: &mut Dice) -> Field {
    if dice.chance(CROWDED) {
        of[0]
    } else {
        of[dice.below(of.len())]
    }
}

/// The edit that a kind and the dice mean in a matrix as it reads now.
pub(crate) fn choose(
    replica: &Replica,
    kind: EditKind,
    dice: &mut Dice,
    coiner: &mut Coiner,
) -> Option<MatrixEdit> {
    let row = pick_row(replica, dice)?;
    let (line, indicator) = (row.line, row.indicator);
    Some(match kind {
        EditKind::Scalar => {
            let field = pick_field(&SCALARS, dice);
            let value = match field {
                Field::PendingExternal => (!row.pending_external).to_string(),
                _ => format!("{} {}", coiner.number(dice), coiner.word(dice, None)),
            };
            MatrixEdit::Set {
                line,
                indicator,
                field,
                value,
            }
        }
        EditKind::Text => {
            let field = pick_field(&TEXTS, dice);
            let value = reworded(&row.cell(field), dice, coiner);
            MatrixEdit::Set {
                line,
                indicator,
                field,
                value,
            }
        }
        EditKind::Heading => {
            let heading = dice.pick(&row.headings)?;
            let text = reworded(&heading.text, dice, coiner);
            let value = format!("{}. {text}", heading.number);
            MatrixEdit::Set {
                line,
                indicator,
                field: Field::Heading(heading.level),
                value,
            }
        }
        EditKind::Retire => MatrixEdit::Retire { line },
        EditKind::Restore => MatrixEdit::Restore { line },
        EditKind::AddLine => MatrixEdit::AddLine {
            after: dice.chance(700).then_some(line),
            heading: None,
            cells: BTreeMap::new(),
        },
        EditKind::AddIndicator => MatrixEdit::AddIndicator {
            line,
            cells: BTreeMap::new(),
        },
        EditKind::Decide => {
            let doubtful: Vec<&RowView> = replica
                .matrix()
                .rows()
                .iter()
                .filter(|row| !row.conflicts.is_empty() || !row.to_decide.is_empty())
                .collect();
            let row = dice.pick(&doubtful)?;
            let conflicts = row.conflicts.iter();
            let choices = conflicts.map(|conflict| (conflict.field, conflict.values.len()));
            let texts = row.to_decide.iter().map(|to_decide| (to_decide.field, 3));
            let choices: Vec<(Field, usize)> = choices.chain(texts).collect();
            let (field, choices) = *dice.pick(&choices)?;
            let choose = 1 + dice.below(choices) as u32;
            MatrixEdit::Resolve {
                line: row.line,
                indicator: row.indicator,
                field,
                choose,
            }
        }
        EditKind::Typing | EditKind::Comment | EditKind::Reply | EditKind::ResolveThread => {
            return None;
        }
    })
}

/// A text with a word or a number more, less or other.
pub(crate) fn reworded(text: &str, dice: &mut Dice, coiner: &mut Coiner) -> String {
    let words: Vec<String> = words_in(text).into_iter().collect();
    let known = dice.pick(&words).cloned();
    match (dice.below(10), known) {
        (0..=2, _) | (_, None) => {
            let sentence = format!("Atender {}.", coiner.word(dice, None));
            if text.is_empty() {
                sentence
            } else {
                format!("{text} {sentence}")
            }
        }
        (3..=4, Some(known)) => {
            let word = coiner.word(dice, None);
            text.replacen(&known, &format!("{known} {word}"), 1)
        }
        (5, Some(known)) => {
            let word = coiner.word(dice, None);
            text.replacen(&known, &format!("{word} {known}"), 1)
        }
        (6, Some(known)) => {
            let word = coiner.word(dice, Some(&known));
            text.replacen(&known, &word, 1)
        }
        (7, Some(known)) if words.len() > 1 => text
            .replacen(&format!("{known} "), "", 1)
            .replacen(&known, "", 1),
        (_, Some(known)) => {
            let number = coiner.number(dice);
            let old = numbers_in(text).into_iter().next();
            match old {
                Some(old) => text.replacen(&old, &number, 1),
                None => text.replacen(&known, &format!("{known} {number}"), 1),
            }
        }
    }
}

impl<'a> Change<'a> {
    pub(crate) fn of(replica: &Replica, edit: &'a MatrixEdit) -> Self {
        let (before, after) = match edit {
            MatrixEdit::Set {
                line,
                indicator,
                field,
                value,
            } => {
                let value = match field {
                    // "7. Texto": the number is not the text's.
                    Field::Heading(_) => value.split_once(". ").map_or("", |(_, text)| text),
                    _ => value,
                };
                (
                    text_of(replica, *line, *indicator, *field),
                    value.to_owned(),
                )
            }
            MatrixEdit::Resolve {
                line,
                indicator,
                field,
                choose,
            } => {
                let before = text_of(replica, *line, *indicator, *field);
                let after = chosen(replica, *line, *indicator, *field, *choose);
                (before, after.unwrap_or_default())
            }
            _ => (String::new(), String::new()),
        };
        Self {
            edit,
            before,
            after,
        }
    }

    /// What it did, now that it is made, and what the cell shows.
    pub(crate) fn deeds(
        &self,
        replica: &Replica,
        fields: &[RowField],
    ) -> (Vec<Deed>, Option<String>) {
        let mut deeds = Vec::new();
        let mut shown = None;
        match self.edit {
            MatrixEdit::Set {
                line,
                indicator,
                field,
                ..
            }
            | MatrixEdit::Resolve {
                line,
                indicator,
                field,
                ..
            } => {
                let mut indicator = *indicator;
                if field.is_of_indicator()
                    && indicator.is_none()
                    && let Some((_, Some(made), _)) = fields.first()
                {
                    deeds.push(Deed::Indicator(*line, *made));
                    indicator = Some(*made);
                }
                shown = Some(text_of(replica, *line, indicator, *field));
                let after = self.after.clone();
                let cell = cell_of(replica, *line, indicator, *field);
                deeds.extend(cell.map(|cell| match field.kind() {
                    FieldKind::Text => Deed::Text {
                        cell,
                        before: self.before.clone(),
                        after,
                    },
                    FieldKind::Scalar => Deed::Scalar { cell, value: after },
                }));
            }
            MatrixEdit::AddLine { .. } => {
                deeds.extend(fields.first().map(|(line, ..)| Deed::Line(*line)));
            }
            MatrixEdit::AddIndicator { line, .. } => {
                let made = fields.iter().find_map(|(_, indicator, _)| *indicator);
                deeds.extend(made.map(|made| Deed::Indicator(*line, made)));
            }
            MatrixEdit::Retire { line } => {
                deeds.push(Deed::Retired {
                    line: *line,
                    retired: true,
                });
            }
            MatrixEdit::Restore { line } => {
                deeds.push(Deed::Retired {
                    line: *line,
                    retired: false,
                });
            }
            // Nobody here does these.
            MatrixEdit::SpliceText { .. }
            | MatrixEdit::DuplicateLine { .. }
            | MatrixEdit::MoveLine { .. }
            | MatrixEdit::MoveIndicator { .. }
            | MatrixEdit::RetireIndicator { .. }
            | MatrixEdit::MergeLines { .. }
            | MatrixEdit::SplitLine { .. }
            | MatrixEdit::AddHeading { .. }
            | MatrixEdit::SetHeading { .. }
            | MatrixEdit::MoveHeading { .. }
            | MatrixEdit::RetireHeading { .. }
            | MatrixEdit::AssignHeading { .. }
            | MatrixEdit::ChoosePlace { .. }
            | MatrixEdit::SetLevels { .. }
            | MatrixEdit::Silence { .. } => {}
        }
        (deeds, shown)
    }
}

/// The value that a choice stands for.
fn chosen(
    replica: &Replica,
    line: LineId,
    indicator: Option<IndicatorId>,
    field: Field,
    choose: u32,
) -> Option<String> {
    let row = replica.matrix().row(line, indicator)?;
    if let Some(text) = row.to_decide.iter().find(|text| text.field == field) {
        let side = match choose {
            1 => &text.mine,
            2 => &text.theirs,
            _ => &text.merged,
        };
        return Some(side.clone());
    }
    let conflict = row
        .conflicts
        .iter()
        .find(|conflict| conflict.field == field)?;
    let value = conflict
        .values
        .iter()
        .find(|value| value.choose == choose)?;
    Some(value.value.clone())
}

/// The cell behind a field of a row.
pub(crate) fn cell_of(
    replica: &Replica,
    line: LineId,
    indicator: Option<IndicatorId>,
    field: Field,
) -> Option<Cell> {
    let Field::Heading(level) = field else {
        return Cell::of(line, indicator, field);
    };
    let row = replica.matrix().row(line, indicator)?;
    let heading = row.headings.iter().find(|heading| heading.level == level)?;
    Some(Cell::Heading(heading.id))
}

/// Every field that is edited in this world, headings aside.
pub(crate) fn fields() -> impl Iterator<Item = Field> {
    TEXTS.into_iter().chain(SCALARS)
}
