//! A PostgreSQL of a test's own, in a folder for temporary things: started, restarted in the middle
//! of a load, and gone at its end. It listens on a socket in that folder only, so that no port is
//! taken from anybody, and asks for a password, as those outside do.
//!
//! The server is Debian's package (`scripts/apt-packages.txt`), or the one whose programs are in the
//! folder that `COTEJO_POSTGRES_BIN` names. It refuses to run as root: then it is the package's user
//! who runs it. Read [`Cluster`] first.
#![cfg(unix)]
#![deny(missing_docs)]
#![forbid(unsafe_code)]

use std::ffi::OsStr;
use std::io::Write as _;
use std::os::unix::fs::{MetadataExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};

use tempfile::TempDir;

/// Names the folder of PostgreSQL's programs.
const PROGRAMS: &str = "COTEJO_POSTGRES_BIN";
/// Where Debian puts them, a folder for each version.
const DEBIAN: &str = "/usr/lib/postgresql";
/// Who runs the server for root.
const USER: &str = "postgres";
/// Whose databases these are.
const OWNER: &str = "relevo";
/// For a server to start or stop, in seconds.
const WAIT_S: &str = "60";

/// The password of [`Cluster::url`], for those who look whether anybody tells it.
pub const PASSWORD: &str = "contrasenia-que-nadie-debe-ver";

/// Why there is no server.
#[derive(Debug, thiserror::Error)]
pub enum ClusterError {
    /// PostgreSQL is not installed.
    #[error("PostgreSQL 15 or newer is needed: apt-get install postgresql")]
    NotInstalled,
    /// The system refused something.
    #[error("{what}: {source}")]
    System {
        /// What was being done.
        what: &'static str,
        /// What the system answered.
        source: std::io::Error,
    },
    /// One of its programs failed.
    #[error("{program} failed: {said}")]
    Failed {
        /// Which one.
        program: String,
        /// What it said.
        said: String,
    },
}

/// A server that runs until this is dropped.
#[derive(Debug)]
pub struct Cluster {
    folder: TempDir,
    programs: PathBuf,
    user: Option<(u32, u32)>,
    spaces: AtomicU32,
}

impl Cluster {
    /// Makes one and starts it.
    pub fn start() -> Result<Self, ClusterError> {
        Self::start_in(&std::env::temp_dir())
    }

    /// The same, with its files on the disk of that folder.
    pub fn start_in(disk: &Path) -> Result<Self, ClusterError> {
        let folder = tempfile::tempdir_in(disk).map_err(system("making a folder"))?;
        let is_root = folder
            .path()
            .metadata()
            .map_err(system("looking at the folder"))?
            .uid()
            == 0;
        let user = if is_root { Some(user()?) } else { None };
        if let Some((uid, gid)) = user {
            chown(folder.path(), Some(uid), Some(gid)).map_err(system("giving the folder"))?;
        }
        let cluster = Self {
            folder,
            programs: programs()?,
            user,
            spaces: AtomicU32::new(0),
        };
        let password = cluster.folder.path().join("password");
        std::fs::File::create(&password)
            .and_then(|mut file| file.write_all(PASSWORD.as_bytes()))
            .map_err(system("writing the password"))?;
        let data = cluster.data();
        let made: [&OsStr; 9] = [
            "--pgdata".as_ref(),
            data.as_os_str(),
            "--username".as_ref(),
            OWNER.as_ref(),
            "--pwfile".as_ref(),
            password.as_os_str(),
            "--auth=scram-sha-256".as_ref(),
            "--encoding=UTF8".as_ref(),
            "--no-sync".as_ref(),
        ];
        cluster.run("initdb", &made)?;
        cluster.resume()?;
        Ok(cluster)
    }

    /// The address of a database of the server, with its password.
    pub fn url(&self) -> String {
        let socket = self.folder.path().to_string_lossy().replace('/', "%2F");
        format!("postgres://{OWNER}:{PASSWORD}@{socket}/postgres")
    }

    /// The address of an empty space in that database, as good as a database of one's own and made
    /// sooner.
    pub fn empty_url(&self) -> Result<String, ClusterError> {
        let space = format!("space{}", self.spaces.fetch_add(1, Ordering::Relaxed));
        self.sql(&format!("CREATE SCHEMA {space}"))?;
        Ok(format!("{}?options=-c%20search_path%3D{space}", self.url()))
    }

    /// Runs a statement as the owner of the databases; answers its rows as text.
    pub fn sql(&self, statement: &str) -> Result<String, ClusterError> {
        let said = self
            .command("psql")
            .args(["--no-psqlrc", "--quiet", "--tuples-only", "--no-align"])
            .args(["--set", "ON_ERROR_STOP=1", "--host"])
            .arg(self.folder.path())
            .args(["--username", OWNER, "--dbname", "postgres", "--command"])
            .arg(statement)
            .env("PGPASSWORD", PASSWORD)
            .output()
            .map_err(system("running psql"))?;
        if said.status.success() {
            Ok(String::from_utf8_lossy(&said.stdout).trim().to_owned())
        } else {
            Err(failed("psql", &said.stderr))
        }
    }

    /// Stops it at once, as a power cut would, and starts it again.
    pub fn restart(&self) -> Result<(), ClusterError> {
        self.stop()?;
        self.resume()
    }

    /// Stops it at once, as a power cut would.
    pub fn stop(&self) -> Result<(), ClusterError> {
        self.control(&["-m", "immediate", "stop"])
    }

    /// Starts it again.
    pub fn resume(&self) -> Result<(), ClusterError> {
        let folder = self.folder.path().display();
        let mut settings = format!(
            "-c listen_addresses='' -c unix_socket_directories={folder} -c max_connections=200"
        );
        if cfg!(target_os = "linux") {
            // after a kill it syncs every file there is, one by one: in seconds
            settings.push_str(" -c recovery_init_sync_method=syncfs");
        }
        let log = self.folder.path().join("log");
        let log = log.to_string_lossy();
        self.control(&["-o", &settings, "-l", &log, "start"])
    }

    fn control(&self, what: &[&str]) -> Result<(), ClusterError> {
        let data = self.data();
        let mut given: Vec<&OsStr> = vec![
            "-s".as_ref(),
            "-w".as_ref(),
            "-t".as_ref(),
            WAIT_S.as_ref(),
            "-D".as_ref(),
            data.as_os_str(),
        ];
        given.extend(what.iter().map(OsStr::new));
        self.run("pg_ctl", &given)
    }

    fn run(&self, program: &str, given: &[&OsStr]) -> Result<(), ClusterError> {
        // What it says goes to a file: the server it starts keeps the end of a pipe open.
        let said = self.folder.path().join("said");
        let file = std::fs::File::create(&said).map_err(system("writing what it says"))?;
        let ended = self
            .command(program)
            .args(given)
            .stdout(Stdio::null())
            .stderr(file)
            .status()
            .map_err(system("running a program of PostgreSQL"))?;
        if ended.success() {
            Ok(())
        } else {
            let said = std::fs::read(&said).map_err(system("reading what it said"))?;
            Err(failed(program, &said))
        }
    }

    fn command(&self, program: &str) -> Command {
        let mut command = Command::new(self.programs.join(program));
        command
            .current_dir(self.folder.path())
            .env("LC_ALL", "C")
            .stdin(Stdio::null());
        if let Some((uid, gid)) = self.user {
            command.uid(uid).gid(gid);
        }
        command
    }

    fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // Stopped by a test already, or never started: there is nobody to tell.
        self.stop().ok();
    }
}

/// The newest that is installed.
fn programs() -> Result<PathBuf, ClusterError> {
    if let Some(folder) = std::env::var_os(PROGRAMS) {
        return Ok(folder.into());
    }
    let versions = std::fs::read_dir(DEBIAN).map_err(|_| ClusterError::NotInstalled)?;
    let newest = versions
        .filter_map(|folder| folder.ok()?.file_name().to_str()?.parse::<u32>().ok())
        .max()
        .ok_or(ClusterError::NotInstalled)?;
    let programs = Path::new(DEBIAN).join(newest.to_string()).join("bin");
    if programs.join("initdb").exists() {
        Ok(programs)
    } else {
        Err(ClusterError::NotInstalled)
    }
}

/// The numbers of the user and group that the package made.
fn user() -> Result<(u32, u32), ClusterError> {
    let number = |which: &str| {
        let said = Command::new("id")
            .args([which, USER])
            .output()
            .map_err(system("asking who runs the server"))?;
        let number = String::from_utf8_lossy(&said.stdout).trim().parse().ok();
        number.ok_or_else(|| failed("id", &said.stderr))
    };
    Ok((number("-u")?, number("-g")?))
}

fn system(what: &'static str) -> impl FnOnce(std::io::Error) -> ClusterError {
    move |source| ClusterError::System { what, source }
}

fn failed(program: &str, said: &[u8]) -> ClusterError {
    ClusterError::Failed {
        program: program.to_owned(),
        said: String::from_utf8_lossy(said).trim().to_owned(),
    }
}
