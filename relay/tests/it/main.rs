//! The relay over real sockets, through its public surface only.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod client;
mod people;
mod receipts;

mod admin;
mod authority;
mod door;
mod exchange;
mod founding;
mod framing;
mod integrity;
mod life;
mod limits;
mod membership;
mod packaging;
mod proxy;
mod siege;
mod signals;
mod tls;
