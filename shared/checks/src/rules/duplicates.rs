//! The same formula, and much the same line, in several rows.

use std::collections::BTreeMap;

use model::{Field, RowKey};

use crate::lexicon::{Part, StemId, Word};
use crate::outcome::Outcome;
use crate::reading::{ReadFormula, ReadRow, Reading};
use crate::{Code, Details};

pub(crate) fn check(reading: &Reading<'_>, outcome: &mut Outcome) {
    formulas(reading, outcome);
    lines(reading, outcome);
}

/// Formulas that are equal but for spaces, case, accents and signs.
fn formulas(reading: &Reading<'_>, outcome: &mut Outcome) {
    // As printed first: most equal formulas are written equal.
    let mut printed: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, row) in reading.rows.iter().enumerate() {
        if !matches!(row.formula, ReadFormula::Blank) {
            printed.entry(&row.view.formula).or_default().push(at);
        }
    }
    let mut groups: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (formula, rows) in printed {
        groups.entry(bare(formula)).or_default().extend(rows);
    }
    for rows in groups.values_mut() {
        rows.sort_unstable();
    }
    for group in groups.values().filter(|group| group.len() > 1) {
        for row in group.iter().map(|at| &reading.rows[*at]) {
            let details = Details::Shared {
                written: row.view.formula.clone(),
                rows: group.len(),
            };
            let others = group.iter().map(|at| reading.rows[*at].view.key());
            outcome
                .cell(row, Code::DuplicateFormula, Field::Formula, details)
                .relate(others.filter(|other| *other != row.view.key()));
        }
    }
}

fn bare(formula: &str) -> String {
    let folded = crate::fold::fold(formula);
    let letters = folded.chars().filter(|letter| !letter.is_whitespace());
    letters
        .map(|letter| match letter {
            '×' | '·' => '*',
            '÷' => '/',
            '[' | '{' => '(',
            ']' | '}' => ')',
            other => other,
        })
        .collect()
}

/// How alike two lines must be that do the same thing: shared stems over the geometric mean of
/// theirs. Two lines on one theme with different deeds reach 0.45; two wordings of one line, 0.5.
const ALIKE_PER_CENT: usize = 45;
/// How alike when they begin otherwise.
const ALIKE_OTHERWISE_PER_CENT: usize = 75;
/// Fewest stems that can be alike by more than chance.
const STEMS_MIN: usize = 4;
/// Lines in which a stem may stand and still bring lines together. A stem of more lines says what
/// the matrix is about; lines that share nothing rarer are not compared.
const LINES_OF_STEM_MAX: usize = 100;

/// Words of a line that are compared: no line needs more.
const WORDS_MAX: usize = 128;

/// Words that the field writes everywhere.
const BOILERPLATE: [&str; 12] = [
    "personas",
    "persona",
    "servidoras",
    "servidores",
    "publicas",
    "publicos",
    "publica",
    "publico",
    "materia",
    "estado",
    "hechos",
    "efectiva",
];

/// Verbs that only lend themselves to a noun: "dar capacitación" is a deed of "capacitación".
const LIGHT_VERBS: [&str; 12] = [
    "dar",
    "brindar",
    "realizar",
    "llevar",
    "efectuar",
    "hacer",
    "impartir",
    "proporcionar",
    "otorgar",
    "ofrecer",
    "ejecutar",
    "implementar",
];

/// A line as what it says.
struct Said<'r> {
    row: &'r ReadRow<'r>,
    /// The deed: its first word that is no light verb.
    deed: Option<StemId>,
    /// Everything it says, each once, sorted.
    stems: Vec<StemId>,
}

fn lines(reading: &Reading<'_>, outcome: &mut Outcome) {
    let rows = reading.lines().map(|(_, row)| row);
    let said: Vec<Said<'_>> = rows.map(|row| say(reading, row)).collect();
    // Equal ones first: a matrix pasted twice must not compare every line with every other.
    let mut equal: BTreeMap<&[StemId], Vec<usize>> = BTreeMap::new();
    for (at, line) in said.iter().enumerate() {
        if line.stems.len() >= STEMS_MIN {
            equal.entry(&line.stems).or_default().push(at);
        }
    }
    let groups: Vec<&Vec<usize>> = equal.values().collect();
    let mut lines_of: Vec<Vec<usize>> = vec![Vec::new(); reading.lexicon.stem_count()];
    for (group, members) in groups.iter().enumerate() {
        for stem in &said[members[0]].stems {
            lines_of[stem.index()].push(group);
        }
    }
    let mut shared = vec![0_usize; groups.len()];
    let mut near: Vec<Vec<usize>> = vec![Vec::new(); groups.len()];
    for (group, members) in groups.iter().enumerate() {
        let line = &said[members[0]];
        let mut met: Vec<usize> = Vec::new();
        for stem in &line.stems {
            let others = &lines_of[stem.index()];
            if others.len() > LINES_OF_STEM_MAX {
                continue;
            }
            for other in others.iter().copied().filter(|other| *other > group) {
                if shared[other] == 0 {
                    met.push(other);
                }
                shared[other] += 1;
            }
        }
        for other in met {
            if std::mem::take(&mut shared[other]) > 1 && is_near(line, &said[groups[other][0]]) {
                near[group].push(other);
                near[other].push(group);
            }
        }
    }
    for (group, members) in groups.iter().enumerate() {
        for at in members.iter().copied() {
            let same = members.iter().copied().filter(|other| *other != at);
            let alike = near[group]
                .iter()
                .flat_map(|other| groups[*other].iter().copied());
            let mut related: Vec<usize> = same.chain(alike).collect();
            if related.is_empty() {
                continue;
            }
            related.sort_unstable();
            let details = Details::Shared {
                written: said[at].row.view.action_line.clone(),
                rows: related.len() + 1,
            };
            let keys = related.into_iter().map(|other| said[other].row.view.key());
            report(outcome, said[at].row, details, keys);
        }
    }
}

fn report(
    outcome: &mut Outcome,
    row: &ReadRow<'_>,
    details: Details,
    related: impl Iterator<Item = RowKey>,
) {
    outcome
        .cell(row, Code::NearDuplicateLine, Field::ActionLine, details)
        .relate(related);
}

fn say<'r>(reading: &Reading<'_>, row: &'r ReadRow<'r>) -> Said<'r> {
    let lexicon = &reading.lexicon;
    let says = |word: &&Word| {
        let folded = lexicon.folded(word.id);
        lexicon.part(word.id) != Part::Stop
            && !BOILERPLATE.contains(&folded)
            && !LIGHT_VERBS.contains(&folded)
    };
    let words = row.line.iter().filter(says);
    let words = words.take(WORDS_MAX);
    let mut stems: Vec<StemId> = words.map(|word| lexicon.stem(word.id)).collect();
    let deed = stems.first().copied();
    stems.sort_unstable();
    stems.dedup();
    Said { row, deed, stems }
}

fn is_near(left: &Said<'_>, right: &Said<'_>) -> bool {
    let least = if left.deed == right.deed {
        ALIKE_PER_CENT
    } else {
        ALIKE_OTHERWISE_PER_CENT
    };
    let shared = left
        .stems
        .iter()
        .filter(|stem| right.stems.binary_search(stem).is_ok())
        .count();
    // shared / sqrt(l · r) ≥ least / 100, without a float.
    shared * shared * 10_000 >= least * least * left.stems.len() * right.stems.len()
}
