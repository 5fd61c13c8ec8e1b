//! A formula's text cut into pieces.
//!
//! What is written by hand is ambiguous; the choices are made here and in [`super::parse`]:
//! - A slash is a division, except inside "y/o" (and its misreadings "v/o", "e/o"), between two
//!   articles ("el/la", "los/las") and before the ending of the other gender ("niños/as"), all in
//!   lower case and without spaces. "A/B" and "programadas/capacitadas" are divisions.
//! - A hyphen between letters belongs to the word ("costo-beneficio"), unless both sides are
//!   symbols in capitals ("A-B").
//! - "x" is a multiplication where an operand ends and a number or a bracket follows.
//! - A percent sign after a number says how the result is read: "100%" is the factor 100.

use rust_decimal::Decimal;

use super::{Operator, Span};

/// A piece of a formula.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Piece {
    /// "100", "1,000", "0.5".
    Number(Decimal),
    /// Letters, with digits and what else belongs to a word.
    Word,
    /// Punctuation inside the words of a variable.
    Mark,
    /// "(", "[" or "{".
    Open(char),
    /// ")", "]" or "}".
    Close(char),
    /// A sign.
    Sign(Operator),
    /// "=".
    Equals,
    /// A power: nothing an office's form can compute.
    Unknown,
}

/// A piece and where it stands.
#[derive(Debug, Clone)]
pub(super) struct Token {
    pub(super) piece: Piece,
    pub(super) span: Span,
}

/// Cuts a text into pieces.
pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(letter) = text[at..].chars().next() {
        let end = at + letter.len_utf8();
        if letter.is_whitespace() {
            at = end;
            continue;
        }
        let (piece, end) = match letter {
            '(' | '[' | '{' => (Piece::Open(letter), end),
            ')' | ']' | '}' => (Piece::Close(letter), end),
            '=' => (Piece::Equals, end),
            '^' => (Piece::Unknown, end),
            '*' | '×' | '·' | '∙' | '⋅' => (Piece::Sign(Operator::Multiply), end),
            // A slash that belongs to a word was taken with the word.
            '/' | '÷' | '∕' | '⁄' => (Piece::Sign(Operator::Divide), end),
            '+' if !is_of_word(text, at, end) => (Piece::Sign(Operator::Add), end),
            '−' => (Piece::Sign(Operator::Subtract), end),
            '-' | '–' | '—' if !is_of_word(text, at, end) => {
                (Piece::Sign(Operator::Subtract), end)
            }
            '%' if matches!(
                tokens.last(),
                Some(Token {
                    piece: Piece::Number(_),
                    ..
                })
            ) =>
            {
                at = end;
                continue;
            }
            '0'..='9' => number(text, at),
            _ if letter.is_alphanumeric() => (Piece::Word, word_end(text, at)),
            _ => (Piece::Mark, end),
        };
        tokens.push(Token {
            piece,
            span: at..end,
        });
        at = end;
    }
    tokens
}

/// A number, or a word that begins with digits ("3ra", "2º").
fn number(text: &str, start: usize) -> (Piece, usize) {
    let bytes = text.as_bytes();
    let digits = |from: usize| {
        let run = bytes[from..].iter().take_while(|b| b.is_ascii_digit());
        from + run.count()
    };
    let mut end = digits(start);
    while bytes.get(end) == Some(&b',') && digits(end + 1) == end + 4 {
        end += 4;
    }
    if bytes.get(end) == Some(&b'.') && digits(end + 1) > end + 1 {
        end = digits(end + 1);
    }
    if text[end..].chars().next().is_some_and(char::is_alphabetic) {
        return (Piece::Word, word_end(text, start));
    }
    let plain: String = text[start..end].chars().filter(|c| *c != ',').collect();
    // A number too long to be exact is no number to compute with.
    let piece = Decimal::from_str_exact(&plain).map_or(Piece::Word, Piece::Number);
    (piece, end)
}

/// Where a word ends. "x100" is a sign and a number.
fn word_end(text: &str, start: usize) -> usize {
    let rest = &text[start..];
    if let Some(tail) = rest.strip_prefix(['x', 'X'])
        && tail.starts_with(|letter: char| letter.is_ascii_digit())
    {
        return start + 1;
    }
    let mut end = start;
    loop {
        let run = text[end..].find(|letter: char| !is_letter(letter));
        end = run.map_or(text.len(), |run| end + run);
        match text[end..].chars().next() {
            Some('/') if slash_of_word(text, start, end) => end += 1,
            _ => return end,
        }
    }
}

fn is_letter(letter: char) -> bool {
    letter.is_alphanumeric() || ('\u{300}'..='\u{36f}').contains(&letter)
}

/// Whether the slash at `at` joins two halves of a word that began at `start`.
fn slash_of_word(text: &str, start: usize, at: usize) -> bool {
    const ARTICLES: [&str; 12] = [
        "el", "la", "los", "las", "un", "una", "unos", "unas", "del", "de", "al", "lo",
    ];
    let left = &text[start..at];
    let left = &left[left.rfind('/').map_or(0, |slash| slash + 1)..];
    let rest = &text[at + 1..];
    let right = &rest[..rest.find(|c: char| !is_letter(c)).unwrap_or(rest.len())];
    if left.is_empty() || right.is_empty() || text[start..=at].contains(char::is_uppercase) {
        return false;
    }
    let conjunction = matches!(left, "y" | "e" | "o" | "u" | "v") && matches!(right, "o" | "y");
    let gender = left.chars().count() > 2 && matches!(right, "a" | "as" | "o" | "os" | "es");
    let articles = ARTICLES.contains(&left) && ARTICLES.contains(&right);
    conjunction || gender || articles
}

/// Whether a plus or a hyphen belongs to the words around it: "costo-beneficio", "LGBTIQ+".
fn is_of_word(text: &str, start: usize, end: usize) -> bool {
    let before = text[..start].chars().next_back();
    let after = text[end..].chars().next();
    let letter = |side: Option<char>| side.is_some_and(char::is_alphabetic);
    if text[start..end].starts_with('+') {
        return letter(before) && !after.is_some_and(char::is_alphanumeric) && {
            let word = before_word(text, start);
            word.chars().count() > 2
        };
    }
    let symbol = |word: &str| {
        let letters = word.chars().count();
        letters <= 2 && word.starts_with(char::is_uppercase)
    };
    letter(before)
        && letter(after)
        && !(symbol(before_word(text, start)) && symbol(after_word(text, end)))
}

/// Letters a symbol may have, and one more: enough to tell a symbol from a word.
const SYMBOL_LETTERS_READ: usize = 3;

fn before_word(text: &str, at: usize) -> &str {
    let letters = text[..at].char_indices().rev().take(SYMBOL_LETTERS_READ);
    let start = letters.take_while(|(_, c)| is_letter(*c)).last();
    &text[start.map_or(at, |(start, _)| start)..at]
}

fn after_word(text: &str, at: usize) -> &str {
    let letters = text[at..].char_indices().take(SYMBOL_LETTERS_READ);
    let end = letters.take_while(|(_, c)| is_letter(*c)).last();
    &text[at..end.map_or(at, |(end, c)| at + end + c.len_utf8())]
}
