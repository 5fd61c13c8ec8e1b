//! The relay over real sockets, through its public surface only.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout)]

mod client;
mod people;
mod receipts;

#[cfg(unix)]
mod database;
mod door;
mod exchange;
mod framing;
mod integrity;
mod life;
mod limits;
#[cfg(unix)]
mod many;
mod membership;
#[cfg(unix)]
mod shared;
mod signals;
