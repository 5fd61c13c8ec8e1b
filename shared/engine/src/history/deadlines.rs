//! What was written after a review window had run out: *extemporáneo*.

use review::{Agreement, Window};

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
    /// Those of the windows that stand in a review.
    pub(crate) fn of(agreement: &Agreement<'_>) -> Self {
        let mut deadlines: Vec<Deadline> =
            agreement.windows.iter().filter_map(Deadline::of).collect();
        deadlines.sort_by_key(|deadline| deadline.opened_ms);
        Self(deadlines)
    }

    /// Whether something written at this moment, by the writer's clock, came after the last day of
    /// the window opened last by then. Once a coordinator has closed it, nothing is late any more.
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
    fn of(window: &Window<'_>) -> Option<Self> {
        Some(Self {
            opened_ms: window.opened.at_ms,
            ends_ms: dates::end_ms(window.closes_on().parse().ok()?),
            closed_ms: window.closed().map(|closed| closed.at_ms),
        })
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
    }
}
