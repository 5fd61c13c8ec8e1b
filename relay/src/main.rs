//! `cotejo-relay`: the relay as a program.

#![forbid(unsafe_code)]

use std::ffi::OsString;
use std::io::{IsTerminal as _, Write as _};
use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Parser, Subcommand};
use relay::{Create, Limits, Options, TlsFiles};
use tracing_subscriber::EnvFilter;

mod commands;

use commands::Command;

/// The blind post office of Cotejo: keeps sealed envelopes and hands them on; it cannot read them.
///
/// Its first line on standard output is `listening on ADDR`. It logs to standard error in JSON;
/// COTEJO_RELAY_LOG sets how much (error, warn, info, debug). It ends gracefully on SIGTERM or
/// Ctrl-C, and reads its certificate again on SIGHUP. Without a certificate it speaks plain HTTP: put
/// a proxy that ends TLS before it.
#[derive(Debug, Parser)]
#[command(name = "cotejo-relay", version)]
struct Program {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Runs the relay; what is done when nothing else is named
    Run(Box<Arguments>),
    #[command(flatten)]
    Ask(Command),
}

#[derive(Debug, Args)]
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
    /// Certificate of this relay and those that lead to its authority, in PEM: it then speaks TLS
    #[arg(long, value_name = "FILE", requires = "tls_key")]
    tls_certificate: Option<PathBuf>,
    /// Private key of the certificate, in PEM
    #[arg(long, value_name = "FILE", requires = "tls_certificate")]
    tls_key: Option<PathBuf>,
    /// Connections come through a proxy that says in X-Forwarded-For for whom
    #[arg(long, requires = "trusted_proxy")]
    behind_proxy: bool,
    /// Address of that proxy; may be given several times. Nobody else's header is believed
    #[arg(long, value_name = "ADDR", requires = "behind_proxy")]
    trusted_proxy: Vec<IpAddr>,
    /// Who may found a dossier: whoever comes, who brings a code, or the devices of a list
    #[arg(long, value_enum, default_value_t = Founders::Open)]
    create: Founders,
    /// Codes that let found, one a line
    #[arg(long, value_name = "FILE", required_if_eq("create", "code"))]
    create_codes: Option<PathBuf>,
    /// Devices that may found, one a line
    #[arg(long, value_name = "FILE", required_if_eq("create", "list"))]
    create_devices: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Founders {
    Open,
    Code,
    List,
}

/// The words of the command line: options alone are those of `run`.
fn words() -> Vec<OsString> {
    let mut words: Vec<OsString> = std::env::args_os().collect();
    let first = words
        .get(1)
        .and_then(|word| word.to_str())
        .unwrap_or_default();
    let about_all = ["-h", "--help", "-V", "--version"].contains(&first);
    if first.is_empty() || (first.starts_with('-') && !about_all) {
        words.insert(1.min(words.len()), "run".into());
    }
    words
}

fn main() -> anyhow::Result<()> {
    let arguments = match Program::parse_from(words()).task {
        Task::Run(arguments) => *arguments,
        Task::Ask(command) => return command.carry_out(),
    };
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
    let certificate = arguments.tls_certificate.zip(arguments.tls_key);
    options.tls = certificate.map(|(certificate, key)| TlsFiles { certificate, key });
    options.trusted_proxies = arguments.trusted_proxy;
    options.create = match (
        arguments.create,
        arguments.create_codes,
        arguments.create_devices,
    ) {
        (Founders::Code, Some(codes), _) => Create::Code(codes),
        (Founders::List, _, Some(devices)) => Create::List(devices),
        (Founders::Open, _, _) => Create::Open,
        (Founders::Code | Founders::List, _, _) => anyhow::bail!("--create wants its file"),
    };
    // In a terminal with nothing to read again, closing the terminal ends it.
    let may_reload =
        options.tls.is_some() || options.create != Create::Open || !std::io::stdin().is_terminal();
    // The signals are ours before anybody can know that we listen.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the system refused a runtime")?;
    let mut signals = runtime.block_on(async { Signals::new(may_reload) })?;
    let running = relay::start(options)?;
    let mut stdout = std::io::stdout();
    writeln!(stdout, "listening on {}", running.addr())
        .and_then(|()| stdout.flush())
        .context("standard output is closed")?;
    runtime.block_on(async {
        while let Signal::Reload = signals.next().await {
            match running.reload() {
                Ok(()) => tracing::info!("certificate and founders were read again"),
                Err(error) => tracing::error!(%error, "what is in use stays"),
            }
        }
    });
    running.stop();
    Ok(())
}

/// What whoever runs it asks.
#[derive(Debug, Clone, Copy)]
enum Signal {
    Stop,
    #[cfg(unix)]
    Reload,
}

#[cfg(unix)]
struct Signals {
    /// `None` where a terminal that closes should end the relay.
    reload: Option<tokio::signal::unix::Signal>,
    terminate: tokio::signal::unix::Signal,
    interrupt: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new(may_reload: bool) -> anyhow::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let terminate = signal(SignalKind::terminate()).context("SIGTERM cannot be heard")?;
        let interrupt = signal(SignalKind::interrupt()).context("SIGINT cannot be heard")?;
        let reload = may_reload.then(|| signal(SignalKind::hangup()));
        let reload = reload.transpose().context("SIGHUP cannot be heard")?;
        Ok(Self {
            reload,
            terminate,
            interrupt,
        })
    }

    async fn next(&mut self) -> Signal {
        let reload = async {
            match &mut self.reload {
                Some(reload) => reload.recv().await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = reload => Signal::Reload,
            _ = self.terminate.recv() => Signal::Stop,
            _ = self.interrupt.recv() => Signal::Stop,
        }
    }
}

#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    fn new(_may_reload: bool) -> anyhow::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) -> Signal {
        if let Err(error) = tokio::signal::ctrl_c().await {
            tracing::error!(%error, "Ctrl-C cannot be heard");
        }
        Signal::Stop
    }
}
