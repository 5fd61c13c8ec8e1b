//! The two directions of a session's socket. Neither keeps memory while nothing is happening.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::io::{self, ErrorKind, IoSlice};
use std::time::Duration;

use crate::framing::{Arrival, Decoder, Outgoing, Violation};
use crate::metrics::Metrics;
use crate::stream::Stream;

/// What one read takes at most. One such buffer per thread serves every session.
const READ_BYTES: usize = 16 * 1024;
/// What one session reads before others have their turn: what it sends may never end.
const TURN_BYTES_MAX: usize = 64 * 1024;
/// Pieces of one write.
const WRITE_PIECES_MAX: usize = 64;
/// How long a closed session's last words may take to be read, and what may still arrive meanwhile.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES_MAX: usize = 8 * 1024 * 1024;

thread_local! {
    static READ: RefCell<Vec<u8>> = RefCell::new(vec![0; READ_BYTES]);
}

/// Why nothing more comes from a socket.
#[derive(Debug)]
pub(crate) enum End {
    /// Closed without goodbye, or broken.
    Gone,
    /// A frame was begun and not finished in time.
    Late,
    /// It sent what may not be sent.
    Violation(Violation),
}

/// What comes from a socket.
#[derive(Debug)]
pub(crate) struct Incoming<'a> {
    stream: &'a Stream,
    metrics: &'a Metrics,
    decoder: Decoder,
    /// Read and not yet decoded.
    read: Vec<u8>,
    decoded: usize,
    /// Read in this turn.
    turn: usize,
}

impl<'a> Incoming<'a> {
    /// `early` is what arrived together with the HTTP request.
    pub(crate) fn new(
        stream: &'a Stream,
        metrics: &'a Metrics,
        early: Vec<u8>,
        limit: usize,
    ) -> Self {
        Self {
            stream,
            metrics,
            decoder: Decoder::new(limit),
            read: early,
            decoded: 0,
            turn: 0,
        }
    }

    /// Changes the largest message there may be.
    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.decoder.set_limit(limit);
    }

    /// What arrives next. May be dropped while waiting: nothing is lost.
    pub(crate) async fn next(&mut self) -> Result<Arrival, End> {
        loop {
            let mut rest = self.read.get(self.decoded..).unwrap_or_default();
            let before = rest.len();
            let arrival = self.decoder.next(&mut rest).map_err(End::Violation)?;
            self.decoded += before - rest.len();
            if let Some(arrival) = arrival {
                return Ok(arrival);
            }
            self.read = Vec::new();
            self.decoded = 0;
            if self.turn >= TURN_BYTES_MAX {
                self.turn = 0;
                tokio::task::yield_now().await;
            }
            self.read = self.read_some().await?;
            self.turn += self.read.len();
        }
    }

    async fn read_some(&self) -> Result<Vec<u8>, End> {
        loop {
            self.stream.readable().await.map_err(|_| End::Gone)?;
            let read = READ.with_borrow_mut(|buffer| {
                self.stream
                    .try_read(buffer)
                    .map(|bytes| buffer[..bytes].to_vec())
            });
            match read {
                Ok(bytes) if bytes.is_empty() => return Err(End::Gone),
                Ok(bytes) => {
                    self.metrics.bytes_in.inc_by(bytes.len() as u64);
                    return Ok(bytes);
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => return Err(End::Gone),
            }
        }
    }
}

/// Writes frames whole, many in one system call, giving up when nothing is taken for `stall`.
pub(crate) async fn write(
    stream: &Stream,
    metrics: &Metrics,
    frames: &mut VecDeque<Outgoing>,
    stall: Duration,
) -> io::Result<()> {
    write_while(stream, metrics, frames, stall, || false).await
}

/// The same, asking each time nothing was taken for `stall` whether to go on.
pub(crate) async fn write_while(
    stream: &Stream,
    metrics: &Metrics,
    frames: &mut VecDeque<Outgoing>,
    stall: Duration,
    mut goes_on: impl FnMut() -> bool,
) -> io::Result<()> {
    let mut written = 0; // of the first frame
    while !frames.is_empty() || stream.owes() {
        let taken = if frames.is_empty() {
            match stream.try_flush() {
                Ok(()) => return Ok(()),
                Err(error) => Err(error),
            }
        } else {
            try_write(stream, frames, written)
        };
        match taken {
            Ok(0) => return Err(ErrorKind::WriteZero.into()),
            Ok(bytes) => {
                metrics.bytes_out.inc_by(bytes as u64);
                written += bytes;
                while let Some(first) = frames.front()
                    && written >= first.len()
                {
                    written -= first.len();
                    frames.pop_front();
                }
            }
            Err(error) if error.kind() == ErrorKind::WouldBlock => {
                match tokio::time::timeout(stall, stream.writable()).await {
                    Ok(writable) => writable?,
                    Err(_) if goes_on() => {}
                    Err(_) => return Err(ErrorKind::TimedOut.into()),
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Says that nothing more will be written and waits until the other side has read it: closing at
/// once over unread bytes would throw our last words away.
pub(crate) async fn hang_up(stream: &mut Stream) {
    if stream.shutdown().await.is_err() {
        return;
    }
    // the socket itself: nobody reads what still comes
    let stream = stream.socket();
    let drained = async {
        let mut left = LINGER_BYTES_MAX;
        while left > 0 && stream.readable().await.is_ok() {
            let read = READ.with_borrow_mut(|buffer| stream.try_read(buffer));
            match read {
                Ok(0) => return,
                Ok(bytes) => left = left.saturating_sub(bytes),
                Err(error) if error.kind() == ErrorKind::WouldBlock => {}
                Err(_) => return,
            }
        }
    };
    // Either way the socket closes now.
    if tokio::time::timeout(LINGER, drained).await.is_err() {
        tracing::debug!("a closed session did not hang up in time");
    }
}

fn try_write(stream: &Stream, frames: &VecDeque<Outgoing>, written: usize) -> io::Result<usize> {
    let mut skip = written;
    let pieces: Vec<IoSlice<'_>> = frames
        .iter()
        .flat_map(Outgoing::parts)
        .filter_map(|part| {
            let skipped = skip.min(part.len());
            skip -= skipped;
            let rest = &part[skipped..];
            (!rest.is_empty()).then(|| IoSlice::new(rest))
        })
        .take(WRITE_PIECES_MAX)
        .collect();
    stream.try_write_vectored(&pieces)
}
