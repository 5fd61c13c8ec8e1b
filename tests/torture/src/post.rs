//! The relay as a process of its own: started, watched from outside, killed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

/// Names a relay that is already built, instead of building it.
const READY_MADE: &str = "COTEJO_RELAY_BIN";
/// For a page of the relay to arrive.
const PAGE_WAIT: Duration = Duration::from_secs(10);

/// Why the relay's process cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum PostError {
    /// The system refused something.
    #[error("{what}: {source}")]
    System {
        /// What was being done.
        what: &'static str,
        /// What the system answered.
        source: std::io::Error,
    },
    /// The program could not be built.
    #[error("cargo did not build cotejo-relay")]
    NotBuilt,
    /// It ended, or said something else, instead of listening.
    #[error("the relay said {0:?} instead of where it listens")]
    NotListening(String),
    /// A page or a file of the system is not as expected.
    #[error("{0} cannot be understood")]
    Unreadable(String),
}

/// A relay that runs in a process of its own; killed when dropped.
#[derive(Debug)]
pub struct Post {
    child: Child,
    addr: SocketAddr,
}

impl Post {
    /// Starts a relay on a folder; port 0 takes a free one. `more`: further arguments.
    pub fn start(data: &Path, port: u16, more: &[&str]) -> Result<Self, PostError> {
        let mut command = Command::new(program()?);
        command.arg("--data").arg(data);
        Self::listening(command, port, more)
    }

    /// Starts one of several relays on a database, on a free port.
    pub fn start_on(store: &str, more: &[&str]) -> Result<Self, PostError> {
        let mut command = Command::new(program()?);
        command.env("COTEJO_RELAY_STORE", store);
        Self::listening(command, 0, more)
    }

    fn listening(mut command: Command, port: u16, more: &[&str]) -> Result<Self, PostError> {
        let mut child = command
            .args(["--listen", &format!("127.0.0.1:{port}")])
            .args(more)
            .env("COTEJO_RELAY_LOG", "error")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(system("starting the relay"))?;
        let mut line = String::new();
        if let Some(stdout) = child.stdout.take() {
            BufReader::new(stdout)
                .read_line(&mut line)
                .map_err(system("reading the relay"))?;
        }
        let addr = line
            .trim()
            .strip_prefix("listening on ")
            .and_then(|addr| addr.parse().ok());
        if let Some(addr) = addr {
            return Ok(Self { child, addr });
        }
        child.kill().map_err(system("ending the relay"))?;
        child.wait().map_err(system("ending the relay"))?;
        Err(PostError::NotListening(line))
    }

    /// Where it listens.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Its address as invitations give it.
    pub fn url(&self) -> String {
        format!("ws://{}", self.addr)
    }

    /// SIGKILL: nothing of it runs any more when this returns.
    pub fn kill(mut self) -> Result<(), PostError> {
        self.end()
    }

    fn end(&mut self) -> Result<(), PostError> {
        self.child.kill().map_err(system("killing the relay"))?;
        self.child.wait().map_err(system("killing the relay"))?;
        Ok(())
    }

    /// Processor time it has used, in seconds, of all its threads.
    pub fn cpu_seconds(&self) -> Result<f64, PostError> {
        let tasks = format!("/proc/{}/task", self.child.id());
        let mut used = Duration::ZERO;
        for task in std::fs::read_dir(tasks).map_err(system("reading the relay's threads"))? {
            let task = task.map_err(system("reading the relay's threads"))?;
            // A thread may end between the list and its page.
            let Ok(times) = std::fs::read_to_string(task.path().join("schedstat")) else {
                continue;
            };
            let first = times
                .split(' ')
                .next()
                .and_then(|first| first.parse::<u64>().ok());
            let first = first.ok_or_else(|| PostError::Unreadable("schedstat".to_owned()))?;
            used += Duration::from_nanos(first);
        }
        Ok(used.as_secs_f64())
    }

    /// Memory it holds, in KiB, the pages of the program file included.
    pub fn resident_kib(&self) -> Result<u64, PostError> {
        self.status("VmRSS:")
    }

    fn status(&self, name: &str) -> Result<u64, PostError> {
        let path = format!("/proc/{}/status", self.child.id());
        let text = std::fs::read_to_string(path).map_err(system("reading the relay's memory"))?;
        text.lines()
            .find_map(|line| {
                line.strip_prefix(name)?
                    .split_whitespace()
                    .next()?
                    .parse()
                    .ok()
            })
            .ok_or_else(|| PostError::Unreadable(name.to_owned()))
    }

    /// A number of its metrics page, by its whole name.
    pub fn metric(&self, name: &str) -> Result<f64, PostError> {
        let mut stream = TcpStream::connect_timeout(&self.addr, PAGE_WAIT)
            .map_err(system("asking for the metrics"))?;
        stream
            .set_read_timeout(Some(PAGE_WAIT))
            .map_err(system("asking for the metrics"))?;
        let request = format!("GET /metrics HTTP/1.1\r\nHost: {}\r\n\r\n", self.addr);
        stream
            .write_all(request.as_bytes())
            .map_err(system("asking for the metrics"))?;
        let mut page = String::new();
        stream
            .read_to_string(&mut page)
            .map_err(system("reading the metrics"))?;
        page.lines()
            .find_map(|line| {
                line.strip_prefix(name)?
                    .strip_prefix(' ')?
                    .trim()
                    .parse()
                    .ok()
            })
            .ok_or_else(|| PostError::Unreadable(name.to_owned()))
    }
}

impl Drop for Post {
    fn drop(&mut self) {
        // Already ended by `kill`, or the end of a test: there is nobody to tell.
        self.end().ok();
    }
}

fn system(what: &'static str) -> impl FnOnce(std::io::Error) -> PostError {
    move |source| PostError::System { what, source }
}

/// The relay's program, of the same profile as the one that asks. It is built first, so that what
/// is killed is never an older one.
fn program() -> Result<&'static Path, PostError> {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    if let Some(path) = PROGRAM.get() {
        return Ok(path);
    }
    let path = match std::env::var_os(READY_MADE) {
        Some(path) => PathBuf::from(path),
        None => build()?,
    };
    Ok(PROGRAM.get_or_init(|| path))
}

fn build() -> Result<PathBuf, PostError> {
    let this = std::env::current_exe().map_err(system("looking for the target folder"))?;
    // target/PROFILE/deps/it-… for a test, target/PROFILE/bench for a program.
    let above = this
        .ancestors()
        .skip(1)
        .find(|folder| !folder.ends_with("deps"));
    let Some((folder, target)) = above.and_then(|folder| Some((folder, folder.parent()?))) else {
        return Err(PostError::NotBuilt);
    };
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut build = Command::new(cargo);
    build
        .args([
            "build",
            "--quiet",
            "-p",
            "relay",
            "--bin",
            "cotejo-relay",
            "--target-dir",
        ])
        .arg(target)
        .current_dir(env!("CARGO_MANIFEST_DIR"));
    if folder.ends_with("release") {
        build.arg("--release");
    }
    let built = build.status().map_err(system("running cargo"))?;
    let program = folder.join(format!("cotejo-relay{}", std::env::consts::EXE_SUFFIX));
    if built.success() && program.exists() {
        Ok(program)
    } else {
        Err(PostError::NotBuilt)
    }
}
