//! What was written after a review window had run out: *extemporáneo*.

use model::Version;
use review::{Act, Agreement, Window};

use super::dates;

/// The review windows as far as time goes.
#[derive(Debug, Default)]
pub(crate) struct Deadlines(Vec<Deadline>);

#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_field_names, reason = "the unit of each")]
struct Deadline {
    opened_ms: u64,
    /// The first moment after its last day.
    ends_ms: u64,
    closed_ms: Option<u64>,
}

impl Deadlines {
    /// Those of the windows that stand in a review, for what differs from a point: told from what a
    /// window handed out, closing that window before its day was its deadline.
    pub(crate) fn of(agreement: &Agreement<'_>, from: &Version) -> Self {
        let windows = agreement.windows.iter();
        let mut deadlines: Vec<Deadline> = windows
            .filter_map(|window| Deadline::of(window, from))
            .collect();
        deadlines.sort_by_key(|deadline| deadline.opened_ms);
        Self(deadlines)
    }

    /// Whether something written at this moment, by the writer's clock, came after the last day of
    /// the window opened last by then. Once a coordinator has closed it, nothing is late any more but
    /// for what that window asked for.
    pub(crate) fn is_late(&self, at_ms: u64) -> bool {
        let mut opened = self.0.iter().rev();
        let last = opened.find(|deadline| deadline.opened_ms <= at_ms);
        last.is_some_and(|deadline| {
            let closed = deadline
                .closed_ms
                .is_some_and(|closed_ms| closed_ms <= at_ms);
            at_ms >= deadline.ends_ms && !closed
        })
    }
}

impl Deadline {
    fn of(window: &Window<'_>, from: &Version) -> Option<Self> {
        let ends_ms = dates::end_ms(window.closes_on().parse().ok()?);
        let closed_ms = window.closed().map(|closed| closed.at_ms);
        let deadline = Self {
            opened_ms: window.opened.at_ms,
            ends_ms,
            closed_ms,
        };
        Some(match &window.opened.act {
            Act::Window { matrix, .. } if matrix == from => deadline.of_its_own(),
            _ => deadline,
        })
    }

    /// As what the window itself asked for is judged: once closed, what comes is late.
    fn of_its_own(self) -> Self {
        Self {
            ends_ms: self
                .closed_ms
                .map_or(self.ends_ms, |ms| ms.min(self.ends_ms)),
            closed_ms: None,
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn late_is_what_comes_after_the_last_day_of_the_window_that_is_open() {
        let deadlines = Deadlines(vec![
            Deadline {
                opened_ms: 100,
                ends_ms: 200,
                closed_ms: Some(300),
            },
            Deadline {
                opened_ms: 400,
                ends_ms: 500,
                closed_ms: None,
            },
        ]);
        let cases = [
            (99, false),
            (100, false),
            (199, false),
            (200, true),
            (299, true),
            (300, false),
            (400, false),
            (499, false),
            (500, true),
            (9_000, true),
        ];
        for (at_ms, late) in cases {
            assert_eq!(deadlines.is_late(at_ms), late, "{at_ms}");
        }
        assert!(!Deadlines::default().is_late(9_000));
        // What a window asked for is late once it is closed, before its day or after.
        for (closed_ms, first_late_ms) in [(150, 150), (300, 200)] {
            let deadline = Deadline {
                opened_ms: 100,
                ends_ms: 200,
                closed_ms: Some(closed_ms),
            };
            let deadlines = Deadlines(vec![deadline.of_its_own()]);
            assert!(!deadlines.is_late(first_late_ms - 1));
            assert!(deadlines.is_late(first_late_ms) && deadlines.is_late(9_000));
        }
    }
}
