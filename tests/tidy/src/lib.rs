//! Tidy: the house as tables ([`arrows`]), and the means to read the house as it is.
//!
//! It must never know what the rooms do, only who may know whom. A change of the tables is a change
//! of the design: its own commit, with its reason. Read [`arrows::ARROWS`] first.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

pub mod arrows;
pub mod house;
pub mod licence;
