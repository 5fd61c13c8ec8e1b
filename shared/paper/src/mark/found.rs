//! The mark of a file, found without reading what the file is made of.
//!
//! A PDF that somebody hands in may be anything. A reader of the whole format follows references,
//! nests and inflates as the file says; here only two things are done, both bounded: the bytes are
//! searched for our own letters, and, where they are not there, what stands between `stream` and
//! `endstream` is inflated within a budget and searched too, since a program that saved the file again
//! may have compressed its description.

use std::io::Read;

use flate2::read::ZlibDecoder;

use super::{PaperMark, START};
use crate::limits::{
    MARK_BYTES_MAX, MARK_PLACES_MAX, STREAM_BYTES_MAX, STREAMS_BYTES_MAX, STREAMS_MAX,
};

pub(super) fn mark(bytes: &[u8]) -> Option<PaperMark> {
    marked(bytes).or_else(|| inflated(bytes))
}

/// The best mark among plain bytes: one that says how it was printed before one that does not.
fn marked(bytes: &[u8]) -> Option<PaperMark> {
    let mut best: Option<PaperMark> = None;
    for start in places(bytes, START.as_bytes()).take(MARK_PLACES_MAX) {
        let Some(found) = mark_at(&bytes[start..]) else {
            continue;
        };
        if found.print.is_some() {
            return Some(found);
        }
        best = best.or(Some(found));
    }
    best.or_else(|| wide(bytes))
}

/// A mark written two bytes a letter, as some programs write descriptions.
fn wide(bytes: &[u8]) -> Option<PaperMark> {
    let start: Vec<u8> = START.bytes().flat_map(|byte| [0, byte]).collect();
    let at = places(bytes, &start).next()?;
    let letters = bytes[at..].chunks_exact(2).take(MARK_BYTES_MAX + 1);
    let letters = letters.take_while(|pair| pair[0] == 0 && is_letter(pair[1]));
    let letters: Vec<u8> = letters.map(|pair| pair[1]).collect();
    mark_at(&letters)
}

fn mark_at(bytes: &[u8]) -> Option<PaperMark> {
    // One more than the longest: half a mark is none.
    let end = bytes.iter().take(MARK_BYTES_MAX + 1);
    let end = end.take_while(|byte| is_letter(**byte)).count();
    let text = std::str::from_utf8(&bytes[..end]).ok()?;
    PaperMark::read(text)
}

/// The letters a mark is made of.
fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b":;=,.-_%".contains(&byte)
}

fn inflated(bytes: &[u8]) -> Option<PaperMark> {
    let mut budget = STREAMS_BYTES_MAX;
    for start in places(bytes, b"stream").take(STREAMS_MAX) {
        // "endstream" ends one.
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        let rest = &bytes[start + b"stream".len()..];
        let rest = rest.strip_prefix(b"\r").unwrap_or(rest);
        let rest = rest.strip_prefix(b"\n").unwrap_or(rest);
        let mut content = Vec::new();
        let mut reader = ZlibDecoder::new(rest).take(STREAM_BYTES_MAX.min(budget));
        // What cannot be inflated to its end was inflated up to there.
        let _whole = reader.read_to_end(&mut content).is_ok();
        budget -= content.len() as u64;
        if let Some(mark) = marked(&content) {
            return Some(mark);
        }
        if budget == 0 {
            return None;
        }
    }
    None
}

/// Where some bytes stand among others.
fn places<'a>(bytes: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let mut from = 0;
    std::iter::from_fn(move || {
        while from + wanted.len() <= bytes.len() {
            let first = bytes[from..].iter().position(|byte| *byte == wanted[0])?;
            let at = from + first;
            from = at + 1;
            if bytes[at..].starts_with(wanted) {
                return Some(at);
            }
        }
        None
    })
}
