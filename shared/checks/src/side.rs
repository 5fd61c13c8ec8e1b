//! One side of a ratio: what it counts, and what is said to have happened to it.

use crate::formula::Span;
use crate::lexicon::{Lexicon, Part, Word, WordId};
use crate::participles::{Participle, TOTAL};
use crate::vocabulary::{GENERIC, PEOPLE, has};

/// What a numerator or a denominator says.
#[derive(Debug)]
pub(crate) struct Side {
    /// Its words.
    pub(crate) words: Vec<Word>,
    /// What is counted; `None`: only participles are left ("Número de recibidos").
    pub(crate) noun: Option<WordId>,
    /// It begins with a word that counts.
    pub(crate) counter: bool,
    /// A participle of what there was to do.
    pub(crate) base: Option<&'static Participle>,
    /// A participle of what was done.
    pub(crate) done: Option<&'static Participle>,
    /// Words that narrow what is counted.
    pub(crate) qualifiers: Vec<WordId>,
    /// "En materia" of nothing.
    pub(crate) cut: bool,
}

impl Side {
    /// Reads the words of a formula that stand at a place.
    pub(crate) fn new(lexicon: &Lexicon, formula: &[Word], span: &Span) -> Self {
        let inside = |word: &&Word| span.start <= word.start && word.end <= span.end;
        let words: Vec<Word> = formula.iter().filter(inside).copied().collect();
        let mut side = Self {
            words: Vec::new(),
            noun: None,
            counter: false,
            base: None,
            done: None,
            qualifiers: Vec::new(),
            cut: false,
        };
        let mut total = false;
        let mut participles: Vec<WordId> = Vec::new();
        for word in &words {
            let id = word.id;
            match lexicon.part(id) {
                Part::Stop => {}
                Part::Counter => {
                    side.counter |= side.noun.is_none() && participles.is_empty();
                    total |= lexicon.folded(id).starts_with("total");
                }
                Part::Base(_) | Part::Done(_) => participles.push(id),
                Part::Content if side.noun.is_none() => side.noun = Some(id),
                Part::Content => side.qualifiers.push(id),
            }
        }
        if side.noun.is_none() && participles.len() > 1 {
            // "Certificados emitidos": of two participles the first is what is counted.
            side.noun = Some(participles.remove(0));
        }
        for id in participles {
            match lexicon.part(id) {
                Part::Base(participle) => side.base = side.base.or(Some(participle)),
                Part::Done(participle) => side.done = side.done.or(Some(participle)),
                Part::Stop | Part::Counter | Part::Content => {}
            }
        }
        if total && side.base.is_none() && side.done.is_none() {
            side.base = Some(&TOTAL);
        }
        side.cut = is_cut(lexicon, &words);
        side.words = words;
        side
    }

    /// Only what there was to do.
    pub(crate) fn only_base(&self) -> Option<&'static Participle> {
        self.base.filter(|_| self.done.is_none())
    }

    /// Only what was done.
    pub(crate) fn only_done(&self) -> Option<&'static Participle> {
        self.done.filter(|_| self.base.is_none())
    }

    /// Whether it says nothing of its own: "acciones realizadas".
    pub(crate) fn is_generic(&self, lexicon: &Lexicon) -> bool {
        let generic = |id| has(GENERIC, lexicon.folded(id));
        self.qualifiers.is_empty() && self.noun.is_some_and(generic)
    }

    /// Whether both count things of one kind.
    pub(crate) fn counts_as(&self, other: &Self, lexicon: &Lexicon) -> bool {
        let (Some(noun), Some(of_other)) = (self.noun, other.noun) else {
            return true;
        };
        let people = |id| has(PEOPLE, lexicon.folded(id));
        lexicon.stem(noun) == lexicon.stem(of_other) || people(noun) && people(of_other)
    }
}

/// Whether "en materia" is followed by nothing or by a participle.
fn is_cut(lexicon: &Lexicon, words: &[Word]) -> bool {
    let folded = |at: usize| words.get(at).map(|word| lexicon.folded(word.id));
    (0..words.len()).any(|at| {
        folded(at) == Some("en")
            && folded(at + 1) == Some("materia")
            && words
                .get(at + 2)
                .is_none_or(|word| matches!(lexicon.part(word.id), Part::Base(_) | Part::Done(_)))
    })
}
