//! Which row of a file is which row of a matrix: by the ids that Cotejo wrote into it, else by what
//! they say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use contract::MatrixView;
use exchange::{Format, Imported};
use model::{Field, RowView};

use crate::importing::ImportReading;

/// Rows of the file that must be rows of the matrix, of each hundred, for it to be a copy.
const ALIKE_PERCENT: u32 = 50;
/// How alike two rows must be, in thousandths, to be the same one.
const SAME_ROW: u32 = 600;
/// Rows compared with each other at most, where ids and exact texts do not tell: beyond, rows that
/// changed much are taken as new.
const COMPARED_MAX: usize = 1_500;

/// Words of a text as they are compared: without capitals, accents, or what is no letter nor digit.
pub(super) fn words(text: &str) -> Vec<String> {
    let folded: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .map(|letter| match letter {
            'á' => 'a',
            'é' => 'e',
            'í' => 'i',
            'ó' => 'o',
            'ú' | 'ü' => 'u',
            other if other.is_alphanumeric() => other,
            _ => ' ',
        })
        .collect();
    folded.split_whitespace().map(str::to_owned).collect()
}

/// A text as it is compared with another of the same cell: what printing does to spaces is nothing.
pub(super) fn plain(text: &str) -> String {
    let kept: String = text
        .chars()
        .filter(|letter| !matches!(letter, '\u{ad}' | '\u{200b}' | '\u{feff}'))
        .collect();
    kept.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How alike two lists of words are, in thousandths: what they share of what they have.
fn alike(one: &[String], other: &[String]) -> u32 {
    if one.is_empty() && other.is_empty() {
        return 1_000;
    }
    let mut counts: BTreeMap<&str, i32> = BTreeMap::new();
    for word in one {
        *counts.entry(word).or_default() += 1;
    }
    let mut shared = 0;
    for word in other {
        if let Some(count) = counts.get_mut(word.as_str()).filter(|count| **count > 0) {
            *count -= 1;
            shared += 1;
        }
    }
    (2_000 * shared / (one.len() + other.len())) as u32
}

/// What a row is known by.
struct Known {
    line: Vec<String>,
    indicator: Vec<String>,
    formula: Vec<String>,
}

impl Known {
    fn of(line: &str, indicator: &str, formula: &str) -> Self {
        Self {
            line: words(line),
            indicator: words(indicator),
            formula: words(formula),
        }
    }

    fn key(&self) -> String {
        format!("{}|{}", self.line.join(" "), self.indicator.join(" "))
    }

    fn says_nothing(&self) -> bool {
        self.line.is_empty() && self.indicator.is_empty() && self.formula.is_empty()
    }

    fn likeness(&self, other: &Self) -> u32 {
        let parts = [
            (&self.line, &other.line, 6),
            (&self.indicator, &other.indicator, 3),
            (&self.formula, &other.formula, 1),
        ];
        let said = parts
            .iter()
            .filter(|(one, other, _)| !(one.is_empty() && other.is_empty()));
        let (sum, weights) = said.fold((0, 0), |(sum, weights), (one, other, weight)| {
            (sum + weight * alike(one, other), weights + weight)
        });
        u32::checked_div(sum, weights).unwrap_or(0)
    }
}

fn of_file(imported: &Imported) -> Vec<Known> {
    let rows = imported.draft.rows.iter();
    rows.map(|row| {
        let cell = |field: Field| row.cells.get(&field).map_or("", String::as_str);
        Known::of(
            cell(Field::ActionLine),
            cell(Field::IndicatorName),
            cell(Field::Formula),
        )
    })
    .collect()
}

/// For each row of the file, the row of the matrix it is; and whether ids said so of any.
///
/// In a document an id goes where its row goes. In a workbook the ids stand in a list by number of
/// row, and whoever moves a row, puts one in or takes one out leaves that list behind: there an id is
/// believed of a row that says what it said, and of another only once no row says that better.
pub(super) fn pair(
    reading: &ImportReading,
    imported: &Imported,
    rows: &[RowView],
) -> (Vec<Option<usize>>, bool) {
    let file = of_file(imported);
    let known: Vec<Known> = rows
        .iter()
        .map(|row| Known::of(&row.action_line, &row.indicator_name, &row.formula))
        .collect();
    let mut pairs: Vec<Option<usize>> = vec![None; file.len()];
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let ids = by_ids(imported, rows, file.len());
    let is_by_ids = ids.iter().any(Option::is_some);
    let believe = |pairs: &mut Vec<Option<usize>>,
                   taken: &mut BTreeSet<usize>,
                   is_so: &dyn Fn(&Known, &Known) -> bool| {
        for (at, row) in ids.iter().enumerate() {
            // A row that was copied in the file has the ids of the other: the first one keeps them.
            if let Some(row) =
                row.filter(|row| pairs[at].is_none() && is_so(&file[at], &known[*row]))
                && taken.insert(row)
            {
                pairs[at] = Some(row);
            }
        }
    };
    if reading.format() != Format::Docx {
        believe(&mut pairs, &mut taken, &|file, known| {
            file.key() == known.key()
        });
        pair_exactly(&file, &known, &mut pairs, &mut taken, rows);
        believe(&mut pairs, &mut taken, &|file, known| {
            file.likeness(known) >= SAME_ROW
        });
        pair_by_likeness(&file, &known, &mut pairs, &mut taken, rows);
    }
    believe(&mut pairs, &mut taken, &|_, _| true);
    pair_exactly(&file, &known, &mut pairs, &mut taken, rows);
    pair_by_likeness(&file, &known, &mut pairs, &mut taken, rows);
    (pairs, is_by_ids)
}

/// For each row of the file, the row of the matrix that its ids name.
fn by_ids(imported: &Imported, rows: &[RowView], count: usize) -> Vec<Option<usize>> {
    let places: HashMap<(String, String), usize> = rows
        .iter()
        .enumerate()
        .map(|(at, row)| {
            let indicator = row.indicator.map(|id| id.to_string()).unwrap_or_default();
            ((row.line.to_string(), indicator), at)
        })
        .collect();
    let mut ids = vec![None; count];
    for (at, found) in imported.rows.iter().enumerate().take(count) {
        if let Some(origin) = &found.origin {
            let key = (origin.line.clone(), origin.indicator.clone());
            ids[at] = places.get(&key).copied();
        }
    }
    ids
}

fn pair_exactly(
    file: &[Known],
    known: &[Known],
    pairs: &mut [Option<usize>],
    taken: &mut BTreeSet<usize>,
    rows: &[RowView],
) {
    let mut places: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, row) in known.iter().enumerate().rev() {
        if !taken.contains(&at) && !rows[at].retired {
            places.entry(row.key()).or_default().push(at);
        }
    }
    for (at, row) in file.iter().enumerate() {
        if pairs[at].is_some() || row.says_nothing() {
            continue;
        }
        // Rows that say the same are taken in their order.
        if let Some(found) = places.get_mut(&row.key()).and_then(Vec::pop) {
            pairs[at] = Some(found);
            taken.insert(found);
        }
    }
}

fn pair_by_likeness(
    file: &[Known],
    known: &[Known],
    pairs: &mut [Option<usize>],
    taken: &mut BTreeSet<usize>,
    rows: &[RowView],
) {
    let left: Vec<usize> = (0..file.len())
        .filter(|at| pairs[*at].is_none() && !file[*at].says_nothing())
        .take(COMPARED_MAX)
        .collect();
    let free: Vec<usize> = (0..known.len())
        .filter(|at| !taken.contains(at) && !rows[*at].retired)
        .take(COMPARED_MAX)
        .collect();
    let mut likenesses: Vec<(u32, usize, usize)> = Vec::new();
    for at in &left {
        for row in &free {
            let likeness = file[*at].likeness(&known[*row]);
            if likeness >= SAME_ROW {
                likenesses.push((likeness, *at, *row));
            }
        }
    }
    // The most alike first; of equals, those that stand nearest.
    likenesses.sort_by_key(|(likeness, at, row)| (std::cmp::Reverse(*likeness), at.abs_diff(*row)));
    for (_, at, row) in likenesses {
        if pairs[at].is_none() && taken.insert(row) {
            pairs[at] = Some(row);
        }
    }
}

/// Rows of a file that say what rows of a matrix say, word for word.
pub(super) fn rows_alike(matrix: &MatrixView, reading: &ImportReading) -> u32 {
    let Ok(imported) = reading.whole() else {
        return 0;
    };
    let mut lines: BTreeSet<String> = BTreeSet::new();
    let mut indicators: BTreeSet<String> = BTreeSet::new();
    for row in matrix.rows.iter().filter(|row| !row.retired) {
        lines.insert(words(&row.action_line).join(" "));
        indicators.insert(words(&row.indicator_name).join(" "));
    }
    lines.remove("");
    indicators.remove("");
    let file = of_file(imported);
    let known = file.iter().filter(|row| {
        lines.contains(&row.line.join(" "))
            || (row.line.is_empty() && indicators.contains(&row.indicator.join(" ")))
    });
    known.count() as u32
}

/// Whether a file with so many rows of a matrix among its own is a copy of it.
pub(super) fn looks_alike(rows: u32, of: u32) -> bool {
    rows > 0 && rows.saturating_mul(100) >= of.saturating_mul(ALIKE_PERCENT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_printing_does_to_spaces_is_nothing_and_words_are() {
        assert_eq!(plain(" Emitir\u{a0}el\n padrón\u{ad} "), "Emitir el padrón");
        assert_eq!(
            words("¿Emitir el PADRÓN, (2024)?"),
            ["emitir", "el", "padron", "2024"]
        );
        let known = |line: &str| Known::of(line, "", "");
        let line = known("Publicar cada mes el padrón de proveedores sancionados");
        let near = known("Publicar cada trimestre el padrón de proveedores sancionados");
        let far = known("Capacitar a los servidores públicos en ética");
        assert!(line.likeness(&near) >= SAME_ROW);
        assert!(line.likeness(&far) < SAME_ROW);
        assert_eq!(line.likeness(&line), 1_000);
        assert!(looks_alike(13, 26) && !looks_alike(12, 26) && !looks_alike(0, 0));
    }
}
