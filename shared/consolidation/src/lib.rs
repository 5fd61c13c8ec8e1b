//! The matrices of many institutions as one: a table across all of them with filters, what each axis
//! and each priority is covered by, and the lines in which institutions repeat each other.
//!
//! ```text
//! Sheet (a matrix as its read model keeps it) ─┐
//! Sheet ───────────────────────────────────────┼─► Programme ── table(Filter, Order) ──► Table
//! Sheet ───────────────────────────────────────┘       ├────── coverage(places) ──────► Coverage
//!                                                      └────── repeats(places) ───────► [Repeat]
//! ```
//!
//! Each institution numbers and words its headings by itself: those of different matrices are one
//! heading when their numbers agree and their texts read alike ([`Programme::axes`]). Nothing is ever
//! merged or changed: whoever reads sees every wording there is. The same sheets give the same answer,
//! in whatever order they are handed over.
//!
//! This room must never know documents, files, the clock, the network or serialisation formats. Texts of
//! others are hostile: nothing here panics on them, and every work is bounded by [`limits`]. Read
//! [`Sheet`] first, then [`Programme`].
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod coverage;
mod filter;
mod headings;
pub mod limits;
mod order;
mod programme;
mod repeats;
mod sheet;
mod table;

pub use coverage::{Coverage, Covered, Meeting};
pub use filter::{Filter, Gravity, Lack};
pub use headings::{Heading, Headings};
pub use order::{Column, Grouping, Order};
pub use programme::{Institution, Place, Programme};
pub use repeats::{Repeat, Repeated};
pub use sheet::{Findings, Sheet, SheetHeading, SheetRow, State, Tier};
pub use table::{Section, Table};
