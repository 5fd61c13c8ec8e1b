//! The numeral guard: whether a merged text may stand, or a person must look at it.
//!
//! Automerge merges character by character: "50 → 80" met with "50 → 120" gives "8120", a number
//! nobody wrote. Here two texts written at once are compared, word by word, with the text both
//! began from. The answer depends on those three texts and the merge alone, so every device finds
//! the same.

use std::collections::HashSet;
use std::ops::Range;

use document::words::{Hunk, Token, TokenKind, hunks, tokens};

use crate::row::ToDecideKind;

/// What is wrong, if anything, between two texts written at once from `base`.
pub(crate) fn collision(base: &str, left: &str, right: &str) -> Option<ToDecideKind> {
    let base = tokens(base);
    let (left, right) = (tokens(left), tokens(right));
    let (of_left, of_right) = (changes(&base, &left), changes(&base, &right));
    let mut overlap = false;
    for a in &of_left {
        for b in &of_right {
            if a.old == b.old && a.new.is_empty() && b.new.is_empty() {
                continue; // both took out the same
            }
            let a_side = Side {
                base: &base,
                new: &left,
                hunk: a,
            };
            let b_side = Side {
                base: &base,
                new: &right,
                hunk: b,
            };
            if side_by_side(&a_side, &b_side) {
                continue;
            }
            if a_side.numeral_meets(b) || b_side.numeral_meets(a) {
                return Some(ToDecideKind::Numeral);
            }
            overlap |= overlaps(&a_side, &b_side);
        }
    }
    overlap.then_some(ToDecideKind::Overlap)
}

/// What a merged text says that none of its sources says: a numeral, or a word.
pub(crate) fn invention<'a>(
    merged: &str,
    sources: impl Iterator<Item = &'a str>,
) -> Option<ToDecideKind> {
    let written: HashSet<&str> = sources.flat_map(tokens).map(|token| token.text).collect();
    let merged = tokens(merged);
    let invented = merged
        .iter()
        .filter(|token| token.is_weighty() && !written.contains(token.text));
    let kinds = invented.map(|token| match token.kind {
        TokenKind::Numeral => ToDecideKind::Numeral,
        TokenKind::Word | TokenKind::Space | TokenKind::Sign => ToDecideKind::Overlap,
    });
    kinds.min()
}

/// Whether a merge of two texts without collision is the text with both changes in it, and nothing
/// else. Characters can interleave where words do not collide: where one wrote right beside what
/// the other replaced, or took a text out and typed it again.
pub(crate) fn is_faithful(base: &str, left: &str, right: &str, merged: &str) -> bool {
    let base = tokens(base);
    let (left, right) = (tokens(left), tokens(right));
    woven(&base, &left, &right) == merged || woven(&base, &right, &left) == merged
}

/// The text with all sides' changes, what several of them wrote alike standing once: two people who
/// accept one suggestion, or mend one word, each insert it. `None`: nothing was written alike, or
/// what was not cannot stand together.
pub(crate) fn once(base: &str, sides: &[&str]) -> Option<String> {
    let base = tokens(base);
    let sides: Vec<Vec<Token<'_>>> = sides.iter().map(|side| tokens(side)).collect();
    let mut all: Vec<Side<'_>> = Vec::new();
    let found: Vec<Vec<Hunk>> = sides.iter().map(|side| changes(&base, side)).collect();
    let mut alike = false;
    for (new, hunks) in sides.iter().zip(&found) {
        for hunk in hunks {
            let change = Side {
                base: &base,
                new,
                hunk,
            };
            if all.iter().any(|known| known.is_as(&change)) {
                alike |= !hunk.new.is_empty();
                continue;
            }
            if all.iter().any(|known| overlaps(known, &change)) {
                return None;
            }
            all.push(change);
        }
    }
    all.sort_by_key(|change| (change.hunk.old.start, change.hunk.old.end));
    let mut text = String::new();
    let mut seen = 0;
    for change in &all {
        let kept = base.get(seen..change.hunk.old.start).unwrap_or_default();
        text.extend(kept.iter().map(|token| token.text));
        text.push_str(&change.text());
        seen = seen.max(change.hunk.old.end);
    }
    text.extend(base[seen..].iter().map(|token| token.text));
    alike.then_some(text)
}

/// The text with both changes; where both wrote at one point, the first side's comes first.
fn woven(base: &[Token<'_>], first: &[Token<'_>], second: &[Token<'_>]) -> String {
    let of_first = changes(base, first).into_iter().map(|hunk| (hunk, first));
    let of_second = changes(base, second).into_iter().map(|hunk| (hunk, second));
    let mut both: Vec<_> = of_first.chain(of_second).collect();
    // Stable: the first side stays first where they are at one point.
    both.sort_by_key(|(hunk, _)| (hunk.old.start, hunk.old.end));
    let mut text = String::new();
    let mut seen = 0;
    for (hunk, side) in both {
        let kept = base.get(seen..hunk.old.start).unwrap_or_default();
        text.extend(kept.iter().chain(&side[hunk.new]).map(|token| token.text));
        seen = seen.max(hunk.old.end);
    }
    text.extend(base[seen..].iter().map(|token| token.text));
    text
}

/// What changed, each change where it can be seen to be the same as another's: of the places at which
/// something added or taken out reads the same, the last. "Uno. Dos." with "Tres." after it can be
/// told as ". Tres" before its last point, which nobody else would call a sentence.
fn changes(base: &[Token<'_>], new: &[Token<'_>]) -> Vec<Hunk> {
    let mut hunks = hunks(base, new);
    let mut end = base.len();
    for Hunk { old, new: came } in hunks.iter_mut().rev() {
        let (adds, takes) = (old.start == old.end, came.start == came.end);
        while old.end < end
            && ((adds && base.get(old.end) == new.get(came.start))
                || (takes && base.get(old.end) == base.get(old.start)))
        {
            *old = old.start + 1..old.end + 1;
            *came = came.start + 1..came.end + 1;
        }
        end = old.start;
    }
    hunks
}

/// One side's change, with the texts it refers to.
struct Side<'a> {
    base: &'a [Token<'a>],
    new: &'a [Token<'a>],
    hunk: &'a Hunk,
}

impl Side<'_> {
    /// Whether this change touches a numeral and the other touches it too, or the words beside it.
    fn numeral_meets(&self, other: &Hunk) -> bool {
        let touches_numeral = self.base[self.hunk.old.clone()]
            .iter()
            .chain(&self.new[self.hunk.new.clone()])
            .any(Token::is_numeral);
        touches_numeral && touches(&self.neighbourhood(), &other.old)
    }

    /// The stretch changed and the word on either side, unless a sign stands between.
    fn neighbourhood(&self) -> Range<usize> {
        let Range { start, end } = self.hunk.old;
        let reach = |tokens: &mut dyn Iterator<Item = &Token<'_>>| {
            let mut steps = 0;
            for token in tokens {
                if token.kind == TokenKind::Sign {
                    break;
                }
                steps += 1;
                if token.is_weighty() {
                    break;
                }
            }
            steps
        };
        let before = reach(&mut self.base[..start].iter().rev());
        let after = reach(&mut self.base[end..].iter());
        start - before..end + after
    }

    /// Whether both put the same in the same place.
    fn is_as(&self, other: &Self) -> bool {
        self.hunk.old == other.hunk.old && self.text() == other.text()
    }

    fn text(&self) -> String {
        self.new[self.hunk.new.clone()]
            .iter()
            .map(|token| token.text)
            .collect()
    }
}

/// Whether two stretches share anything, their ends included.
fn touches(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start <= b.end && b.start <= a.end
}

/// Whether both added whole sentences where a sentence had ended: one may follow the other.
/// Anything else written at one point runs together into a sentence nobody wrote, and the same
/// sentence added by both reads twice.
fn side_by_side(a: &Side<'_>, b: &Side<'_>) -> bool {
    a.hunk.old == b.hunk.old
        && a.hunk.old.is_empty()
        && begins_sentence(a.base, a.hunk.old.start)
        && is_whole_sentence(&a.text())
        && is_whole_sentence(&b.text())
        && !a.is_as(b)
}

fn overlaps(a: &Side<'_>, b: &Side<'_>) -> bool {
    let (a, b) = (&a.hunk.old, &b.hunk.old);
    match (a.is_empty(), b.is_empty()) {
        (true, true) => a == b,
        (true, false) => b.start < a.start && a.start < b.end,
        (false, true) => a.start < b.start && b.start < a.end,
        (false, false) => a.start < b.end && b.start < a.end,
    }
}

/// Whether a sentence has just ended at this place of the text.
fn begins_sentence(base: &[Token<'_>], place: usize) -> bool {
    let mut before = base[..place].iter().rev();
    before
        .find(|token| token.kind != TokenKind::Space)
        .is_some_and(|token| token.text.ends_with(['.', '!', '?', ';']))
}

fn is_whole_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', ';'])
}
