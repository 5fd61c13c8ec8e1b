//! Files that carry a dossier where there is no network: on a memory stick, or by mail.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// How much of what is here somebody is known to lack.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum PackageLack {
    /// Nothing, by what was last heard of them.
    Nothing,
    /// Part of it.
    Part,
    /// All: nothing was ever heard of what they have.
    Everything,
}

/// Somebody a package may be for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PackagePerson {
    /// Device identifier, 64 hexadecimal digits.
    pub device: String,
    /// Name.
    pub name: String,
    /// Institution.
    pub institution: String,
    /// What they lack.
    pub lacks: PackageLack,
}

/// For whom a package can be made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PackageOffer {
    /// The other members, in the order of their names.
    pub people: Vec<PackagePerson>,
    /// Invitations that are open: whoever came in by one and was not heard of needs everything.
    pub invitations: u32,
}

/// A package that was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PackageMade {
    /// Where it is.
    pub file: String,
    /// Its length.
    #[ts(type = "number")]
    pub bytes: u64,
    /// Whether it carries anything that somebody it is for may lack; else it is a receipt alone.
    pub carries: bool,
}

/// What came of a package that was opened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PackageTaken {
    /// The dossier.
    pub dossier: String,
    /// Its title; "": nothing of it had arrived before.
    pub title: String,
    /// The device that made the package, 64 hexadecimal digits.
    pub author: String,
    /// Whose it is.
    pub name: String,
    /// When it was made, by that device's clock (RFC 3339).
    pub made_at: String,
    /// Changes that were not here.
    #[ts(type = "number")]
    pub changes: u64,
    /// Parts that were here already.
    #[ts(type = "number")]
    pub known: u64,
    /// Parts that cannot be placed: a package before this one is missing.
    #[ts(type = "number")]
    pub early: u64,
    /// Parts by somebody who may not write that any more, left out.
    #[ts(type = "number")]
    pub left_out: u64,
    /// Parts that are damaged or that nobody of the dossier signed, left out.
    #[ts(type = "number")]
    pub refused: u64,
    /// What whoever made it is known to lack now: worth a package back. `Nothing`: they still do not
    /// know that this one came.
    pub back: PackageLack,
}
