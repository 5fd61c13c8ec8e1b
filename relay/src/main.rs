//! `cotejo-relay`: the relay as a program.

#![forbid(unsafe_code)]

use std::io::Write as _;
use std::net::SocketAddr;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::Parser;
use relay::{Limits, Options};
use tracing_subscriber::EnvFilter;

/// The blind post office of Cotejo: keeps sealed envelopes and hands them on; it cannot read them.
///
/// Its first line on standard output is `listening on ADDR`. It logs to standard error in JSON;
/// COTEJO_RELAY_LOG sets how much (error, warn, info, debug). It ends gracefully on SIGTERM or
/// Ctrl-C. It speaks plain HTTP: put a proxy that ends TLS before it.
#[derive(Debug, Parser)]
#[command(name = "cotejo-relay", version)]
struct Arguments {
    /// Folder of this relay's database; made if it is not there
    #[arg(long, value_name = "DIR", required_unless_present = "store")]
    data: Option<PathBuf>,
    /// A PostgreSQL database (15 or later) instead of a folder, shared with other relays:
    /// `postgres://USER:PASSWORD@HOST/DATABASE`. A device may meet any of them, so put any load
    /// balancer before them. The connection is not encrypted: reach the server over a socket, a
    /// private network or a tunnel. The environment keeps the password out of the list of processes
    #[arg(
        long,
        value_name = "URL",
        env = "COTEJO_RELAY_STORE",
        hide_env_values = true,
        conflicts_with = "data"
    )]
    store: Option<String>,
    /// Address and port to listen on; port 0 takes a free one
    #[arg(long, value_name = "ADDR")]
    listen: SocketAddr,
    /// Room for one dossier, in MiB
    #[arg(long, value_name = "MIB", default_value_t = 256)]
    dossier_mib: u64,
    /// Connections at once, of everybody
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections_max)]
    connections: usize,
    /// Connections at once from one address; this computer's own is not limited
    #[arg(long, value_name = "N", default_value_t = Limits::default().connections_per_address_max)]
    connections_per_address: usize,
    /// Frames per second of one device, after its burst
    #[arg(long, value_name = "N", default_value_t = Limits::default().frames_per_second)]
    frames_per_second: u32,
    /// Frames one device may send at once after having been quiet
    #[arg(long, value_name = "N", default_value_t = Limits::default().frames_burst)]
    frames_burst: u32,
}

fn main() -> anyhow::Result<()> {
    let arguments = Arguments::parse();
    let filter =
        EnvFilter::try_from_env("COTEJO_RELAY_LOG").unwrap_or_else(|_| EnvFilter::new("info"));
    tracing_subscriber::fmt()
        .json()
        .flatten_event(true)
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .init();
    let mut options = match (arguments.store, arguments.data) {
        (Some(store), _) => Options::on(store.parse()?, arguments.listen),
        (None, data) => Options::new(data.unwrap_or_default(), arguments.listen),
    };
    options.limits.dossier_bytes_max = arguments.dossier_mib.saturating_mul(1024 * 1024);
    options.limits.connections_max = arguments.connections;
    options.limits.connections_per_address_max = arguments.connections_per_address;
    options.limits.frames_per_second = arguments.frames_per_second;
    options.limits.frames_burst = arguments.frames_burst;
    // The signals are ours before anybody can know that we listen.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the system refused a runtime")?;
    let mut signals = runtime.block_on(async { Signals::new() })?;
    let running = relay::start(options)?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening on {}", running.addr())
        .and_then(|()| stdout.flush())
        .context("standard output is closed")?;
    runtime.block_on(signals.next());
    running.stop();
    Ok(())
}

#[cfg(unix)]
struct Signals {
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be heard")?;
        let interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be heard")?;
        Ok(Self {
            terminate,
            interrupt,
        })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new() -> anyhow::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C cannot be heard");
        }
    }
}
