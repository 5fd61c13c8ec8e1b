//! The relay over real sockets, through its public surface only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod client;
mod people;
mod receipts;

mod admin;
mod authority;
#[cfg(unix)]
mod database;
mod door;
mod exchange;
mod founding;
mod framing;
mod integrity;
mod life;
mod limits;
#[cfg(unix)]
mod many;
mod membership;
mod packaging;
mod proxy;
#[cfg(unix)]
mod shared;
mod siege;
mod signals;
mod tls;
