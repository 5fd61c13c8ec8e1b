//! Texts as the fonts can draw them: nothing that was typed is lost, nothing runs over its column.
//!
//! A sign the fonts have no drawing for is written with its code (`[U+1F600]`), and the paper says so:
//! an empty box would lose it, and PDF/A refuses one. A word longer than its column may be broken where
//! the column ends.

use std::collections::HashMap;

use crate::PressError;
use crate::limits::LETTERS_MAX;
use crate::world;

/// Where a word may be broken without a hyphen.
const BREAK: char = '\u{200b}';

/// Where a word may be broken with one.
const SYLLABLE: char = '\u{ad}';

/// Letters of a word that hyphenation may be trusted with.
const WORD_LETTERS_MAX: usize = 30;

/// Room for a text that stands in no column of the matrix, in parts of its size.
const LINE_EMS: f64 = 9.0;

/// Makes the texts of one paper ready, and remembers what it met.
#[derive(Debug, Default)]
pub(crate) struct Signs {
    /// Widths of the characters met; nothing for one that cannot be drawn.
    widths: HashMap<char, Option<f64>>,
    letters: usize,
    coded: bool,
}

impl Signs {
    /// Whether a sign was written with its code.
    pub(crate) fn any_coded(&self) -> bool {
        self.coded
    }

    /// A text ready for a column, its width given in parts of the size of the text.
    pub(crate) fn ready(&mut self, text: &str, column_ems: f64) -> Result<String, PressError> {
        self.letters += text.len();
        if self.letters > LETTERS_MAX {
            return Err(PressError::TooLong);
        }
        let drawable = self.drawable(text);
        Ok(self.broken(&drawable, column_ems))
    }

    /// A text that stands in no column: a title, a date.
    pub(crate) fn line(&mut self, text: &str) -> Result<String, PressError> {
        self.ready(text, LINE_EMS)
    }

    fn width(&mut self, character: char) -> Option<f64> {
        let widths = self.widths.entry(character);
        *widths.or_insert_with(|| world::advance(character))
    }

    fn drawable(&mut self, text: &str) -> String {
        let text = text.replace("\r\n", "\n");
        let mut ready = String::with_capacity(text.len());
        for character in text.trim_end().chars() {
            match character {
                '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}' => {
                    ready.push('\n');
                }
                '\t' => ready.push(' '),
                invisible if is_invisible(invisible) => {}
                private if is_private(private) => self.code(private, &mut ready),
                drawn if !drawn.is_control() && self.width(drawn).is_some() => ready.push(drawn),
                other => self.code(other, &mut ready),
            }
        }
        ready
    }

    /// A text in which no stretch without a place to break it is wider than its column.
    fn broken(&mut self, text: &str, column_ems: f64) -> String {
        let mut ready = String::with_capacity(text.len());
        let mut word = String::new();
        for character in text.chars() {
            if matches!(character, ' ' | '\n') {
                self.push_word(&word, column_ems, &mut ready);
                word.clear();
                ready.push(character);
            } else {
                word.push(character);
            }
        }
        self.push_word(&word, column_ems, &mut ready);
        ready
    }

    fn push_word(&mut self, word: &str, column_ems: f64, ready: &mut String) {
        let ems: f64 = word
            .chars()
            .filter_map(|character| self.width(character))
            .sum();
        if ems <= column_ems {
            ready.push_str(word);
            return;
        }
        let is_word =
            word.chars().all(char::is_alphabetic) && word.chars().count() <= WORD_LETTERS_MAX;
        let parts: Vec<&str> = if is_word {
            hypher::hyphenate(word, hypher::Lang::Spanish).collect()
        } else {
            word.split_inclusive([
                '/', '-', '–', '_', '.', ',', ';', ')', '*', '+', '=', '&', '?',
            ])
            .collect()
        };
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                ready.push(if is_word { SYLLABLE } else { BREAK });
            }
            let mut filled = 0.0;
            let hyphen = self.width('-').unwrap_or_default();
            let room = if is_word {
                column_ems - hyphen
            } else {
                column_ems
            };
            for character in part.chars() {
                let wide = self.width(character).unwrap_or_default();
                if filled > 0.0 && filled + wide > room {
                    ready.push(BREAK);
                    filled = 0.0;
                }
                filled += wide;
                ready.push(character);
            }
        }
    }

    fn code(&mut self, character: char, ready: &mut String) {
        self.coded = true;
        ready.push_str(&format!("[U+{:04X}]", u32::from(character)));
    }
}

/// Signs without ink, which only steer how others are drawn.
fn is_invisible(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{feff}'
    )
}

/// Code points that mean what each font likes: a paper made to last may not have them.
fn is_private(character: char) -> bool {
    matches!(character, '\u{e000}'..='\u{f8ff}' | '\u{f0000}'..='\u{10ffff}')
}
