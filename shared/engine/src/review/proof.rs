//! Proof over matrix and review together: three people write, move, retire, join, comment, propose,
//! accept and decide, apart from each other, and hear of each other's work at random. Whatever they
//! do in whatever order, no comment is hidden, no edit is lost, no numeral nobody wrote stands
//! unflagged, all are shown one list of things to decide, and deciding all of it leaves it empty.
//!
//! What is done goes through the same functions as what the window asks for, over real replicas,
//! whose envelopes are sealed, signed and opened; only disk and sockets are left out.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod deed;
mod office;
mod story;
mod truth;

use proptest::prelude::*;
use wire::Role;

use deed::{Deed, deed};
use story::Story;

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), max_shrink_iters: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_hidden_lost_or_invented_and_all_decide_the_same(
        third in prop_oneof![Just(Role::Editor), Just(Role::Reviewer)],
        deeds in prop::collection::vec(deed(), 1..50),
        choices in prop::collection::vec(0..4_usize, 8),
    ) {
        let mut story = Story::begin(third);
        for (who, deed) in &deeds {
            story.done(*who, deed);
        }
        story.office.meet();
        story.truth.check(&story.office);
        // The coordinator decides everything; what follows from a decision is decided too.
        for round in 0..DECISIONS_MAX {
            let choose = choices[round % choices.len()];
            if !story.decide(0, round, choose) {
                break;
            }
        }
        story.office.meet();
        story.truth.check(&story.office);
        let left = story.office.people[0].decisions();
        prop_assert!(left.is_empty(), "decided and still asked: {left:?}");
    }
}

/// Two accept the same proposal of a value for an empty cell, a third refuses it; one of the two
/// settles that it is refused while the value of the other still stands elsewhere.
#[test]
fn an_empty_cell_brought_back_is_asked_about_beside_a_value_set_meanwhile() {
    let mut story = Story::begin(Role::Editor);
    for (who, deed) in [
        (0, Deed::ProposeValue { row: 0, value: 112 }),
        (2, Deed::Hear { from: 0 }),
        (1, Deed::Hear { from: 2 }),
        (1, Deed::Hear { from: 0 }),
        (
            0,
            Deed::Accept {
                which: 0,
                part: None,
            },
        ),
        (
            2,
            Deed::Accept {
                which: 0,
                part: None,
            },
        ),
        (1, Deed::Refuse { which: 0 }),
        (2, Deed::Hear { from: 1 }),
        (
            2,
            Deed::Decide {
                which: 0,
                choose: 0,
            },
        ),
    ] {
        story.done(who, &deed);
    }
    story.office.meet();
    story.truth.check(&story.office);
}

/// Far more decisions than a story leaves.
const DECISIONS_MAX: usize = 200;

/// Cases of the property: few at each push, many in the nightly command.
fn cases() -> u32 {
    let asked = std::env::var("COTEJO_CASES").ok();
    asked.and_then(|cases| cases.parse().ok()).unwrap_or(500)
}
