//! Cells that moved: what a cell looks like against what its column holds.

use model::Field;

use crate::cells::Place;
use crate::fold::fold;
use crate::layout::Layout;

/// Words of frequencies, folded.
const FREQUENCIES: &[&str] = &[
    "anual",
    "annual",
    "semestral",
    "cuatrimestral",
    "trimestral",
    "bimestral",
    "mensual",
    "bianual",
    "bienal",
    "trianual",
    "trienal",
    "sexenal",
];

/// Words of units that stand alone in their column, folded.
const UNITS: &[&str] = &["porcentaje", "tasa", "indice", "promedio", "razon"];

/// What a cell looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Look {
    Frequency,
    Unit,
    Formula,
    /// A value of a target.
    Value,
    /// "8. Impulsar…": a heading with its number.
    Heading,
}

/// What a text looks like, if it looks like anything.
pub(crate) fn look(text: &str) -> Option<Look> {
    let folded = fold(text);
    if FREQUENCIES.contains(&folded.as_str()) {
        return Some(Look::Frequency);
    }
    if UNITS.contains(&folded.as_str()) {
        return Some(Look::Unit);
    }
    let is_value = !folded.is_empty()
        && folded.len() <= 7
        && folded
            .trim_end_matches('%')
            .trim_end()
            .chars()
            .all(|letter| letter.is_ascii_digit() || matches!(letter, '.' | ','));
    if is_value {
        return Some(Look::Value);
    }
    let is_formula = folded.contains('/') && (folded.contains('(') || folded.contains("*100"))
        || folded.ends_with("*100")
        || folded.ends_with("x 100")
        || folded.ends_with("x100");
    if is_formula && folded.len() > 12 {
        return Some(Look::Formula);
    }
    let digits = folded.len()
        - folded
            .trim_start_matches(|letter: char| letter.is_ascii_digit())
            .len();
    if (1..=3).contains(&digits)
        && let Some(rest) = folded[digits..].strip_prefix(". ")
    {
        let verb = rest.split(' ').next().unwrap_or("");
        let is_verb = verb.len() > 3
            && ["ar", "er", "ir"]
                .iter()
                .any(|ending| verb.ends_with(ending));
        return is_verb.then_some(Look::Heading);
    }
    None
}

/// Whether a field holds such texts.
fn holds(field: Field, look: Look) -> bool {
    match look {
        Look::Frequency => field == Field::Frequency,
        Look::Unit => field == Field::UnitOfMeasure,
        Look::Formula => matches!(field, Field::Formula | Field::Interpretation),
        Look::Value => matches!(
            field,
            Field::Target(_) | Field::BaselineValue | Field::BaselineYear | Field::FormulaFactor
        ),
        Look::Heading => matches!(field, Field::Heading(_)),
    }
}

/// Whether it is worth a word that a field holds such a text: prose may look like much.
fn is_strange(field: Field, look: Look) -> bool {
    if holds(field, look) {
        return false;
    }
    match field {
        Field::Target(_) | Field::Frequency => true,
        Field::ActionLine => look == Look::Heading,
        Field::Formula => matches!(look, Look::Frequency | Look::Unit),
        Field::UnitOfMeasure => matches!(look, Look::Formula | Look::Frequency),
        Field::IndicatorName | Field::Interpretation => {
            matches!(look, Look::Frequency | Look::Value)
        }
        _ => false,
    }
}

/// Cells of a row whose text is of another column.
pub(crate) fn strange_cells(layout: &Layout<'_>, row: u32) -> Vec<(Place, Field, Look)> {
    let columns = layout.mapping.columns.iter();
    columns
        .filter_map(|(column, field)| {
            let look = look(layout.text((row, *column)))?;
            is_strange(*field, look).then_some(((row, *column), *field, look))
        })
        .collect()
}

/// By how many columns the cells of a row should be moved so that they are where they belong: most of
/// those that look like something must agree, and more than agree where they are.
pub(crate) fn proposed(layout: &Layout<'_>, row: u32) -> Option<i32> {
    /// Columns that cells move by at most.
    const SHIFT_MAX: i32 = 3;
    if strange_cells(layout, row).is_empty() {
        return None;
    }
    let looks: Vec<(u32, Look)> = layout
        .table
        .row_texts(row)
        .filter_map(|(column, text)| Some((column, look(text)?)))
        .collect();
    let agree = |shift: i32| {
        looks
            .iter()
            .filter(|(column, look)| {
                let to = i64::from(*column) + i64::from(shift);
                u32::try_from(to)
                    .ok()
                    .and_then(|to| layout.mapping.columns.get(&to))
                    .is_some_and(|field| holds(*field, *look))
            })
            .count()
    };
    let now = agree(layout.mapping.shifts.get(&row).copied().unwrap_or(0));
    let mut shifts: Vec<i32> = (-SHIFT_MAX..=SHIFT_MAX).collect();
    // The smallest that explains as much.
    shifts.sort_by_key(|shift| shift.abs());
    let mut best: Option<(usize, i32)> = None;
    for shift in shifts {
        let agreed = agree(shift);
        if best.is_none_or(|(most, _)| agreed > most) {
            best = Some((agreed, shift));
        }
    }
    best.filter(|(agreed, _)| *agreed > now && *agreed * 2 > looks.len())
        .map(|(_, shift)| shift)
}
