//! What everybody in a test brings.

use automerge::{ObjId, ROOT};
use document::{Author, Document, NewMap, Tree, View, Write, put_in};

/// Dice that replay from a seed (splitmix64).
pub(crate) fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z ^ (z >> 31)).to_le_bytes()[0];
        }
    }
}

pub(crate) fn author(number: u8) -> Author {
    Author([number; 32])
}

/// Somebody with a document that holds a map of notes.
pub(crate) struct Seat {
    pub(crate) document: Document,
    pub(crate) author: Author,
    /// Own changes, in order.
    pub(crate) made: Vec<(Vec<u8>, [u8; 32])>,
}

impl Seat {
    /// Founds the document: one note, a text and a register.
    pub(crate) fn founds(number: u8) -> Self {
        let note = NewMap::default()
            .put("state", "nueva")
            .put_written("absent", "")
            .text("text", "Uno 😀 dos");
        let content = NewMap::default()
            .map("notes", NewMap::default().map("a", note))
            .root();
        let mut seat = Self::with(number, Document::empty([number; 16], author(number)));
        let founded = seat.document.found(&content, 1_000).unwrap();
        seat.made.push((founded.change, founded.hash.0));
        seat
    }

    pub(crate) fn with(number: u8, document: Document) -> Self {
        Self {
            document,
            author: author(number),
            made: Vec::new(),
        }
    }

    /// Opens a copy of another's document.
    pub(crate) fn joins(number: u8, other: &Self) -> Self {
        let snapshot = other.document.snapshot().unwrap();
        let document = Document::load([&snapshot[..]], [number; 16], author(number)).unwrap();
        Self::with(number, document)
    }

    /// The note everybody has.
    pub(crate) fn note(&self) -> ObjId {
        let view = View::now(&self.document);
        let notes = view.child(&ROOT, "notes").unwrap();
        view.child(&notes, "a").unwrap()
    }

    /// Makes a change; its place in `made`.
    pub(crate) fn writes(&mut self, at_ms: u64, writes: &[Write]) -> usize {
        let committed = self.document.commit(None, at_ms, writes).unwrap();
        let committed = committed.expect("the writes change something");
        self.made.push((committed.change, committed.hash.0));
        self.made.len() - 1
    }

    pub(crate) fn says(&mut self, state: &str) -> usize {
        let note = self.note();
        self.writes(2_500, &[put_in(&note, "state", state)])
    }

    pub(crate) fn receives(&mut self, other: &Self) {
        let bytes: Vec<u8> = other.made.iter().flat_map(|made| made.0.clone()).collect();
        let by = Some(other.author);
        self.document.merge(&bytes, by, |_, _| ()).unwrap();
    }

    pub(crate) fn tree(&self) -> Tree {
        Tree::of(&self.document)
    }
}
