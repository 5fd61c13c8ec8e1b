//! What people may do, drawn at random.

use proptest::prelude::*;

/// Something a person does. Rows and the like are picked by a number among those there are.
#[derive(Debug, Clone)]
pub(super) enum Deed {
    /// Words of a text replaced; `stale`: in an editor opened a while ago.
    Write {
        row: usize,
        field: usize,
        at: usize,
        removed: usize,
        new: New,
        stale: bool,
    },
    Set {
        row: usize,
        field: usize,
        value: u8,
        stale: bool,
    },
    Move {
        row: usize,
        after: usize,
    },
    Retire {
        row: usize,
        back: bool,
    },
    Join {
        row: usize,
        into: usize,
        text: bool,
    },
    Split {
        row: usize,
        at: usize,
    },
    Comment {
        row: usize,
        field: usize,
        words: Option<usize>,
    },
    Reply {
        comment: usize,
    },
    Resolve {
        comment: usize,
        back: bool,
    },
    Reword {
        comment: usize,
        withdrawn: bool,
    },
    Propose {
        row: usize,
        field: usize,
        at: usize,
        removed: usize,
        new: New,
    },
    ProposeValue {
        row: usize,
        value: u8,
    },
    ProposeLine {
        row: usize,
    },
    ProposeRetire {
        row: usize,
        back: bool,
    },
    Accept {
        which: usize,
        part: Option<u32>,
    },
    Refuse {
        which: usize,
    },
    Consult {
        row: usize,
    },
    Answer {
        which: usize,
    },
    State {
        row: usize,
        state: usize,
    },
    Decide {
        which: usize,
        choose: usize,
    },
    Open,
    Hear {
        from: usize,
    },
}

/// What is typed: of each, one that nobody typed before.
#[derive(Debug, Clone, Copy)]
pub(super) enum New {
    Word,
    Numeral,
    Sentence,
    Nothing,
}

/// Something somebody does.
pub(super) fn deed() -> impl Strategy<Value = (usize, Deed)> {
    let n = 0..6_usize;
    let new = prop_oneof![
        Just(New::Word),
        Just(New::Numeral),
        Just(New::Sentence),
        Just(New::Nothing)
    ];
    let write = (n.clone(), 0..2_usize, 0..8_usize, 0..3_usize, new.clone());
    let propose = (n.clone(), 0..2_usize, 0..8_usize, 0..3_usize, new);
    let what = prop_oneof![
        6 => (write, any::<bool>()).prop_map(|((row, field, at, removed, new), stale)| {
            Deed::Write { row, field, at, removed, new, stale }
        }),
        3 => (n.clone(), 0..2_usize, any::<u8>(), any::<bool>())
            .prop_map(|(row, field, value, stale)| Deed::Set { row, field, value, stale }),
        1 => (n.clone(), n.clone()).prop_map(|(row, after)| Deed::Move { row, after }),
        2 => (n.clone(), any::<bool>()).prop_map(|(row, back)| Deed::Retire { row, back }),
        1 => (n.clone(), n.clone(), any::<bool>())
            .prop_map(|(row, into, text)| Deed::Join { row, into, text }),
        1 => (n.clone(), 0..8_usize).prop_map(|(row, at)| Deed::Split { row, at }),
        3 => (n.clone(), 0..2_usize, prop::option::of(0..6_usize))
            .prop_map(|(row, field, words)| Deed::Comment { row, field, words }),
        1 => n.clone().prop_map(|comment| Deed::Reply { comment }),
        1 => (n.clone(), any::<bool>()).prop_map(|(comment, back)| Deed::Resolve { comment, back }),
        1 => (n.clone(), any::<bool>())
            .prop_map(|(comment, withdrawn)| Deed::Reword { comment, withdrawn }),
        3 => propose.prop_map(|(row, field, at, removed, new)| {
            Deed::Propose { row, field, at, removed, new }
        }),
        1 => (n.clone(), any::<u8>()).prop_map(|(row, value)| Deed::ProposeValue { row, value }),
        1 => n.clone().prop_map(|row| Deed::ProposeLine { row }),
        1 => (n.clone(), any::<bool>()).prop_map(|(row, back)| Deed::ProposeRetire { row, back }),
        4 => (n.clone(), prop::option::of(0..3_u32))
            .prop_map(|(which, part)| Deed::Accept { which, part }),
        1 => n.clone().prop_map(|which| Deed::Refuse { which }),
        1 => n.clone().prop_map(|row| Deed::Consult { row }),
        1 => n.clone().prop_map(|which| Deed::Answer { which }),
        2 => (n.clone(), 0..4_usize).prop_map(|(row, state)| Deed::State { row, state }),
        2 => (n.clone(), 0..4_usize).prop_map(|(which, choose)| Deed::Decide { which, choose }),
        2 => Just(Deed::Open),
        6 => (0..3_usize).prop_map(|from| Deed::Hear { from }),
    ];
    (0..3_usize, what)
}
