//! Action lines: missing, in another column, or not said as something to do.

use std::collections::HashSet;

use model::Field;

use crate::fold::fold;
use crate::lexicon::Word;
use crate::outcome::Outcome;
use crate::reading::{Reading, is_empty};
use crate::{Code, Details, FixEdit, FixLabel};

pub(crate) fn check(reading: &Reading<'_>, outcome: &mut Outcome) {
    let headings = &reading.headings;
    let headings: HashSet<String> = headings
        .iter()
        .flat_map(|heading| [fold(&heading.view.printed()), fold(&heading.view.text)])
        .filter(|text| !text.is_empty())
        .collect();
    for (at, row) in reading.lines() {
        let line = &row.view.action_line;
        if is_empty(line) {
            let finding = outcome.cell(row, Code::LineMissing, Field::ActionLine, Details::Plain);
            let before = at.checked_sub(1).and_then(|at| reading.rows.get(at));
            let before = before.filter(|before| !is_empty(&before.view.action_line));
            // Without an indicator there is nothing to attach.
            if let Some(before) = before.filter(|_| row.view.indicator.is_some()) {
                let attach = FixEdit::AttachToPrevious {
                    line: row.view.line,
                    to: before.view.line,
                };
                finding.offer(FixLabel::Attach, vec![attach]);
            }
            continue;
        }
        if headings.contains(&fold(line)) {
            let written = Details::Written(line.clone());
            outcome.cell(row, Code::CellShift, Field::ActionLine, written);
            continue;
        }
        // Lines are numbered at times.
        let is_number = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
        let folded = |word: &Word| reading.lexicon.folded(word.id);
        let first = row.line.iter().find(|word| !is_number(folded(word)));
        if let Some(first) = first.filter(|first| !is_infinitive(folded(first))) {
            let written = Details::Written(first.text(line).to_owned());
            outcome.cell(row, Code::LineStyle, Field::ActionLine, written);
        }
    }
}

/// Nouns that end as infinitives do.
const NOUNS: [&str; 16] = [
    "lugar",
    "hogar",
    "mujer",
    "taller",
    "pilar",
    "familiar",
    "escolar",
    "militar",
    "popular",
    "particular",
    "auxiliar",
    "titular",
    "similar",
    "regular",
    "ejemplar",
    "placer",
];

fn is_infinitive(folded: &str) -> bool {
    let bare = ["se", "le", "les", "lo", "los", "la", "las"]
        .iter()
        .find_map(|enclitic| {
            let bare = folded.strip_suffix(enclitic)?;
            bare.ends_with('r').then_some(bare)
        })
        .unwrap_or(folded);
    let ending = ["ar", "er", "ir"]
        .iter()
        .any(|ending| bare.ends_with(ending));
    ending && !NOUNS.contains(&bare)
}
