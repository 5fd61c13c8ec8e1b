//! The killers and the judges.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]
#![allow(clippy::cast_precision_loss)] // counts of kills

mod closing;
mod crowding;
mod founding;
mod judge;
mod relaying;
mod typing;
mod victim;

/// How many kills a test makes: its own number, or as many times more as `TORTURE_KILLS` asks of
/// the fifty.
fn kills(ordinary: u64) -> u64 {
    let asked = std::env::var("TORTURE_KILLS")
        .ok()
        .and_then(|text| text.parse::<u64>().ok());
    asked.map_or(ordinary, |asked| (ordinary * asked).div_ceil(50))
}

/// The seed of a run: given, or always the same.
fn seed() -> u64 {
    std::env::var("TORTURE_SEED")
        .ok()
        .and_then(|text| text.parse().ok())
        .unwrap_or(20_240)
}
