//! A device's connection after its upgrade, plain or under TLS, driven by readiness: neither road
//! keeps a buffer of ours while nothing is happening.

use std::io::{self, BufRead as _, ErrorKind, IoSlice, Read, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::io::AsyncWriteExt as _;
use tokio::net::TcpStream;
use tokio_rustls::rustls::ServerConnection;
use tokio_rustls::server::TlsStream;

/// A connection.
#[derive(Debug)]
pub(crate) enum Stream {
    /// The bare socket.
    Plain(TcpStream),
    /// The socket under TLS: in a box, so that the plain road pays nothing for it.
    Tls(Box<Sealed>),
}

/// A socket and the TLS over it. Reading and writing take turns at the lock; nobody waits with it.
#[derive(Debug)]
pub(crate) struct Sealed {
    socket: TcpStream,
    tls: Mutex<ServerConnection>,
}

impl From<TcpStream> for Stream {
    fn from(socket: TcpStream) -> Self {
        Self::Plain(socket)
    }
}

impl From<TlsStream<TcpStream>> for Stream {
    fn from(stream: TlsStream<TcpStream>) -> Self {
        let (socket, tls) = stream.into_inner();
        Self::Tls(Box::new(Sealed {
            socket,
            tls: Mutex::new(tls),
        }))
    }
}

impl Stream {
    /// The socket below.
    pub(crate) fn socket(&self) -> &TcpStream {
        match self {
            Self::Plain(socket) => socket,
            Self::Tls(sealed) => &sealed.socket,
        }
    }

    /// Waits until there may be something to read.
    pub(crate) async fn readable(&self) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.readable().await,
            Self::Tls(sealed) if sealed.holds_read() => Ok(()),
            Self::Tls(sealed) => sealed.socket.readable().await,
        }
    }

    /// Reads what there is; 0 at the end.
    pub(crate) fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.try_read(buffer),
            Self::Tls(sealed) => sealed.try_read(buffer),
        }
    }

    /// Waits until there may be room to write.
    pub(crate) async fn writable(&self) -> io::Result<()> {
        self.socket().writable().await
    }

    /// Takes what it has room for.
    pub(crate) fn try_write_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        match self {
            Self::Plain(socket) => socket.try_write_vectored(pieces),
            Self::Tls(sealed) => sealed.try_write_vectored(pieces),
        }
    }

    /// Whether something that was taken has not reached the system yet.
    pub(crate) fn owes(&self) -> bool {
        match self {
            Self::Plain(_) => false,
            Self::Tls(sealed) => sealed.lock().wants_write(),
        }
    }

    /// Gives the system what was taken.
    pub(crate) fn try_flush(&self) -> io::Result<()> {
        match self {
            Self::Plain(_) => Ok(()),
            Self::Tls(sealed) => sealed.flush(&mut sealed.lock()),
        }
    }

    /// Says that nothing more will be written.
    pub(crate) async fn shutdown(&mut self) -> io::Result<()> {
        match self {
            Self::Plain(socket) => socket.shutdown().await,
            Self::Tls(sealed) => {
                sealed.say_end();
                sealed.socket.shutdown().await
            }
        }
    }
}

impl Sealed {
    fn lock(&self) -> MutexGuard<'_, ServerConnection> {
        // a panic under it ended that session
        self.tls.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether something was opened and not read: no readiness of the socket will tell of it.
    fn holds_read(&self) -> bool {
        match self.lock().reader().fill_buf() {
            Ok(_) => true,
            Err(error) => error.kind() != ErrorKind::WouldBlock,
        }
    }

    fn try_read(&self, buffer: &mut [u8]) -> io::Result<usize> {
        let mut tls = self.lock();
        loop {
            match tls.reader().read(buffer) {
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                read => return read,
            }
            tls.read_tls(&mut Socket(&self.socket))?;
            let opened = tls.process_new_packets();
            // an alert, or the answer to a change of keys; what finds no room waits for the writer
            match self.flush(&mut tls) {
                Err(error) if error.kind() != ErrorKind::WouldBlock => return Err(error),
                Ok(()) | Err(_) => {}
            }
            opened.map_err(|error| io::Error::new(ErrorKind::InvalidData, error))?;
        }
    }

    fn try_write_vectored(&self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        let mut tls = self.lock();
        self.flush(&mut tls)?;
        let taken = tls.writer().write_vectored(pieces)?;
        match self.flush(&mut tls) {
            Err(error) if error.kind() != ErrorKind::WouldBlock => Err(error),
            Ok(()) | Err(_) => Ok(taken),
        }
    }

    fn say_end(&self) {
        let mut tls = self.lock();
        tls.send_close_notify();
        // A full socket does not get these last words: the end of the stream says the same.
        if let Err(error) = self.flush(&mut tls) {
            tracing::debug!(%error, "the end of TLS was not said");
        }
    }

    fn flush(&self, tls: &mut ServerConnection) -> io::Result<()> {
        while tls.wants_write() {
            if tls.write_tls(&mut Socket(&self.socket))? == 0 {
                return Err(ErrorKind::WriteZero.into());
            }
        }
        Ok(())
    }
}

/// The socket as TLS sees it: it takes what there is and never waits.
struct Socket<'a>(&'a TcpStream);

impl Read for Socket<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.try_read(buffer)
    }
}

impl Write for Socket<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.try_write(bytes)
    }

    fn write_vectored(&mut self, pieces: &[IoSlice<'_>]) -> io::Result<usize> {
        self.0.try_write_vectored(pieces)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
