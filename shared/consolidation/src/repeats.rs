//! Lines in which institutions repeat each other: the same text, or nearly.
//!
//! Ten thousand lines cannot each be compared with each other. Equal texts are found by sorting; of the
//! others only those are compared that share one of their rarest words, and enough of all their words.
//! Words are cut to their beginning, so that "capacitar" brings "capacitación" to be compared.

use std::collections::{BTreeMap, BTreeSet};

use checks::fold;
use rapidfuzz::fuzz;

use crate::limits::{LIKENESS_MIN, LINE_LETTERS_MAX, TEXTS_OF_WORD_MAX};
use crate::{Place, Programme};

/// Letters of a word that are looked at: its ending says number, gender and tense.
const STEM_LETTERS: usize = 5;
/// Letters a word has at least: shorter ones stand in every sentence.
const WORD_LETTERS_MIN: usize = 4;
/// Different words a text has at least to be compared with texts that are not equal.
const WORDS_MIN: usize = 3;
/// How much more words may differ than letters do: one letter makes another word.
const SLACK_PER_CENT: usize = 25;

/// Lines of several institutions that say the same, or nearly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The lines: the first is the one the others are compared with. At least two institutions.
    pub lines: Vec<Repeated>,
    /// How many institutions they are of.
    pub institutions: usize,
}

/// A line of a repeat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Repeated {
    /// Its first row.
    pub place: Place,
    /// How alike it is to the first line, in per cent; 100 only if it says the same.
    pub likeness: u8,
}

impl Repeat {
    /// Whether all its lines say the same.
    pub fn is_exact(&self) -> bool {
        self.lines.iter().all(|line| line.likeness == 100)
    }
}

/// A text and the lines that have it.
struct Text {
    folded: String,
    /// Its words in the order of the alphabet, joined: the same words in another order are the same.
    sorted: String,
    places: Vec<Place>,
    /// Its words by their rarity, the rarest first.
    stems: Vec<usize>,
}

impl Programme {
    /// The lines among some rows that repeat each other, those of most institutions first. `likeness`
    /// is how alike they must be in per cent: 100 for equal ones only.
    pub fn repeats(&self, places: &[Place], likeness: u8) -> Vec<Repeat> {
        let likeness = likeness.clamp(LIKENESS_MIN, 100);
        let texts = self.texts(places);
        let groups = if likeness == 100 {
            (0..texts.len()).map(|at| vec![(at, 100)]).collect()
        } else {
            group(&texts, likeness)
        };
        let mut repeats: Vec<Repeat> = groups
            .into_iter()
            .filter_map(|members| self.repeat(&texts, &members))
            .collect();
        repeats.sort_by_key(|repeat| {
            let count = |count: usize| std::cmp::Reverse(count);
            (
                count(repeat.institutions),
                count(repeat.lines.len()),
                repeat.lines[0].place,
            )
        });
        repeats
    }

    fn repeat(&self, texts: &[Text], members: &[(usize, u8)]) -> Option<Repeat> {
        let mut lines: Vec<Repeated> = Vec::new();
        let mut institutions = BTreeSet::new();
        for (text, likeness) in members {
            for place in &texts[*text].places {
                institutions.insert(self.institution_of(*place));
                lines.push(Repeated {
                    place: *place,
                    likeness: *likeness,
                });
            }
        }
        (institutions.len() > 1).then_some(Repeat {
            lines,
            institutions: institutions.len(),
        })
    }

    /// The different texts of lines, those of most lines first, and their words.
    fn texts(&self, places: &[Place]) -> Vec<Text> {
        let mut by_text: BTreeMap<String, Vec<Place>> = BTreeMap::new();
        for place in places {
            let row = self.row(*place);
            if row.is_line() {
                let letters: String = row.action_line.chars().take(LINE_LETTERS_MAX).collect();
                by_text.entry(fold(&letters)).or_default().push(*place);
            }
        }
        let mut texts: Vec<Text> = by_text
            .into_iter()
            .map(|(folded, mut places)| {
                places.sort_unstable();
                let mut words: Vec<&str> = words(&folded).collect();
                words.sort_unstable();
                Text {
                    sorted: words.join(" "),
                    folded,
                    places,
                    stems: Vec::new(),
                }
            })
            .collect();
        texts.sort_by_key(|text| (std::cmp::Reverse(text.places.len()), text.places[0]));
        let mut lines_of: BTreeMap<String, usize> = BTreeMap::new();
        let stems: Vec<BTreeSet<String>> = texts.iter().map(|text| stems(&text.folded)).collect();
        for stem in stems.iter().flatten() {
            *lines_of.entry(stem.clone()).or_default() += 1;
        }
        let mut rarest: Vec<(usize, String)> = lines_of
            .into_iter()
            .map(|(stem, lines)| (lines, stem))
            .collect();
        rarest.sort_unstable();
        let rank: BTreeMap<&str, usize> = rarest
            .iter()
            .enumerate()
            .map(|(rank, (_, stem))| (stem.as_str(), rank))
            .collect();
        for (text, stems) in texts.iter_mut().zip(&stems) {
            text.stems = stems.iter().map(|stem| rank[stem.as_str()]).collect();
            text.stems.sort_unstable();
        }
        texts
    }
}

/// Puts texts together, each with the first it is near to; answers their places and likeness.
fn group(texts: &[Text], likeness: u8) -> Vec<Vec<(usize, u8)>> {
    let overlap = usize::from(likeness).saturating_sub(SLACK_PER_CENT);
    // By word: the texts among whose rarest words it is.
    let mut texts_of: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, text) in texts.iter().enumerate() {
        for stem in prefix(text, overlap) {
            texts_of.entry(*stem).or_default().push(at);
        }
    }
    let mut taken = vec![false; texts.len()];
    let mut met_by = vec![usize::MAX; texts.len()];
    let mut groups = Vec::new();
    for (at, text) in texts.iter().enumerate() {
        if std::mem::replace(&mut taken[at], true) {
            continue;
        }
        let mut members = vec![(at, 100)];
        for stem in prefix(text, overlap) {
            let others = texts_of.get(stem).map(Vec::as_slice).unwrap_or_default();
            if others.len() > TEXTS_OF_WORD_MAX {
                continue;
            }
            for other in others.iter().copied() {
                if taken[other] || std::mem::replace(&mut met_by[other], at) == at {
                    continue;
                }
                if shares_enough(&text.stems, &texts[other].stems, overlap)
                    && let Some(alike) = alike(text, &texts[other], likeness)
                {
                    members.push((other, alike));
                }
            }
        }
        members[1..].sort_by_key(|(other, alike)| (std::cmp::Reverse(*alike), *other));
        for (other, _) in &members {
            taken[*other] = true;
        }
        groups.push(members);
    }
    groups
}

/// The rarest words of a text: two texts that share `overlap` per cent of the longer one's words share
/// one of these.
fn prefix(text: &Text, overlap: usize) -> &[usize] {
    let words = text.stems.len();
    if words < WORDS_MIN {
        return &[];
    }
    let shared = (words * overlap).div_ceil(100).max(1);
    &text.stems[..=words - shared]
}

fn shares_enough(left: &[usize], right: &[usize], overlap: usize) -> bool {
    let (mut a, mut b, mut shared) = (0, 0, 0);
    while let (Some(one), Some(other)) = (left.get(a), right.get(b)) {
        match one.cmp(other) {
            std::cmp::Ordering::Less => a += 1,
            std::cmp::Ordering::Greater => b += 1,
            std::cmp::Ordering::Equal => {
                shared += 1;
                a += 1;
                b += 1;
            }
        }
    }
    shared * 100 >= left.len().max(right.len()) * overlap
}

/// How alike two different texts are, in per cent, if at least so much.
fn alike(left: &Text, right: &Text, least: u8) -> Option<u8> {
    let args = fuzz::Args::default().score_cutoff(f64::from(least) / 100.0);
    let ratio = |one: &str, other: &str| fuzz::ratio_with_args(one.bytes(), other.bytes(), &args);
    let written = ratio(&left.folded, &right.folded);
    let sorted = ratio(&left.sorted, &right.sorted);
    let best = match (written, sorted) {
        (Some(written), Some(sorted)) => written.max(sorted),
        (one, other) => one.or(other)?,
    };
    // Between 0 and 1. Different texts are never told as equal.
    #[expect(clippy::cast_sign_loss, reason = "a ratio is not negative")]
    let per_cent = (best * 100.0).floor() as u8;
    Some(per_cent.min(99))
}

fn words(folded: &str) -> impl Iterator<Item = &str> {
    folded
        .split(|letter: char| !letter.is_alphanumeric())
        .filter(|word| !word.is_empty())
}

/// The words of a text that tell it from others, cut to their beginning.
fn stems(folded: &str) -> BTreeSet<String> {
    words(folded)
        .filter(|word| word.chars().count() >= WORD_LETTERS_MIN || is_number(word))
        .map(|word| word.chars().take(STEM_LETTERS).collect())
        .collect()
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}
