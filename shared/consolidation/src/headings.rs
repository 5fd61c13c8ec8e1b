//! Headings of different matrices that are one: the same number, and texts that read alike.

use std::collections::BTreeMap;

use checks::fold;
use rapidfuzz::distance::indel;

use crate::limits::SPELLINGS_MAX;

/// How alike two texts under one number must be to be one heading with a slip of the pen.
const ALIKE: f64 = 0.9;
/// Fewest letters of a text that another may begin with and be the same heading, cut short.
const CUT_LETTERS_MIN: usize = 8;

/// A heading of the programme.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// What names it: its number, and its text where others have the same number.
    pub key: String,
    /// Its number as text, "" if it has none.
    pub number: String,
    /// Its text, as most rows have it.
    pub text: String,
    /// Other ways it is written, the most frequent first.
    pub spellings: Vec<String>,
    /// Whether another heading has its number and reads otherwise.
    pub shares_number: bool,
    /// Of a priority: the axis most of its rows stand under, by its place.
    pub axis: Option<usize>,
}

impl Heading {
    /// Number and text as one: "7. Texto".
    pub fn printed(&self) -> String {
        print(&self.number, &self.text)
    }

    /// Whether somebody who says a number, a text or a key means it.
    pub fn answers_to(&self, said: &str) -> bool {
        let said = said.trim();
        self.key == said
            || (!self.number.is_empty() && self.number == bare_number(said))
            || (!self.text.is_empty() && fold(&self.text) == fold(said))
            || fold(&self.printed()) == fold(said)
    }
}

/// Number and text as one.
pub(crate) fn print(number: &str, text: &str) -> String {
    match (number, text) {
        ("", text) => text.to_owned(),
        (number, "") => number.to_owned(),
        (number, text) => format!("{number}. {text}"),
    }
}

/// Headings of a tier, in the order of their numbers; those without one last.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Headings(Vec<Heading>);

impl std::ops::Deref for Headings {
    type Target = [Heading];

    fn deref(&self) -> &[Heading] {
        &self.0
    }
}

/// A heading as one or more matrices write it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Written {
    pub(crate) number: String,
    pub(crate) text: String,
    /// Rows under it.
    pub(crate) rows: u32,
}

/// Wordings that are one.
struct Cluster {
    number: String,
    /// The text of its first wording, folded.
    folded: String,
    /// Places of its wordings, the most frequent first.
    wordings: Vec<usize>,
}

impl Cluster {
    /// Whether a text is this heading's.
    fn reads(&self, folded: &str) -> bool {
        if folded == self.folded || folded.is_empty() || self.folded.is_empty() {
            return true;
        }
        let cut = |short: &str, long: &str| {
            short.chars().count() >= CUT_LETTERS_MIN && long.starts_with(short)
        };
        cut(folded, &self.folded)
            || cut(&self.folded, folded)
            || indel::normalized_similarity(folded.chars(), self.folded.chars()) >= ALIKE
    }
}

impl Headings {
    /// Joins what matrices write; answers the place of each wording too.
    pub(crate) fn join(written: Vec<Written>) -> (Self, Vec<usize>) {
        let folded: Vec<String> = written.iter().map(|one| fold(&one.text)).collect();
        let numbers: Vec<String> = written.iter().map(|one| bare_number(&one.number)).collect();
        let mut order: Vec<usize> = (0..written.len()).collect();
        // Texts that say something before those that say nothing, then the most frequent, so that a
        // heading reads as most matrices write it.
        order.sort_by(|a, b| {
            let weight = |at: usize| {
                (
                    numbers[at].is_empty(),
                    folded[at].is_empty(),
                    u32::MAX - written[at].rows,
                    &folded[at],
                    &written[at].text,
                )
            };
            weight(*a).cmp(&weight(*b))
        });
        let mut clusters: Vec<Cluster> = Vec::new();
        let mut by_number: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for at in order {
            let of_number = by_number.entry(&numbers[at]).or_default();
            let known = of_number
                .iter()
                .copied()
                .find(|cluster| clusters[*cluster].reads(&folded[at]))
                .or_else(|| unnumbered(&clusters, &numbers[at], &folded[at]));
            if let Some(cluster) = known {
                clusters[cluster].wordings.push(at);
            } else {
                of_number.push(clusters.len());
                clusters.push(Cluster {
                    number: numbers[at].clone(),
                    folded: folded[at].clone(),
                    wordings: vec![at],
                });
            }
        }
        finish(clusters, &written, &by_number)
    }

    /// Says under which axis each priority stands.
    pub(crate) fn set_axes(&mut self, axes: Vec<Option<usize>>) {
        for (heading, axis) in self.0.iter_mut().zip(axes) {
            heading.axis = axis;
        }
    }
}

/// The numbered heading that a text without number says, if just one does.
fn unnumbered(clusters: &[Cluster], number: &str, folded: &str) -> Option<usize> {
    if !number.is_empty() || folded.is_empty() {
        return None;
    }
    let same =
        |(_, cluster): &(usize, &Cluster)| !cluster.number.is_empty() && cluster.folded == folded;
    let mut found = clusters.iter().enumerate().filter(same);
    let (at, _) = found.next()?;
    found.next().is_none().then_some(at)
}

fn finish(
    clusters: Vec<Cluster>,
    written: &[Written],
    by_number: &BTreeMap<&str, Vec<usize>>,
) -> (Headings, Vec<usize>) {
    let mut order: Vec<usize> = (0..clusters.len()).collect();
    order.sort_by_cached_key(|at| (number_order(&clusters[*at].number), *at));
    let mut places = vec![0; written.len()];
    let mut headings = Vec::with_capacity(clusters.len());
    for (place, at) in order.into_iter().enumerate() {
        let cluster = &clusters[at];
        let shared = by_number.get(&*cluster.number);
        // The first of a number is named by it alone: its key outlives a new wording.
        let is_first = shared.is_none_or(|all| all.first() == Some(&at));
        let numbered = !cluster.number.is_empty();
        let key = if numbered && is_first {
            cluster.number.clone()
        } else {
            format!("{}|{}", cluster.number, cluster.folded)
        };
        let mut texts: Vec<&str> = Vec::new();
        for wording in &cluster.wordings {
            places[*wording] = place;
            let text = written[*wording].text.trim();
            if !texts.contains(&text) {
                texts.push(text);
            }
        }
        headings.push(Heading {
            key,
            number: cluster.number.clone(),
            text: texts.first().copied().unwrap_or_default().to_owned(),
            spellings: texts
                .iter()
                .skip(1)
                .take(SPELLINGS_MAX)
                .map(|text| (*text).to_owned())
                .collect(),
            shares_number: numbered && shared.is_some_and(|all| all.len() > 1),
            axis: None,
        });
    }
    (Headings(headings), places)
}

/// A number as it is compared: "7", "7." and "07" are one.
fn bare_number(number: &str) -> String {
    let trimmed = number.trim().trim_end_matches(['.', ')', ':', ' ']);
    let parts = trimmed.split('.').map(|part| {
        let part = part.trim();
        let digits = !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        match part.trim_start_matches('0') {
            _ if !digits => part.to_lowercase(),
            "" => "0".to_owned(),
            rest => rest.to_owned(),
        }
    });
    parts.collect::<Vec<_>>().join(".")
}

/// "10" after "9", "3.10" after "3.9", words after numbers, nothing last.
fn number_order(number: &str) -> (bool, Vec<(u64, String)>) {
    let parts = number
        .split('.')
        .map(|part| match part.parse::<u64>() {
            Ok(value) => (value, String::new()),
            Err(_) => (u64::MAX, part.to_owned()),
        })
        .collect();
    (number.is_empty(), parts)
}
