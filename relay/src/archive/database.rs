//! A PostgreSQL database that relays share: its address, and a connection to it.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use tokio_postgres::config::{Host, TargetSessionAttrs};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, Connection, NoTls, Socket, tls::NoTlsStream};

/// For the server to be reached, unless its address says otherwise.
const CONNECT_WAIT: Duration = Duration::from_secs(5);
/// A server that vanished without a word is noticed after this and three unanswered questions.
const KEEPALIVE_IDLE: Duration = Duration::from_secs(10);
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(5);
const KEEPALIVE_RETRIES: u32 = 3;

/// Where a database is and who one is there. It is never shown with its password.
#[derive(Clone)]
pub struct Database {
    config: Arc<Config>,
}

/// Why a database cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DatabaseError {
    /// The address is not one. It is not repeated: a password may be in it.
    #[error(
        "the address of the database cannot be read: it is \
         postgres://USER:PASSWORD@HOST:PORT/DATABASE, with %XX for special characters"
    )]
    Address,
    /// The server did not let us in, or failed.
    #[error("{0}")]
    Postgres(#[from] PostgresError),
    /// The server did not answer in time.
    #[error("the database does not answer")]
    Late,
    /// The system gave no runtime to wait with.
    #[error("the system refused what a connection needs: {0}")]
    System(#[from] std::io::Error),
    /// A server from before those that are tested.
    #[error("the server is PostgreSQL {found}; {oldest} or newer is needed")]
    TooOld {
        /// Its version.
        found: i32,
        /// The oldest that will do.
        oldest: i32,
    },
    /// The server acknowledges what a power cut would lose.
    #[error(
        "the server has {setting} off, so that what it acknowledges can be lost: turn it on, an \
         acknowledgement of a relay is a promise"
    )]
    Unsafe {
        /// What is off.
        setting: &'static str,
    },
    /// Tables of something else.
    #[error("the database has tables that are not a relay's: give relays a database of their own")]
    NotARelays,
    /// Tables that a newer build has made. Nothing was written.
    #[error(
        "the database has format {found}, this build knows up to {known}: a newer relay has used \
         it; run that version"
    )]
    Newer {
        /// Format of the tables.
        found: i32,
        /// Newest format this build knows.
        known: i32,
    },
}

/// What PostgreSQL said, in its own words, or why it could not be asked.
#[derive(Debug)]
pub struct PostgresError(pub(super) tokio_postgres::Error);

impl PostgresError {
    /// Whether two relays were in each other's way. The unique keys are among it: two decisions
    /// taken on the same past.
    pub(super) fn is_conflict(&self) -> bool {
        let conflicts = [
            SqlState::T_R_SERIALIZATION_FAILURE,
            SqlState::T_R_DEADLOCK_DETECTED,
            SqlState::UNIQUE_VIOLATION,
        ];
        self.0.code().is_some_and(|code| conflicts.contains(code))
    }
}

impl From<tokio_postgres::Error> for PostgresError {
    fn from(error: tokio_postgres::Error) -> Self {
        Self(error)
    }
}

impl fmt::Display for PostgresError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use std::error::Error as _;
        if let Some(said) = self.0.as_db_error() {
            return write!(f, "{} ({})", said.message(), said.code().code());
        }
        write!(f, "{}", self.0)?;
        match self.0.source() {
            Some(source) => write!(f, ": {source}"),
            None => Ok(()),
        }
    }
}

impl std::error::Error for PostgresError {}

impl FromStr for Database {
    type Err = DatabaseError;

    fn from_str(address: &str) -> Result<Self, DatabaseError> {
        let is_address = ["postgres://", "postgresql://"]
            .iter()
            .any(|scheme| address.starts_with(scheme));
        let mut config = match address.parse::<Config>() {
            Ok(config) if is_address && !config.get_hosts().is_empty() => config,
            // what the parser complains of may be a piece of the password
            Ok(_) | Err(_) => return Err(DatabaseError::Address),
        };
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT_WAIT);
        }
        config
            .target_session_attrs(TargetSessionAttrs::ReadWrite)
            .keepalives(true)
            .keepalives_idle(KEEPALIVE_IDLE)
            .keepalives_interval(KEEPALIVE_INTERVAL)
            .keepalives_retries(KEEPALIVE_RETRIES);
        Ok(Self {
            config: Arc::new(config),
        })
    }
}

impl Database {
    /// A connection under a name by which the server's owner knows it, and what has to be polled for
    /// it to speak.
    pub(crate) async fn connect(
        &self,
        name: &str,
    ) -> Result<(Client, Connection<Socket, NoTlsStream>), DatabaseError> {
        let mut config = Config::clone(&self.config);
        config.application_name(name);
        Ok(config.connect(NoTls).await.map_err(PostgresError)?)
    }
}

impl fmt::Display for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let config = &self.config;
        write!(f, "postgres://")?;
        for (place, host) in config.get_hosts().iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            match host {
                Host::Tcp(host) => write!(f, "{comma}{host}")?,
                #[cfg(unix)]
                Host::Unix(path) => write!(f, "{comma}{}", path.display())?,
            }
            if let Some(port) = config.get_ports().get(place) {
                write!(f, ":{port}")?;
            }
        }
        match config.get_dbname() {
            Some(name) => write!(f, "/{name}"),
            None => Ok(()),
        }
    }
}

impl fmt::Debug for Database {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Database({self})")
    }
}
