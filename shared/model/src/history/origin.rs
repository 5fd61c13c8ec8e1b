//! Who first wrote the characters of a text that were brought back.
//!
//! A change may say of characters it wrote that they stand for others of the past. It may say so of
//! anything, and "who wrote this" must not be forged: the word of a change is taken for a word of
//! the text only when all its letters stand for letters that stood side by side in this very text,
//! and read the same. A word sewn together from somebody's letters is its writer's.

use std::collections::HashMap;

use automerge::ObjId;
use document::{Document, View};

use crate::history::annals::Annals;
use crate::units::units;

/// A character of a text, with the operation that wrote it.
type Unit = (ObjId, String);

/// Versions of a text that are read to check what is said of it; what they do not show is not
/// believed.
const VERSIONS_READ_MAX: usize = 64;

/// The characters of a text as it stands, each with the operation that first wrote it.
pub(super) fn origins(document: &Document, annals: &Annals, text: &ObjId) -> Vec<Unit> {
    let mut units = units(View::now(document), text);
    let roots: Vec<Option<ObjId>> = units
        .iter()
        .map(|(op, _)| Some(annals.claims.root(op)).filter(|root| root != op))
        .collect();
    let mut witness = Witness {
        document,
        annals,
        text,
        versions: Vec::new(),
    };
    let mut start = 0;
    while start < units.len() {
        if roots[start].is_none() {
            start += 1;
            continue;
        }
        let end = start + word_len(&units[start..], &roots[start..]);
        let claimed: Vec<(&ObjId, &str)> = units[start..end]
            .iter()
            .zip(&roots[start..end])
            .filter_map(|((_, text), root)| Some((root.as_ref()?, text.as_str())))
            .collect();
        if witness.confirms(&claimed) {
            for ((op, _), root) in units[start..end].iter_mut().zip(&roots[start..end]) {
                if let Some(root) = root {
                    op.clone_from(root);
                }
            }
        }
        start = end;
    }
    units
}

/// How many units from the first on are one word brought back, or one sign.
fn word_len(units: &[Unit], roots: &[Option<ObjId>]) -> usize {
    let is_letter = |text: &str| text.chars().all(char::is_alphanumeric);
    let word = units.iter().zip(roots);
    let letters = word.take_while(|((_, text), root)| root.is_some() && is_letter(text));
    letters.count().max(1)
}

/// Where each character of a text stood, and what it read.
type Places = HashMap<ObjId, (usize, String)>;

/// What the text showed at some versions.
struct Witness<'a> {
    document: &'a Document,
    annals: &'a Annals,
    text: &'a ObjId,
    /// By change: where each character stood.
    versions: Vec<(u32, Places)>,
}

impl Witness<'_> {
    /// Whether these characters stood side by side once and read so.
    fn confirms(&mut self, claimed: &[(&ObjId, &str)]) -> bool {
        let writers = claimed.iter().map(|(op, _)| self.annals.change_of(op));
        let Some(writers) = writers.collect::<Option<Vec<u32>>>() else {
            return false;
        };
        // The last of them shows them all, where one hand wrote them.
        let last = writers
            .into_iter()
            .max_by_key(|number| self.annals.rank_of(*number));
        let Some(last) = last else { return false };
        let known = self.versions.iter();
        if known.clone().any(|(_, places)| stood_in(places, claimed)) {
            return true;
        }
        let read_before = known.clone().any(|(number, _)| *number == last);
        if read_before || self.versions.len() == VERSIONS_READ_MAX {
            return false;
        }
        let heads = [self.annals.entry(last).hash];
        let units = units(View::at(self.document, &heads), self.text);
        let places: Places = units
            .into_iter()
            .enumerate()
            .map(|(at, (op, text))| (op, (at, text)))
            .collect();
        let confirmed = stood_in(&places, claimed);
        self.versions.push((last, places));
        confirmed
    }
}

fn stood_in(places: &Places, claimed: &[(&ObjId, &str)]) -> bool {
    let mut next = None;
    claimed.iter().all(|(op, text)| {
        let Some((at, then)) = places.get(*op) else {
            return false;
        };
        let in_place = next.is_none_or(|next| next == *at);
        next = Some(at + 1);
        in_place && then == text
    })
}
