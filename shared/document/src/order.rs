//! Fractional keys: an order in which there is always room between two neighbours, and in which
//! two people who insert at the same place do not collide.

use crate::Dice;

const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const BASE: usize = DIGITS.len();
/// Random digits at the end, so that insertions at the same place differ.
const TAIL_DIGITS: usize = 3;
/// Digits looked at; a longer key comes from elsewhere and is not worth more.
const DIGITS_MAX: usize = 200;

/// `count` keys in order, with room everywhere.
pub fn spread(count: usize) -> Vec<String> {
    let mut width = 1;
    let mut room = BASE;
    while room <= count {
        width += 1;
        room *= BASE;
    }
    (1..=count)
        .map(|position| {
            let mut left = position * room / (count + 1);
            let mut digits = vec![0; width];
            for digit in digits.iter_mut().rev() {
                *digit = DIGITS[left % BASE];
                left /= BASE;
            }
            // No key ends in the lowest digit: nothing would fit before it.
            digits.push(DIGITS[BASE / 2]);
            String::from_utf8_lossy(&digits).into_owned()
        })
        .collect()
}

/// A key after `low` and before `high`.
pub fn between(low: Option<&str>, high: Option<&str>, dice: Dice<'_>) -> String {
    let low = low.unwrap_or("");
    let high = high.filter(|high| low < *high);
    let mut key = Vec::new();
    let mut bounded = high.map(str::as_bytes);
    for position in 0..DIGITS_MAX {
        let floor = low.as_bytes().get(position).map_or(0, |byte| value(*byte));
        let ceiling = match bounded {
            Some(high) => high.get(position).map_or(0, |byte| value(*byte)),
            None => BASE,
        };
        if ceiling > floor + 1 {
            key.push(DIGITS[floor + (ceiling - floor) / 2]);
            break;
        }
        key.push(DIGITS[floor]);
        if ceiling > floor {
            bounded = None;
        }
    }
    let mut tail = [0; TAIL_DIGITS];
    dice(&mut tail);
    // 1..: no key ends in the lowest digit.
    key.extend(
        tail.iter()
            .map(|byte| DIGITS[1 + usize::from(*byte) % (BASE - 1)]),
    );
    let key = String::from_utf8_lossy(&key).into_owned();
    let fits = *low < *key && high.is_none_or(|high| *key < *high);
    // Keys of other programs may leave no room; then the row goes right after its neighbour, ties
    // broken by identifier.
    if fits {
        key
    } else {
        format!("{low}{}", char::from(DIGITS[BASE / 2]))
    }
}

/// `count` keys in order after `low` and before `high`.
pub fn spread_between(
    low: Option<&str>,
    high: Option<&str>,
    count: usize,
    dice: Dice<'_>,
) -> Vec<String> {
    let mut keys = vec![String::new(); count];
    // The middle first, then either half: keys stay short.
    let mut gaps = vec![(0, count)];
    while let Some((start, end)) = gaps.pop() {
        if start == end {
            continue;
        }
        let middle = start + (end - start) / 2;
        let below = start.checked_sub(1).and_then(|below| keys.get(below));
        let above = keys.get(end);
        let key = between(
            below.map(String::as_str).or(low),
            above.map(String::as_str).or(high),
            dice,
        );
        if let Some(place) = keys.get_mut(middle) {
            *place = key;
        }
        gaps.extend([(start, middle), (middle + 1, end)]);
    }
    keys
}

fn value(digit: u8) -> usize {
    DIGITS.partition_point(|known| *known < digit).min(BASE - 1)
}
