//! Words and numerals of a text, what changed between two texts, and the smallest splices from one
//! to the other. Positions in documents are UTF-16 units, as screens count.

use std::ops::Range;

use similar::{Algorithm, DiffTag, capture_diff_slices};

use crate::limits::WORD_PAIRS_MAX;

/// Below this share of words kept (one in…) a long change is one replacement: many small splices
/// between unlike texts would only weave them together.
const KEPT_SHARE_MIN: usize = 4;
/// From how many words a change counts as long.
const LONG_WORDS_MIN: usize = 12;

/// A piece of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Token<'a> {
    /// It.
    pub text: &'a str,
    /// What it is.
    pub kind: TokenKind,
}

/// What a piece of a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// Letters.
    Word,
    /// Digits with what may stand inside a number: "1,000.50", "2024-2026", "80%".
    Numeral,
    /// White space.
    Space,
    /// Anything else, one character each.
    Sign,
}

impl Token<'_> {
    /// Whether it is a numeral.
    pub fn is_numeral(&self) -> bool {
        self.kind == TokenKind::Numeral
    }

    /// Whether it carries meaning of its own.
    pub fn is_weighty(&self) -> bool {
        matches!(self.kind, TokenKind::Word | TokenKind::Numeral)
    }
}

/// Cuts a text into its pieces.
pub fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let (len, kind) = if first.is_numeric() {
            (numeral_len(rest), TokenKind::Numeral)
        } else if is_letter(first) {
            (run(rest, is_letter), TokenKind::Word)
        } else if first.is_whitespace() {
            (run(rest, char::is_whitespace), TokenKind::Space)
        } else {
            (first.len_utf8(), TokenKind::Sign)
        };
        let (token, after) = rest.split_at(len);
        tokens.push(Token { text: token, kind });
        rest = after;
    }
    tokens
}

fn is_letter(letter: char) -> bool {
    (letter.is_alphabetic() && !letter.is_numeric()) || ('\u{300}'..='\u{36f}').contains(&letter)
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|letter| !belongs(letter)).unwrap_or(text.len())
}

fn numeral_len(text: &str) -> usize {
    let mut len = 0;
    let mut letters = text.char_indices().peekable();
    while let Some((start, letter)) = letters.next() {
        let joins = match letter {
            '%' | '°' | 'º' | 'ª' => true,
            '.' | ',' | '/' | '-' => letters.peek().is_some_and(|(_, next)| next.is_numeric()),
            _ => letter.is_numeric(),
        };
        if !joins {
            break;
        }
        len = start + letter.len_utf8();
    }
    len
}

/// A stretch that differs: pieces of the old text and the pieces in their place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hunk {
    /// Which pieces of the old text.
    pub old: Range<usize>,
    /// Which pieces of the new text.
    pub new: Range<usize>,
}

/// What changed between two texts, word by word. Changes with nothing weighty between them are one.
pub fn hunks(old: &[Token<'_>], new: &[Token<'_>]) -> Vec<Hunk> {
    let head = old.iter().zip(new).take_while(|(a, b)| a == b).count();
    let tail = old[head..].iter().rev().zip(new[head..].iter().rev());
    let tail = tail.take_while(|(a, b)| a == b).count();
    let old_middle = head..old.len() - tail;
    let new_middle = head..new.len() - tail;
    if old_middle.is_empty() && new_middle.is_empty() {
        return Vec::new();
    }
    let whole = Hunk {
        old: old_middle.clone(),
        new: new_middle.clone(),
    };
    if old_middle.is_empty()
        || new_middle.is_empty()
        || old_middle.len().saturating_mul(new_middle.len()) > WORD_PAIRS_MAX
    {
        return vec![whole];
    }
    let (old_words, new_words) = (&old[old_middle], &new[new_middle]);
    let mut found: Vec<Hunk> = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, old_words, new_words) {
        if op.tag() == DiffTag::Equal {
            continue;
        }
        let (removed, added) = (op.old_range(), op.new_range());
        let next = Hunk {
            old: removed.start + head..removed.end + head,
            new: added.start + head..added.end + head,
        };
        match found.last_mut() {
            Some(last)
                if !old[last.old.end..next.old.start]
                    .iter()
                    .any(Token::is_weighty) =>
            {
                last.old.end = next.old.end;
                last.new.end = next.new.end;
            }
            _ => found.push(next),
        }
    }
    found
}

/// One splice of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Splice {
    /// Where, in UTF-16 units.
    pub at: usize,
    /// How many UTF-16 units go.
    pub delete: usize,
    /// What comes in their place.
    pub insert: String,
}

/// The smallest splices that turn one text into another, last first so that each is at its place
/// when it is applied.
pub fn splices(from: &str, to: &str) -> Vec<Splice> {
    let old = tokens(from);
    let new = tokens(to);
    let mut hunks = hunks(&old, &new);
    if is_rewritten(&old, &hunks)
        && let (Some(first), Some(last)) = (hunks.first(), hunks.last())
    {
        let whole = Hunk {
            old: first.old.start..last.old.end,
            new: first.new.start..last.new.end,
        };
        hunks = vec![whole];
    }
    let mut splices = Vec::with_capacity(hunks.len());
    let mut at = 0;
    let mut seen = 0;
    for hunk in hunks {
        at += old[seen..hunk.old.start]
            .iter()
            .map(|token| utf16_len(token.text))
            .sum::<usize>();
        seen = hunk.old.end;
        let removed: String = old[hunk.old].iter().map(|token| token.text).collect();
        let added: String = new[hunk.new].iter().map(|token| token.text).collect();
        let (head, tail) = common_ends(&removed, &added);
        splices.push(Splice {
            at: at + utf16_len(&removed[..head]),
            delete: utf16_len(&removed[head..removed.len() - tail]),
            insert: added[head..added.len() - tail].to_owned(),
        });
        at += utf16_len(&removed);
    }
    splices.reverse();
    splices.retain(|splice| splice.delete > 0 || !splice.insert.is_empty());
    splices
}

/// A text with splices, given last first, applied.
pub fn spliced(text: &str, splices: &[Splice]) -> String {
    let mut units: Vec<u16> = text.encode_utf16().collect();
    for splice in splices {
        let start = splice.at.min(units.len());
        let end = (start + splice.delete).min(units.len());
        units.splice(start..end, splice.insert.encode_utf16());
    }
    String::from_utf16_lossy(&units)
}

/// Where characters begin in a text.
#[derive(Debug)]
pub struct Places {
    units: usize,
    /// Positions inside a character of two units.
    inside: Vec<usize>,
}

impl Places {
    /// Where characters begin in this text.
    pub fn of(text: &str) -> Self {
        let mut units = 0;
        let mut inside = Vec::new();
        for letter in text.chars() {
            if letter.len_utf16() == 2 {
                inside.push(units + 1);
            }
            units += letter.len_utf16();
        }
        Self { units, inside }
    }

    /// Length of the text, in UTF-16 units.
    pub fn units(&self) -> usize {
        self.units
    }

    /// Whether a character begins, or the text ends, at a position.
    pub fn is_boundary(&self, at: usize) -> bool {
        at <= self.units && self.inside.binary_search(&at).is_err()
    }
}

/// Whether so little of a long stretch was kept that it is a new text.
fn is_rewritten(old: &[Token<'_>], hunks: &[Hunk]) -> bool {
    let (Some(first), Some(last)) = (hunks.first(), hunks.last()) else {
        return false;
    };
    let weigh = |range: Range<usize>| old[range].iter().filter(|token| token.is_weighty()).count();
    let stretch = weigh(first.old.start..last.old.end);
    let changed: usize = hunks.iter().map(|hunk| weigh(hunk.old.clone())).sum();
    stretch >= LONG_WORDS_MIN && (stretch - changed) * KEPT_SHARE_MIN < stretch
}

/// Bytes two texts share at their beginning and, beyond that, at their end.
fn common_ends(a: &str, b: &str) -> (usize, usize) {
    let same = |(a, b): &(char, char)| a == b;
    let head: usize = a
        .chars()
        .zip(b.chars())
        .take_while(same)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    let tail: usize = a[head..]
        .chars()
        .rev()
        .zip(b[head..].chars().rev())
        .take_while(same)
        .map(|(letter, _)| letter.len_utf8())
        .sum();
    (head, tail)
}

/// Length in UTF-16 units.
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The beginning of a text, at most `units_max` UTF-16 units, never half a character.
pub fn cut(text: &str, units_max: usize) -> &str {
    let mut units = 0;
    for (start, letter) in text.char_indices() {
        units += letter.len_utf16();
        if units > units_max {
            return &text[..start];
        }
    }
    text
}
