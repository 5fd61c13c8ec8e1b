//! The minutes document of a dossier: sessions, what they agreed, who was there, and what became of
//! it. Over the plumbing of `document`, as the review is.
//!
//! This room must never know files, clock or network.
#![deny(missing_docs)]
#![forbid(unsafe_code)]
