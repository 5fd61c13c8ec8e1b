//! What the room promises, through its public surface.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod cases;
mod desk;
mod fixes;
mod formulas;
mod pure;
mod rules;
mod sample;
mod wording;
