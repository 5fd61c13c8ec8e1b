//! Every word of a matrix, read once: folded, with its stem and what part it can play.

use std::collections::HashMap;

use crate::fold::fold_into;
use crate::participles::{self, BASE, DONE, Participle};

/// A word of the lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct WordId(u32);

/// A stem: "capacitación" and "capacitar" have the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct StemId(u32);

/// What part a word can play.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Articles, prepositions, conjunctions.
    Stop,
    /// "Número", "total": they count what follows.
    Counter,
    /// What there was to do.
    Base(&'static Participle),
    /// What was done.
    Done(&'static Participle),
    /// Anything else.
    Content,
}

/// A word as the matrix has it.
#[derive(Debug)]
pub(crate) struct Entry {
    pub(crate) folded: Box<str>,
    /// As first written, in lower case.
    pub(crate) printed: Box<str>,
    pub(crate) stem: StemId,
    pub(crate) part: Part,
    /// Times it is written, headings counted once each.
    pub(crate) count: u32,
}

/// A word where it is written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Word {
    pub(crate) id: WordId,
    pub(crate) start: usize,
    pub(crate) end: usize,
}

impl Word {
    pub(crate) fn text<'a>(&self, of: &'a str) -> &'a str {
        of.get(self.start..self.end).unwrap_or_default()
    }
}

/// Words and stems met so far.
#[derive(Debug, Default)]
pub(crate) struct Lexicon {
    ids: HashMap<Box<str>, WordId>,
    entries: Vec<Entry>,
    stems: HashMap<Box<str>, StemId>,
    stem_texts: Vec<Box<str>>,
    buffer: String,
}

const STOP: [&str; 62] = [
    "a", "al", "ante", "bajo", "como", "con", "contra", "cual", "cuando", "de", "del", "desde",
    "donde", "e", "el", "en", "entre", "es", "esta", "este", "estos", "estas", "fin", "ha", "han",
    "hacia", "hasta", "la", "las", "le", "lo", "los", "mas", "mismo", "mismos", "ni", "no", "o",
    "para", "pero", "por", "que", "se", "segun", "ser", "si", "sin", "sobre", "su", "sus", "tras",
    "u", "un", "una", "unas", "unos", "uno", "v", "y", "ya", "cada", "asi",
];

const COUNTERS: [&str; 12] = [
    "numero",
    "numeros",
    "num",
    "nº",
    "total",
    "totales",
    "cantidad",
    "suma",
    "sumatoria",
    "conteo",
    "porcentaje",
    "porcentajes",
];

/// Endings that a stem goes without, the longest that fits first.
const ENDINGS: [&str; 40] = [
    "aciones", "amientos", "imientos", "amiento", "imiento", "adores", "adoras", "idades", "acion",
    "ciones", "siones", "ando", "iendo", "adora", "idad", "ador", "arse", "erse", "irse", "cion",
    "sion", "ados", "adas", "idos", "idas", "ado", "ada", "ido", "ida", "ar", "er", "ir", "es",
    "os", "as", "s", "a", "o", "e", "n",
];

/// Shortest stem, in bytes: shorter ones join words that have nothing to do with each other.
const STEM_BYTES_MIN: usize = 4;

impl Lexicon {
    /// Reads a text.
    pub(crate) fn read(&mut self, text: &str) -> Vec<Word> {
        let mut words = Vec::with_capacity(text.len() / 6);
        let mut start = None;
        for (at, letter) in text.char_indices() {
            let inside = letter.is_alphanumeric()
                || ('\u{300}'..='\u{36f}').contains(&letter)
                || letter == '\u{ad}';
            match (start, inside) {
                (None, true) => start = Some(at),
                (Some(from), false) => {
                    words.push(self.word(text, from, at));
                    start = None;
                }
                _ => {}
            }
        }
        if let Some(from) = start {
            words.push(self.word(text, from, text.len()));
        }
        words
    }

    fn word(&mut self, text: &str, start: usize, end: usize) -> Word {
        let mut folded = std::mem::take(&mut self.buffer);
        fold_into(&text[start..end], &mut folded);
        let id = self.intern(&folded, &text[start..end]);
        self.buffer = folded;
        self.entries[id.0 as usize].count += 1;
        Word { id, start, end }
    }

    fn intern(&mut self, folded: &str, written: &str) -> WordId {
        if let Some(id) = self.ids.get(folded) {
            return *id;
        }
        let id = WordId(self.entries.len() as u32);
        let part = if COUNTERS.contains(&folded) {
            Part::Counter
        } else if STOP.contains(&folded) {
            Part::Stop
        } else if let Some(participle) = participles::find(&BASE, folded) {
            Part::Base(participle)
        } else if let Some(participle) = participles::find(&DONE, folded) {
            Part::Done(participle)
        } else {
            Part::Content
        };
        let stem = self.intern_stem(stem(folded));
        self.entries.push(Entry {
            folded: folded.into(),
            printed: written.to_lowercase().into(),
            stem,
            part,
            count: 0,
        });
        self.ids.insert(folded.into(), id);
        id
    }

    fn intern_stem(&mut self, stem: &str) -> StemId {
        if let Some(id) = self.stems.get(stem) {
            return *id;
        }
        let id = StemId(self.stem_texts.len() as u32);
        self.stem_texts.push(stem.into());
        self.stems.insert(stem.into(), id);
        id
    }

    pub(crate) fn entry(&self, id: WordId) -> &Entry {
        &self.entries[id.0 as usize]
    }

    /// Every word.
    pub(crate) fn entries(&self) -> &[Entry] {
        &self.entries
    }

    pub(crate) fn folded(&self, id: WordId) -> &str {
        &self.entry(id).folded
    }

    pub(crate) fn part(&self, id: WordId) -> Part {
        self.entry(id).part
    }

    pub(crate) fn stem(&self, id: WordId) -> StemId {
        self.entry(id).stem
    }

    pub(crate) fn stem_text(&self, stem: StemId) -> &str {
        &self.stem_texts[stem.0 as usize]
    }

    /// How many stems there are: their ids are smaller.
    pub(crate) fn stem_count(&self) -> usize {
        self.stem_texts.len()
    }

    /// Whether a word carries meaning.
    pub(crate) fn is_content(&self, id: WordId) -> bool {
        !matches!(self.part(id), Part::Stop | Part::Counter)
    }

    /// Stems of the words that carry meaning.
    pub(crate) fn content_stems<'a>(
        &'a self,
        words: impl IntoIterator<Item = &'a Word> + 'a,
    ) -> impl Iterator<Item = StemId> + 'a {
        words
            .into_iter()
            .filter(|word| self.is_content(word.id))
            .map(|word| self.stem(word.id))
    }
}

impl StemId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// A word without its ending.
pub(crate) fn stem(folded: &str) -> &str {
    ENDINGS
        .iter()
        .find_map(|ending| {
            let stem = folded.strip_suffix(ending)?;
            (stem.len() >= STEM_BYTES_MIN).then_some(stem)
        })
        .unwrap_or(folded)
}
