//! Words and acronyms that look misread. Only suspicious ones, and only a suggestion: names, places
//! and new words are none of our business.
//!
//! A word is suspected when it stands once in the matrix, is none of the field's words
//! ([`TERMS`]), and differs by one letter from one that the matrix or the field writes, inside the
//! word and not in its ending, where Spanish inflects; or by two from a word of the field with the
//! same beginning and the same long ending. An acronym is suspected when nothing explains it and
//! exactly one that this matrix uses is near.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use model::Field;

use crate::fold::{alike, distance, fold};
use crate::lexicon::{Word, stem};
use crate::outcome::{Outcome, set};
use crate::reading::{ReadRow, Reading};
use crate::vocabulary::{ACRONYMS, TERMS};
use crate::{Code, Details, FixEdit, FixLabel};

pub(crate) fn check(reading: &Reading<'_>, outcome: &mut Outcome) {
    let texts = texts(reading);
    let acronyms = Acronyms::new(reading, &texts);
    let spelling = Spelling::new(reading);
    for text in &texts {
        slashes(text, outcome);
        let mut suspected = 0;
        for word in text.words {
            let written = word.text(text.written);
            if is_acronym(written) {
                suspected +=
                    usize::from(text.has_acronyms && acronym(text, word, &acronyms, outcome));
            } else if let Some(suggestion) = spelling.suggest(word, written) {
                text.suspect(outcome, word.start, written, &suggestion);
                suspected += 1;
            }
            if suspected == SUSPECTED_MAX {
                break;
            }
        }
    }
}

/// Words of one text that are suspected: a text with more of them is in a language of its own.
const SUSPECTED_MAX: usize = 8;

/// A text of the matrix, once, wherever it shows.
struct Passage<'r> {
    row: &'r ReadRow<'r>,
    field: Field,
    heading: Option<&'r model::RowHeading>,
    written: &'r str,
    words: &'r [Word],
    /// In formulas capitals are symbols, and in a text all in capitals they say nothing.
    has_acronyms: bool,
}

fn texts<'r>(reading: &'r Reading<'_>) -> Vec<Passage<'r>> {
    let mut texts = Vec::with_capacity(reading.rows.len() * 5 + reading.headings.len());
    for heading in &reading.headings {
        texts.push(Passage {
            row: &reading.rows[heading.rows.0],
            field: Field::Heading(heading.view.level),
            heading: Some(heading.view),
            written: &heading.view.text,
            words: &heading.words,
            has_acronyms: !is_shouted(&heading.view.text),
        });
    }
    for row in &reading.rows {
        let view = row.view;
        for (field, text, words) in [
            (Field::ActionLine, &view.action_line, &row.line),
            (Field::IndicatorName, &view.indicator_name, &row.indicator),
            (
                Field::Interpretation,
                &view.interpretation,
                &row.interpretation,
            ),
            (Field::Formula, &view.formula, &row.formula_words),
            (
                Field::MeansOfVerification,
                &view.means_of_verification,
                &row.means,
            ),
        ] {
            // A line is read in its first row only.
            if !words.is_empty() {
                texts.push(Passage {
                    row,
                    field,
                    heading: None,
                    written: text,
                    words,
                    has_acronyms: field != Field::Formula && !is_shouted(text),
                });
            }
        }
    }
    texts
}

impl Passage<'_> {
    /// Reports a word that is probably another.
    fn suspect(&self, outcome: &mut Outcome, at: usize, written: &str, suggestion: &str) {
        let details = Details::Suggestion {
            written: written.to_owned(),
            suggestion: suggestion.to_owned(),
        };
        let finding = self.report(outcome, Code::Typo, details, written);
        self.offer(finding, at, written, suggestion);
    }

    fn report<'o>(
        &self,
        outcome: &'o mut Outcome,
        code: Code,
        details: Details,
        word: &str,
    ) -> &'o mut crate::Finding {
        match self.heading {
            Some(view) => outcome.heading(self.row, code, view.id, view.level, details, word),
            None => outcome.word(self.row, code, self.field, details, word),
        }
    }

    fn offer(&self, finding: &mut crate::Finding, at: usize, written: &str, suggestion: &str) {
        // The same misreading may stand there again.
        let (before, rest) = self.written.split_at(at);
        let mended = [before, &replace_word(rest, written, suggestion)].concat();
        let edit = match self.heading {
            Some(view) => FixEdit::SetHeading {
                heading: view.id,
                number: view.number.clone(),
                text: mended,
            },
            None => set(self.row, self.field, mended),
        };
        let label = FixLabel::Replace {
            written: written.to_owned(),
            suggestion: suggestion.to_owned(),
        };
        finding.offer(label, vec![edit]);
    }
}

/// Replaces a word wherever it stands alone.
fn replace_word(text: &str, word: &str, by: &str) -> String {
    let mut replaced = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(word).filter(|_| !word.is_empty()) {
        let end = at + word.len();
        let before = rest[..at]
            .chars()
            .next_back()
            .or(replaced.chars().next_back());
        let alone = !before.is_some_and(char::is_alphanumeric)
            && !rest[end..].starts_with(char::is_alphanumeric);
        replaced.push_str(&rest[..at]);
        replaced.push_str(if alone { by } else { word });
        rest = &rest[end..];
    }
    replaced.push_str(rest);
    replaced
}

/// "v/o": one letter, a slash and an "o" are "y/o".
fn slashes(text: &Passage<'_>, outcome: &mut Outcome) {
    let mut said: Vec<char> = Vec::new();
    for (at, _) in text.written.match_indices("/o") {
        let before: Vec<(usize, char)> = text.written[..at].char_indices().rev().take(2).collect();
        let after = text.written[at + 2..].chars().next();
        let alone = before
            .get(1)
            .is_none_or(|(_, letter)| letter.is_whitespace())
            && after.is_none_or(|letter| letter.is_whitespace() || letter == ',');
        if let Some((start, letter)) = before.first()
            && letter.is_lowercase()
            && !matches!(letter, 'y' | 'e' | 'a')
            && alone
            // One fix mends them all.
            && !said.contains(letter)
        {
            said.push(*letter);
            text.suspect(outcome, *start, &format!("{letter}/o"), "y/o");
        }
    }
}

/// Shortest word that is suspected, in letters: short ones have too many neighbours.
const LETTERS_MIN: usize = 7;
/// Shortest that may differ by two letters.
const LETTERS_TWO_MIN: usize = 8;
/// Letters of the ending that must be alike, for one letter and for two.
const TAIL_MIN: usize = 2;
const TAIL_TWO_MIN: usize = 4;
/// Letters of the beginning that must be alike.
const HEAD_MIN: usize = 2;

/// Words with the same beginning that a word is compared with.
const NEAR_MAX: usize = 400;

/// Words a misread one may have been.
struct Spelling<'r> {
    reading: &'r Reading<'r>,
    terms: HashSet<String>,
    /// By their first letters: folded, as printed, and whether the field writes it.
    near: HashMap<[char; HEAD_MIN], Vec<(String, String, bool)>>,
}

impl<'r> Spelling<'r> {
    fn new(reading: &'r Reading<'r>) -> Self {
        let mut near: HashMap<[char; HEAD_MIN], Vec<(String, String, bool)>> = HashMap::new();
        let mut terms = HashSet::new();
        for term in TERMS.split(' ') {
            let folded = fold(term);
            if let Some(head) = head(&folded) {
                near.entry(head)
                    .or_default()
                    .push((folded.clone(), term.to_owned(), true));
            }
            terms.insert(folded);
        }
        for entry in reading.lexicon.entries() {
            let folded = &*entry.folded;
            if entry.count > 1
                && folded.chars().count() >= LETTERS_MIN
                && !terms.contains(folded)
                && let Some(head) = head(folded)
            {
                let words = near.entry(head).or_default();
                if words.len() < NEAR_MAX {
                    words.push((folded.to_owned(), entry.printed.to_string(), false));
                }
            }
        }
        Self {
            reading,
            terms,
            near,
        }
    }

    /// What a word probably is, if it is suspicious.
    fn suggest(&self, word: &Word, written: &str) -> Option<String> {
        let entry = self.reading.lexicon.entry(word.id);
        let folded = &*entry.folded;
        let letters = folded.chars().count();
        let plain = folded.chars().all(char::is_alphabetic);
        if entry.count > 1 || letters < LETTERS_MIN || !plain || self.terms.contains(folded) {
            return None;
        }
        let candidates = self.near.get(&head(folded)?)?;
        let mut best: Option<(usize, &str, &str)> = None;
        let mut tied = false;
        for (candidate, printed, of_field) in candidates {
            let two = *of_field && letters >= LETTERS_TWO_MIN;
            let (_, tail) = alike(folded, candidate);
            if tail < TAIL_MIN || stem(folded) == stem(candidate) {
                continue;
            }
            let most = if two && tail >= TAIL_TWO_MIN { 2 } else { 1 };
            let Some(apart) = distance(folded, candidate, most) else {
                continue;
            };
            match best {
                Some((least, _, _)) if apart > least => {}
                Some((least, other, _)) if apart == least && other != candidate => tied = true,
                _ => {
                    best = Some((apart, candidate, printed));
                    tied = false;
                }
            }
        }
        let (_, _, printed) = best.filter(|_| !tied)?;
        Some(in_case_of(written, printed))
    }
}

fn head(folded: &str) -> Option<[char; HEAD_MIN]> {
    let mut letters = folded.chars();
    Some([letters.next()?, letters.next()?])
}

/// A word with a capital where the written one has it.
fn in_case_of(written: &str, word: &str) -> String {
    let mut letters = word.chars();
    match letters.next() {
        Some(first) if written.starts_with(char::is_uppercase) => {
            first.to_uppercase().chain(letters).collect()
        }
        _ => word.to_owned(),
    }
}

/// Letters of an acronym.
const ACRONYM_LETTERS: std::ops::RangeInclusive<usize> = 2..=10;
/// Times a matrix writes an acronym it means.
const MEANT_COUNT_MIN: usize = 3;
/// Times that make it one another may be a misreading of.
const EVIDENT_COUNT_MIN: usize = 2;
/// Acronyms that another is compared with.
const EVIDENT_MAX: usize = 400;
/// Shortest acronym that may differ by two letters.
const ACRONYM_TWO_MIN: usize = 5;
/// Acronyms offered where one is not known.
const CHOICES_MAX: usize = 3;

fn is_acronym(word: &str) -> bool {
    // Most words are told by their first letter.
    if word.starts_with(|first: char| first.is_ascii_lowercase()) {
        return false;
    }
    let body = word.strip_suffix('s').unwrap_or(word);
    let roman = body.chars().all(|letter| "IVXLCDM".contains(letter));
    ACRONYM_LETTERS.contains(&body.chars().count())
        && !roman
        && body.chars().all(char::is_uppercase)
}

/// A text all in capitals has no acronyms to tell apart.
fn is_shouted(text: &str) -> bool {
    let mut capital = 0_usize;
    let mut small = 0_usize;
    for letter in text.chars() {
        capital += usize::from(letter.is_uppercase());
        small += usize::from(letter.is_lowercase());
    }
    capital > small
}

/// What explains the acronyms of a matrix.
struct Acronyms {
    /// Need no explanation.
    known: HashSet<String>,
    /// This matrix uses them or spells them out: another may be a misreading of one of these.
    evident: BTreeSet<String>,
}

impl Acronyms {
    fn new(reading: &Reading<'_>, texts: &[Passage<'_>]) -> Self {
        let mut known: HashSet<String> = ACRONYMS.split(' ').map(ToOwned::to_owned).collect();
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut evident = BTreeSet::new();
        let institution = reading.input.institution.trim();
        if is_acronym(institution) {
            evident.insert(institution.to_owned());
        }
        for text in texts.iter().filter(|text| text.has_acronyms) {
            for word in text.words {
                let written = word.text(text.written);
                if is_acronym(written) {
                    *counts.entry(written).or_default() += 1;
                }
            }
            spelled_out(text, &mut evident);
        }
        for (acronym, count) in counts {
            if count >= MEANT_COUNT_MIN {
                known.insert(acronym.to_owned());
            }
            let written = acronym.chars().count() > 2;
            let evidence = count >= EVIDENT_COUNT_MIN || known.contains(acronym);
            if written && evidence && evident.len() < EVIDENT_MAX {
                evident.insert(acronym.to_owned());
            }
        }
        known.extend(evident.iter().cloned());
        let plurals: Vec<String> = evident
            .iter()
            .map(|acronym| format!("{acronym}S"))
            .collect();
        known.extend(plurals.iter().cloned());
        evident.extend(plurals);
        Self { known, evident }
    }

    /// The nearest that this matrix uses, if nothing explains it.
    fn choices(&self, acronym: &str) -> Option<Vec<&str>> {
        let bare = acronym.strip_suffix('s').unwrap_or(acronym);
        if self.known.contains(acronym) || self.known.contains(bare) {
            return None;
        }
        let letters = bare.chars().count();
        let most = if letters >= ACRONYM_TWO_MIN { 2 } else { 1 };
        let long_enough = |other: &&String| letters > 2 && other.chars().count() > 2;
        let mut near: Vec<(usize, &str)> = self
            .evident
            .iter()
            .filter(long_enough)
            .filter_map(|other| Some((distance(bare, other, most)?, other.as_str())))
            .collect();
        near.sort_unstable();
        let least = near.first().map(|(apart, _)| *apart);
        let nearest = near.into_iter().filter(|(apart, _)| Some(*apart) == least);
        Some(nearest.map(|(_, other)| other).take(CHOICES_MAX).collect())
    }
}

/// Adds the initials of what is written with capitals: "Recomendaciones no Vinculantes" is RNV. Of a
/// longer run also its beginnings: "Órganos Internos de Control del Estado" is OIC too.
fn spelled_out(text: &Passage<'_>, evident: &mut BTreeSet<String>) {
    let mut initials = String::new();
    let mut end = 0;
    for word in text.words {
        let written = word.text(text.written);
        let apart = text.written.get(end..word.start).unwrap_or_default();
        if !apart.chars().all(char::is_whitespace) {
            initials.clear();
        }
        end = word.end;
        let first = written.chars().next().unwrap_or_default();
        if first.is_uppercase() && !is_acronym(written) {
            initials.push_str(&fold(&first.to_string()).to_uppercase());
            let letters = initials.chars().count();
            if (3..=*ACRONYM_LETTERS.end()).contains(&letters) && evident.len() < EVIDENT_MAX {
                evident.insert(initials.clone());
            }
        } else if written == "no" && !initials.is_empty() {
            initials.push('N');
        } else if !matches!(
            written,
            "de" | "del" | "la" | "las" | "los" | "el" | "y" | "e" | "en"
        ) {
            initials.clear();
        }
    }
}

/// Judges an acronym; whether it is suspected.
fn acronym(text: &Passage<'_>, word: &Word, acronyms: &Acronyms, outcome: &mut Outcome) -> bool {
    let written = word.text(text.written);
    let Some(choices) = acronyms.choices(written) else {
        return false;
    };
    // "Comité de Adquisiciones (CADPE)" explains itself.
    if text.written[..word.start].ends_with('(') && text.written[word.end..].starts_with(')') {
        return false;
    }
    if let [only] = choices[..] {
        text.suspect(outcome, word.start, written, only);
        return true;
    }
    let choices: Vec<String> = choices.into_iter().map(ToOwned::to_owned).collect();
    let details = Details::Choices {
        written: written.to_owned(),
        choices: choices.clone(),
    };
    let finding = text.report(outcome, Code::AcronymUnknown, details, written);
    for choice in &choices {
        text.offer(finding, word.start, written, choice);
    }
    true
}
