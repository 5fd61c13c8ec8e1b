//! Starting and stopping: the folder, the clerk's thread, the sockets' runtime.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, mpsc as std_mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use axum::Router;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::Service;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use store::sqlite::OpenError;
use store::{FolderLock, StoreError};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{Semaphore, mpsc, watch};
use tokio_rustls::TlsAcceptor;

use crate::archive::{Archive, ArchiveError, ArchiveOpenError, DatabaseError, Place, Tag};
use crate::clerk::{Changed, Clerk, Departed, JOBS_MAX, Job, Keeping, News};
use crate::door::{Door, Seat};
use crate::founding::{CreateError, Founding};
use crate::http;
use crate::metrics::Metrics;
use crate::neighbours::{self, Listening};
use crate::options::Options;
use crate::session::Context;
use crate::subscribers::Subscribers;
use crate::tls::{Tls, TlsError};

/// Headers of a request, in bytes. hyper allows no less.
const HEADER_BYTES_MAX: usize = 8 * 1024;
/// Pause after the system would not give us a connection: it is usually out of descriptors.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// For tasks that outlive the drain to notice that it is over.
const SHUTDOWN: Duration = Duration::from_secs(1);

/// Why a relay did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// Another relay holds the folder.
    #[error(
        "another relay is using {data}: stop it first, or give this one a folder of its own with --data"
    )]
    InUse {
        /// The folder.
        data: PathBuf,
    },
    /// The folder cannot be used.
    #[error("the folder {data} cannot be used: {source}")]
    Folder {
        /// The folder.
        data: PathBuf,
        /// What is wrong with it.
        source: StoreError,
    },
    /// The database cannot be used.
    #[error("the relay's database cannot be used: {0}")]
    Archive(#[from] OpenError),
    /// The database that relays share cannot be used.
    #[error("the database {database} cannot be used: {source}")]
    Database {
        /// Which one; without its password.
        database: String,
        /// What is wrong with it.
        source: DatabaseError,
    },
    /// The database could not be read.
    #[error("the relay's database could not be read: {0}")]
    Read(ArchiveError),
    /// The address cannot be listened on.
    #[error("cannot listen on {listen}: {source}")]
    Listen {
        /// The address.
        listen: SocketAddr,
        /// What the system answered.
        source: io::Error,
    },
    /// The certificate cannot be used.
    #[error("{0}")]
    Tls(#[from] TlsError),
    /// The list of founders cannot be used.
    #[error("{0}")]
    Create(#[from] CreateError),
    /// The system refused what a relay needs to run.
    #[error("the system refused threads or random bytes: {0}")]
    System(io::Error),
}

/// What was not read again.
#[derive(Debug, thiserror::Error)]
pub enum ReloadError {
    /// The certificate in use stays.
    #[error("{0}")]
    Tls(#[from] TlsError),
    /// The list of founders in use stays.
    #[error("{0}")]
    Create(#[from] CreateError),
}

/// A relay that runs. Dropping it stops it as [`Running::stop`] does.
#[derive(Debug)]
pub struct Running {
    addr: SocketAddr,
    stop: watch::Sender<bool>,
    tls: Option<Arc<Tls>>,
    founding: Arc<Founding>,
    thread: Option<JoinHandle<()>>,
}

impl Running {
    /// Where it listens, with the real port.
    pub fn addr(&self) -> SocketAddr {
        self.addr
    }

    /// Reads the certificate again, so that a renewed one greets the connections from now on, and the
    /// list of founders. The sessions that are here go on. What cannot be used changes nothing.
    pub fn reload(&self) -> Result<(), ReloadError> {
        let read = self.founding.reload();
        if let Some(tls) = &self.tls {
            tls.reload()?;
        }
        Ok(read?)
    }

    /// Stops taking in, keeps and answers what has arrived, says goodbye, and waits until all of
    /// that is done or [`crate::Limits::drain`] has passed.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.stop.send_replace(true);
        if let Some(thread) = self.thread.take()
            && thread.join().is_err()
        {
            tracing::error!("the relay ended by a panic");
        }
    }
}

/// Starts a relay on threads of its own and returns once it listens.
pub fn start(options: Options) -> Result<Running, StartError> {
    let Options {
        data,
        database,
        listen,
        limits,
        tls,
        trusted_proxies,
        create,
    } = options;
    let founding = Arc::new(Founding::read(create)?);
    let tls = tls.map(Tls::read).transpose()?.map(Arc::new);
    let changed = Arc::new(Changed::default());
    let (place, lock, meeting, news) = if let Some(database) = database {
        let tag = Tag(u64::from_le_bytes(random()?));
        let meeting = neighbours::meet(database.clone(), tag, Arc::clone(&changed));
        let news = News::new(changed);
        let place = Place::Database(database, tag);
        (place, None, Some(meeting), Some(news))
    } else {
        let lock = take_folder(&data)?;
        (Place::Folder(data), Some(lock), None, None)
    };
    let (neighbours, hearing) = meeting.unzip();
    let (archive, relay) = open(&place)?;

    let metrics = Arc::new(Metrics::new());
    let departed = Arc::new(Departed::default());
    let subscribers = Arc::new(Subscribers::default());
    let clerk = Clerk::new(
        Keeping {
            place,
            archive,
            news,
        },
        &limits,
        Arc::clone(&founding),
        Arc::clone(&subscribers),
        Arc::clone(&departed),
        Arc::clone(&metrics),
    );
    let (jobs, jobs_of_clerk) = mpsc::channel(JOBS_MAX);
    let (stop, stop_of_context) = watch::channel(false);
    let context = Context {
        relay,
        door: Door::new(&limits, &trusted_proxies),
        metrics,
        jobs,
        subscribers,
        departed,
        neighbours,
        inbound: Arc::new(Semaphore::new(limits.inbound_bytes_max)),
        pages: Arc::new(Semaphore::new(limits.pages_max)),
        stop: stop_of_context,
        limits,
    };
    let runtime = Builder::new_multi_thread()
        .worker_threads(context.limits.workers.max(1))
        .max_blocking_threads(1)
        .thread_name("relay-socket")
        .enable_all()
        .build()
        .map_err(StartError::System)?;
    let clerk = thread::Builder::new()
        .name("relay-clerk".to_owned())
        .spawn(move || clerk.run(jobs_of_clerk))
        .map_err(StartError::System)?;
    let tls_of_server = tls.clone();
    let (ready, listening) = std_mpsc::sync_channel(1);
    // A thread of its own, because whoever starts a relay may be inside another runtime.
    let thread = thread::Builder::new()
        .name("relay".to_owned())
        .spawn(move || {
            run(runtime, listen, tls_of_server, context, hearing, &ready);
            if clerk.join().is_err() {
                tracing::error!("the clerk ended by a panic");
            }
            drop(lock);
        })
        .map_err(StartError::System)?;
    let answer = listening
        .recv()
        .map_err(|_| StartError::System(io::Error::other("the relay ended at once")))?;
    let addr = answer.map_err(|source| StartError::Listen { listen, source })?;
    Ok(Running {
        addr,
        stop,
        tls,
        founding,
        thread: Some(thread),
    })
}

fn take_folder(data: &Path) -> Result<FolderLock, StartError> {
    FolderLock::take(data).map_err(|error| match error {
        StoreError::InUse { home } => StartError::InUse { data: home },
        source => StartError::Folder {
            data: data.to_owned(),
            source,
        },
    })
}

/// Opens the tables; answers the relay's name too. On a thread of its own, because whoever starts a
/// relay may be inside another runtime.
fn open(place: &Place) -> Result<(Archive, [u8; 16]), StartError> {
    let fresh = random()?;
    let opening = || {
        let archive = Archive::open(place).map_err(|error| match (error, place) {
            (ArchiveOpenError::Database(source), Place::Database(database, _)) => {
                StartError::Database {
                    database: database.to_string(),
                    source,
                }
            }
            (ArchiveOpenError::Database(source), Place::Folder(_)) => StartError::Database {
                database: String::new(),
                source,
            },
            (ArchiveOpenError::Folder(error), _) => StartError::Archive(error),
        })?;
        let relay = archive.relay_id(fresh).map_err(StartError::Read)?;
        Ok((archive, relay))
    };
    let opened = thread::scope(|scope| scope.spawn(opening).join());
    opened.unwrap_or_else(|_| Err(StartError::System(io::Error::other("it panicked"))))
}

fn random<const BYTES: usize>() -> Result<[u8; BYTES], StartError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| StartError::System(io::Error::other(error)))?;
    Ok(bytes)
}

/// Listens and serves until told to stop, then waits for what is under way.
fn run(
    runtime: Runtime,
    listen: SocketAddr,
    tls: Option<Arc<Tls>>,
    context: Context,
    hearing: Option<Listening>,
    ready: &std_mpsc::SyncSender<io::Result<SocketAddr>>,
) {
    let jobs = context.jobs.clone();
    runtime.block_on(async {
        let bound = TcpListener::bind(listen).await;
        let listener = match bound.and_then(|listener| Ok((listener.local_addr()?, listener))) {
            Ok((addr, listener)) => {
                if tls.is_none() && !addr.ip().to_canonical().is_loopback() {
                    tracing::warn!(
                        %addr,
                        "without TLS on an address that others reach: give it a certificate, or put a proxy that ends TLS before it"
                    );
                }
                if ready.send(Ok(addr)).is_err() {
                    return;
                }
                listener
            }
            Err(error) => {
                if ready.send(Err(error)).is_err() {
                    tracing::error!("nobody waits for this relay");
                }
                return;
            }
        };
        let drain = context.limits.drain;
        let (alive, mut all_gone) = mpsc::channel::<()>(1);
        let context = Arc::new(context);
        if let Some(hearing) = hearing {
            tokio::spawn(hearing.run(Arc::clone(&context)));
        }
        serve(listener, tls, context, alive).await;
        tracing::info!("stopping");
        if tokio::time::timeout(drain, all_gone.recv()).await.is_err() {
            tracing::warn!("some sessions did not end in time");
        }
    });
    if let Err(error) = runtime.block_on(jobs.send(Job::Stop)) {
        tracing::error!(%error, "the clerk ended before it was told to");
    }
    runtime.shutdown_timeout(SHUTDOWN);
}

/// Accepts until told to stop.
async fn serve(
    listener: TcpListener,
    tls: Option<Arc<Tls>>,
    context: Arc<Context>,
    alive: http::Alive,
) {
    let seats = Arc::new(Semaphore::new(context.limits.connections_max));
    let mut stop = context.stop.clone();
    let pages = TowerToHyperService::new(http::router(Arc::clone(&context), alive));
    loop {
        // the seat before the guest: without one nobody is let in, and the system holds the queue
        let accepted = tokio::select! {
            stopped = stop.wait_for(|stop| *stop) => {
                drop(stopped);
                return;
            }
            accepted = async {
                let permit = Arc::clone(&seats).acquire_owned().await;
                (permit, listener.accept().await)
            } => accepted,
        };
        let (Ok(permit), accepted) = accepted else {
            return;
        };
        match accepted {
            Ok((stream, peer)) => {
                let Some(seat) = context.door.sit(peer.ip(), permit) else {
                    context.metrics.turned_away.inc();
                    tracing::info!("an address has all the connections it may");
                    continue;
                };
                let visit = Visit {
                    pages: pages.clone(),
                    seat: Arc::new(seat),
                };
                match &tls {
                    None => tokio::spawn(attend(Arc::clone(&context), stream, visit)),
                    Some(tls) => {
                        let acceptor = tls.acceptor();
                        tokio::spawn(uncover(acceptor, Arc::clone(&context), stream, visit))
                    }
                };
            }
            Err(error) => {
                tracing::warn!(%error, "the system gave no connection");
                tokio::time::sleep(ACCEPT_PAUSE).await;
            }
        }
    }
}

/// The handshake of TLS, and then the connection.
async fn uncover(acceptor: TlsAcceptor, context: Arc<Context>, stream: TcpStream, visit: Visit) {
    let deadline = context.limits.tls_deadline;
    match tokio::time::timeout(deadline, acceptor.accept(stream)).await {
        Ok(Ok(stream)) => attend(context, stream, visit).await,
        Ok(Err(error)) => {
            context.metrics.failed_handshakes.inc();
            tracing::debug!(%error, "a connection did not come to TLS");
        }
        Err(_) => {
            context.metrics.failed_handshakes.inc();
            tracing::debug!("the handshake of TLS took too long");
        }
    }
}

/// One connection while it speaks HTTP. An upgraded one leaves from here with its seat.
async fn attend<S>(context: Arc<Context>, stream: S, visit: Visit)
where
    S: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    context.metrics.connections.inc();
    let connections = context.metrics.connections.clone();
    let deadline = context.limits.http_deadline;
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(deadline)
        .max_buf_size(HEADER_BYTES_MAX)
        .serve_connection(TokioIo::new(stream), visit)
        .with_upgrades();
    match tokio::time::timeout(deadline, connection).await {
        Ok(Ok(())) => {}
        Ok(Err(error)) => tracing::debug!(%error, "a connection ended badly"),
        Err(_) => tracing::debug!("a request took too long"),
    }
    connections.dec();
}

/// The pages as one connection sees them: each request carries its seat.
#[derive(Debug, Clone)]
struct Visit {
    pages: TowerToHyperService<Router>,
    seat: Arc<Seat>,
}

impl Service<hyper::Request<Incoming>> for Visit {
    type Response = <TowerToHyperService<Router> as Service<hyper::Request<Incoming>>>::Response;
    type Error = <TowerToHyperService<Router> as Service<hyper::Request<Incoming>>>::Error;
    type Future = <TowerToHyperService<Router> as Service<hyper::Request<Incoming>>>::Future;

    fn call(&self, mut request: hyper::Request<Incoming>) -> Self::Future {
        request.extensions_mut().insert(Arc::clone(&self.seat));
        self.pages.call(request)
    }
}
