//! The checks. Each gathers every breach before it fails, so that one run shows them all.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod arrows;
mod readme;
mod sources;
mod supply;

/// Fails with the rule and every breach of it.
fn keep(rule: &str, breaches: &[String]) {
    assert!(breaches.is_empty(), "{rule}\n  {}", breaches.join("\n  "));
}
