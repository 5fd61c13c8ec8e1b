//! Many matrices as one, through the public face.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod coverage;
mod headings;
mod made;
mod random;
mod repeats;
mod table;
