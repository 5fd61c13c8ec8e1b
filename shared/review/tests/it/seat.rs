//! What everybody in a test brings.

use document::Author;

/// Dice somebody owns.
pub(crate) type BoxedDice = Box<dyn FnMut(&mut [u8])>;

/// Dice that replay from a seed (splitmix64).
pub(crate) fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z ^ (z >> 31)).to_le_bytes()[0];
        }
    }
}

pub(crate) fn author(number: u8) -> Author {
    Author([number; 32])
}
