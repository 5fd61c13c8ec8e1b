//! What changed between two texts, word by word, as it is shown and as it is taken in part.

use contract::{DiffKind, DiffSpan};
use document::words::{Token, hunks, tokens};

/// The difference: what stays, goes and comes, in the order it reads. Of one change what goes comes
/// before what comes. What stays with what goes is the text before, with what comes the text after.
pub(crate) fn spans(before: &str, after: &str) -> Vec<DiffSpan> {
    let old = tokens(before);
    let new = tokens(after);
    let mut spans = Vec::new();
    let mut seen = 0;
    for (number, hunk) in hunks(&old, &new).into_iter().enumerate() {
        let number = u32::try_from(number).ok();
        put(&mut spans, DiffKind::Same, &old[seen..hunk.old.start], None);
        seen = hunk.old.end;
        put(&mut spans, DiffKind::Removed, &old[hunk.old], number);
        put(&mut spans, DiffKind::Added, &new[hunk.new], number);
    }
    put(&mut spans, DiffKind::Same, &old[seen..], None);
    spans
}

/// The text before with some of its changes made, by their numbers in [`spans`]. A number that is
/// no change of it changes nothing.
pub(crate) fn apply(before: &str, after: &str, chosen: &[u32]) -> String {
    let old = tokens(before);
    let new = tokens(after);
    let mut text = String::with_capacity(before.len().max(after.len()));
    let mut seen = 0;
    for (number, hunk) in hunks(&old, &new).into_iter().enumerate() {
        push(&mut text, &old[seen..hunk.old.start]);
        seen = hunk.old.end;
        let taken = u32::try_from(number).is_ok_and(|number| chosen.contains(&number));
        let pieces = if taken {
            &new[hunk.new]
        } else {
            &old[hunk.old]
        };
        push(&mut text, pieces);
    }
    push(&mut text, &old[seen..]);
    text
}

fn put(spans: &mut Vec<DiffSpan>, kind: DiffKind, pieces: &[Token<'_>], hunk: Option<u32>) {
    if pieces.is_empty() {
        return;
    }
    let mut text = String::new();
    push(&mut text, pieces);
    spans.push(DiffSpan { kind, text, hunk });
}

fn push(text: &mut String, pieces: &[Token<'_>]) {
    text.extend(pieces.iter().map(|piece| piece.text));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    /// Pairs that differ in every way texts do: words, numerals, signs, spaces, ends, all of it.
    const PAIRS: &[(&str, &str)] = &[
        ("", ""),
        ("igual", "igual"),
        ("", "Publicar el padrón"),
        ("Publicar el padrón", ""),
        (
            "Publicar el padrón de proveedores en 2024.",
            "Publicar cada mes el padrón de contratistas en 2025.",
        ),
        (
            "uno dos tres cuatro cinco",
            "uno 2 tres cuatro, cinco y seis",
        ),
        ("(80%) de 1,000.50", "(90%) de 1,000.50 dependencias"),
        ("  dos  espacios ", "dos espacios"),
        ("a\u{301}rbol ñandú 😀 fin", "árbol ñandú 😁 fin"),
        ("uno\ndos\ntres", "uno\ntres\ndos"),
    ];

    fn read(spans: &[DiffSpan], kinds: [DiffKind; 2]) -> String {
        let kept = spans.iter().filter(|span| kinds.contains(&span.kind));
        kept.map(|span| span.text.as_str()).collect()
    }

    fn numbers(spans: &[DiffSpan]) -> Vec<u32> {
        let mut numbers: Vec<u32> = spans.iter().filter_map(|span| span.hunk).collect();
        numbers.dedup();
        numbers
    }

    #[test]
    fn what_stays_and_goes_is_the_text_before_and_what_stays_and_comes_the_one_after() {
        for (a, b) in PAIRS {
            for (before, after) in [(a, b), (b, a)] {
                let spans = spans(before, after);
                assert_eq!(&read(&spans, [DiffKind::Same, DiffKind::Removed]), before);
                assert_eq!(&read(&spans, [DiffKind::Same, DiffKind::Added]), after);
                assert!(spans.iter().all(|span| !span.text.is_empty()));
                for span in &spans {
                    assert_eq!(span.hunk.is_none(), span.kind == DiffKind::Same);
                }
                let found = numbers(&spans);
                let counted: Vec<u32> = (0..).take(found.len()).collect();
                assert_eq!(found, counted, "changes are numbered from 0 without a gap");
            }
        }
    }

    #[test]
    fn all_changes_make_the_text_after_and_none_leaves_the_one_before() {
        for (a, b) in PAIRS {
            for (before, after) in [(a, b), (b, a)] {
                let all = numbers(&spans(before, after));
                assert_eq!(&apply(before, after, &all), after);
                assert_eq!(&apply(before, after, &[]), before);
                assert_eq!(&apply(before, after, &[99]), before);
            }
        }
    }

    #[test]
    fn each_change_can_be_taken_by_itself() {
        let before = "Publicar el padrón de proveedores en 2024.";
        let after = "Publicar cada mes el padrón de contratistas en 2025.";
        let taken = [
            (0, "Publicar cada mes el padrón de proveedores en 2024."),
            (1, "Publicar el padrón de contratistas en 2024."),
            (2, "Publicar el padrón de proveedores en 2025."),
        ];
        assert_eq!(numbers(&spans(before, after)), [0, 1, 2]);
        for (number, text) in taken {
            assert_eq!(apply(before, after, &[number]), text);
        }
        let two = apply(before, after, &[2, 0]);
        assert_eq!(two, "Publicar cada mes el padrón de proveedores en 2025.");
    }
}
