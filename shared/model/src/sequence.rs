//! Which of a list moved.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

/// Those of a list that are in a set.
pub(crate) fn kept<T: Copy + Eq + Hash>(list: &[T], set: &HashSet<T>) -> Vec<T> {
    list.iter().copied().filter(|id| set.contains(id)).collect()
}

/// What stands before something in a list.
pub(crate) fn before<'a, T: Copy + Eq + 'a>(list: impl Iterator<Item = &'a T>, id: T) -> Option<T> {
    let mut last = None;
    for other in list {
        if *other == id {
            return last;
        }
        last = Some(*other);
    }
    last
}

/// The fewest of a list that must be taken out of it for the others to stand in the order they
/// stood in before; never one that stays where it was put, when those that do stand in order.
pub(crate) fn moved<T: Copy + Eq + Hash>(
    then: &[T],
    now: &[T],
    stays: impl Fn(&T) -> bool,
) -> HashSet<T> {
    let rank: HashMap<T, usize> = then.iter().copied().zip(0..).collect();
    let ranks: Vec<usize> = now.iter().map(|id| rank[id]).collect();
    let anchors: Vec<usize> = (0..now.len()).filter(|at| stays(&now[*at])).collect();
    let in_order = anchors
        .windows(2)
        .all(|pair| ranks[pair[0]] < ranks[pair[1]]);
    let anchors = if in_order { anchors } else { Vec::new() };
    let mut kept: HashSet<usize> = anchors.iter().copied().collect();
    // Between two that stay: the longest run in order that fits between their ranks.
    let mut start: usize = 0;
    for end in anchors.iter().copied().chain([now.len()]) {
        let low = start.checked_sub(1).map(|at| ranks[at]);
        let high = ranks.get(end).copied();
        let fits = |at: &usize| {
            low.is_none_or(|low| ranks[*at] > low) && high.is_none_or(|high| ranks[*at] < high)
        };
        let between: Vec<usize> = (start..end).filter(fits).collect();
        kept.extend(longest_rising(&between, &ranks));
        start = end + 1;
    }
    let gone = (0..now.len()).filter(|at| !kept.contains(at));
    gone.map(|at| now[at]).collect()
}

/// The longest run of these places whose ranks rise, the last place first. `ranks` has one for each
/// place.
pub fn longest_rising(places: &[usize], ranks: &[usize]) -> Vec<usize> {
    // The last place of the best run of each length, and what comes before each.
    let mut ends: Vec<usize> = Vec::new();
    let mut before: HashMap<usize, usize> = HashMap::new();
    for place in places {
        let length = ends.partition_point(|end| ranks[*end] < ranks[*place]);
        if let Some(shorter) = length.checked_sub(1) {
            before.insert(*place, ends[shorter]);
        }
        match ends.get_mut(length) {
            Some(end) => *end = *place,
            None => ends.push(*place),
        }
    }
    let mut run = Vec::new();
    let mut next = ends.last().copied();
    while let Some(place) = next {
        run.push(place);
        next = before.get(&place).copied();
    }
    run
}
