//! Changes of a text, put one after another.

use contract::TextChange;

/// A stretch of a change: what it keeps, drops or brings, in UTF-16 units.
#[derive(Debug, Clone)]
enum Part {
    Keep(usize),
    Drop(usize),
    Bring(Vec<u16>),
}

impl Part {
    fn len(&self) -> usize {
        match self {
            Self::Keep(count) | Self::Drop(count) => *count,
            Self::Bring(units) => units.len(),
        }
    }

    /// The first `count` units; what is left stays.
    fn take(&mut self, count: usize) -> Self {
        match self {
            Self::Keep(left) => {
                *left -= count;
                Self::Keep(count)
            }
            Self::Drop(left) => {
                *left -= count;
                Self::Drop(count)
            }
            Self::Bring(left) => Self::Bring(left.drain(..count).collect()),
        }
    }
}

/// Whether changes are ascending, do not overlap and stay within a text.
pub(crate) fn fit(changes: &[TextChange], units: usize) -> bool {
    let mut end = 0;
    changes.iter().all(|change| {
        let (Ok(at), Ok(gone)) = (usize::try_from(change.at), usize::try_from(change.delete))
        else {
            return false;
        };
        let fits = at >= end && at.checked_add(gone).is_some_and(|stop| stop <= units);
        end = at.saturating_add(gone);
        fits
    })
}

/// A text after changes that [`fit`].
pub(crate) fn applied(text: &str, changes: &[TextChange]) -> String {
    let before: Vec<u16> = text.encode_utf16().collect();
    let mut after = Vec::with_capacity(before.len());
    let mut done = 0;
    for change in changes {
        let (at, gone) = (change.at as usize, change.delete as usize);
        after.extend(before.get(done..at).unwrap_or_default());
        after.extend(change.insert.encode_utf16());
        done = at + gone;
    }
    after.extend(before.get(done..).unwrap_or_default());
    String::from_utf16_lossy(&after)
}

/// One set of changes that does what `first` and then `second` do.
pub(crate) fn composed(first: &[TextChange], second: &[TextChange]) -> Vec<TextChange> {
    let (mut first, mut second) = (parts(first), parts(second));
    let mut result = Vec::new();
    loop {
        if let Some(Part::Drop(_)) = first.front() {
            result.extend(first.pop_front());
            continue;
        }
        if let Some(Part::Bring(_)) = second.front() {
            result.extend(second.pop_front());
            continue;
        }
        // Past its last part a change keeps everything.
        let count = match (first.front(), second.front()) {
            (None, None) => break,
            (Some(part), None) | (None, Some(part)) => part.len(),
            (Some(one), Some(other)) => one.len().min(other.len()),
        };
        match (taken(&mut first, count), taken(&mut second, count)) {
            (Part::Keep(_), Part::Keep(_)) => result.push(Part::Keep(count)),
            (Part::Bring(units), Part::Keep(_)) => result.push(Part::Bring(units)),
            (Part::Keep(_), Part::Drop(_)) => result.push(Part::Drop(count)),
            // Brought and dropped again; a first change's drops and a second's gifts went before.
            _ => {}
        }
    }
    changes(result)
}

fn taken(parts: &mut std::collections::VecDeque<Part>, count: usize) -> Part {
    let Some(front) = parts.front_mut() else {
        return Part::Keep(count);
    };
    let part = front.take(count);
    if front.len() == 0 {
        parts.pop_front();
    }
    part
}

fn parts(changes: &[TextChange]) -> std::collections::VecDeque<Part> {
    let mut parts = std::collections::VecDeque::new();
    let mut done = 0;
    for change in changes {
        let (at, gone) = (change.at as usize, change.delete as usize);
        for part in [
            Part::Keep(at - done),
            Part::Drop(gone),
            Part::Bring(change.insert.encode_utf16().collect()),
        ] {
            if part.len() > 0 {
                parts.push_back(part);
            }
        }
        done = at + gone;
    }
    parts
}

fn changes(parts: Vec<Part>) -> Vec<TextChange> {
    let mut changes: Vec<TextChange> = Vec::new();
    let (mut at, mut gone) = (0, 0);
    let mut brought: Vec<u16> = Vec::new();
    let mut flush = |at: &mut usize, gone: &mut usize, brought: &mut Vec<u16>| {
        if *gone > 0 || !brought.is_empty() {
            changes.push(TextChange {
                at: *at as u64,
                delete: *gone as u64,
                insert: String::from_utf16_lossy(brought),
            });
        }
        *at += *gone;
        *gone = 0;
        brought.clear();
    };
    for part in parts {
        match part {
            Part::Keep(count) => {
                flush(&mut at, &mut gone, &mut brought);
                at += count;
            }
            Part::Drop(count) => gone += count,
            Part::Bring(units) => brought.extend(units),
        }
    }
    flush(&mut at, &mut gone, &mut brought);
    changes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn change(at: u64, delete: u64, insert: &str) -> TextChange {
        TextChange {
            at,
            delete,
            insert: insert.to_owned(),
        }
    }

    #[test]
    fn two_sets_of_changes_do_together_what_they_do_apart() {
        let text = "Capacitar a 50 personas 🙂 servidoras";
        let first = [
            vec![],
            vec![change(12, 2, "80")],
            vec![change(0, 0, "1. "), change(15, 9, "")],
            vec![change(10, 5, ""), change(24, 2, "ñ🙂")],
        ];
        let mut tried = 0;
        for one in &first {
            let middle = applied(text, one);
            let units = middle.encode_utf16().count() as u64;
            for at in 0..units {
                for (delete, insert) in [(0, "x"), (3, ""), (4, "otra cosa")] {
                    let then = vec![change(at, delete.min(units - at), insert)];
                    let both = composed(one, &then);
                    assert!(fit(&both, text.encode_utf16().count()));
                    // Half a surrogate pair is replaced while it stands alone: compare only whole ones.
                    if middle.encode_utf16().nth(at as usize).is_some_and(is_low)
                        || middle
                            .encode_utf16()
                            .nth((at + then[0].delete) as usize)
                            .is_some_and(is_low)
                    {
                        continue;
                    }
                    assert_eq!(applied(text, &both), applied(&middle, &then));
                    tried += 1;
                }
            }
        }
        assert!(tried > 300);
    }

    fn is_low(unit: u16) -> bool {
        (0xDC00..0xE000).contains(&unit)
    }

    #[test]
    fn changes_that_leave_the_text_or_overlap_do_not_fit() {
        for (changes, fits) in [
            (vec![change(0, 3, "")], true),
            (vec![change(0, 4, "")], false),
            (vec![change(4, 0, "x")], false),
            (vec![change(0, 2, ""), change(1, 1, "")], false),
            (vec![change(2, 1, ""), change(0, 1, "")], false),
            (vec![change(u64::MAX, 1, "")], false),
        ] {
            assert_eq!(fit(&changes, 3), fits, "{changes:?}");
        }
    }
}
