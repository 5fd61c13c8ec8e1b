//! Words nobody else writes: each is made once, so that wherever it shows up it is known who wrote
//! it, and wherever it is missing it is known who misses it.

use std::collections::BTreeSet;

use crate::dice::Dice;

/// Letters of a word.
const WORD_LETTERS: usize = 8;
/// What stands in every word after its first letter and nowhere else in this world: a word is found
/// again though it was run together with its neighbours.
const MARK: &str = "zq";
const LETTERS: &[u8] = b"abcdefghijklmnoprstuvwxy";

/// Makes words, each once.
#[derive(Debug, Default)]
pub(crate) struct Coiner {
    made: u64,
    words: BTreeSet<String>,
}

impl Coiner {
    /// A new word. It shares neither its first nor its last letter with `unlike`: whoever replaces
    /// one by the other replaces all of it.
    pub(crate) fn word(&mut self, dice: &mut Dice, unlike: Option<&str>) -> String {
        self.made += 1;
        let unlike = unlike.unwrap_or("").as_bytes();
        let first = letter_unlike(dice, unlike.first());
        let last = letter_unlike(dice, unlike.last());
        let mut number = self.made;
        let mut middle = String::new();
        for _ in 0..WORD_LETTERS - 4 {
            middle.push(char::from(
                LETTERS[(number % LETTERS.len() as u64) as usize],
            ));
            number /= LETTERS.len() as u64;
        }
        let word = format!("{first}{MARK}{middle}{last}");
        self.words.insert(word.clone());
        word
    }

    /// Every word made.
    pub(crate) fn words(&self) -> &BTreeSet<String> {
        &self.words
    }

    /// A number that no other number made here begins or ends alike enough to be confused with.
    pub(crate) fn number(&mut self, dice: &mut Dice) -> String {
        self.made += 1;
        format!("{}{:03}", dice.between(1, 9), self.made % 1_000)
    }
}

fn letter_unlike(dice: &mut Dice, unlike: Option<&u8>) -> char {
    let letter = LETTERS[dice.below(LETTERS.len())];
    if Some(&letter) == unlike {
        let next = LETTERS
            .iter()
            .position(|known| *known == letter)
            .unwrap_or(0)
            + 1;
        return char::from(LETTERS[next % LETTERS.len()]);
    }
    char::from(letter)
}

/// The words in a text.
pub(crate) fn words_in(text: &str) -> BTreeSet<String> {
    text.match_indices(MARK)
        .filter_map(|(at, _)| {
            let start = at.checked_sub(1)?;
            text.get(start..start + WORD_LETTERS).map(str::to_owned)
        })
        .collect()
}

/// The words in bytes that may be anything.
pub(crate) fn words_in_bytes(bytes: &[u8]) -> impl Iterator<Item = &str> {
    let mark = MARK.as_bytes();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let at = from
                + bytes
                    .get(from..)?
                    .iter()
                    .position(|byte| *byte == mark[0])?;
            from = at + 1;
            let start = at.saturating_sub(1);
            let found = bytes.get(at + 1) == Some(&mark[1]);
            if found
                && let Some(word) = bytes.get(start..start + WORD_LETTERS)
                && let Ok(word) = std::str::from_utf8(word)
            {
                return Some(word);
            }
        }
    })
}

/// The numbers in a text: its runs of digits.
pub(crate) fn numbers_in(text: &str) -> BTreeSet<String> {
    text.split(|letter: char| !letter.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(str::to_owned)
        .collect()
}
