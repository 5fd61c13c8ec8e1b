//! Limits of a minutes document. Each is far above what a dossier needs and far below what would
//! hurt the device of somebody who receives it.

/// Minutas of a dossier, removed ones included.
pub const MINUTES_MAX: usize = 1_000;
/// Parts of a minuta (acuerdos, people, entries of lists), removed ones included.
pub const PARTS_OF_ONE_MAX: usize = 1_000;
/// Parts of a document that are read.
pub const PARTS_MAX: usize = 50_000;
/// Acts of a document.
pub const ACTS_MAX: usize = 50_000;
/// Acts that one act takes the place of: those done at once.
pub const ACT_OVER_MAX: usize = 64;
/// Longest short value (a name, a place, a day), in UTF-16 units.
pub const VALUE_UTF16_UNITS_MAX: usize = 400;
/// Longest text (an acuerdo, its observaciones), in UTF-16 units.
pub const TEXT_UTF16_UNITS_MAX: usize = model::limits::TEXT_UTF16_UNITS_MAX;
/// Rows, cells and versions that one acuerdo speaks of.
pub const ABOUT_MAX: usize = 400;
/// Numbers said in one text that are looked at.
pub const SAID_MAX: usize = 100;
