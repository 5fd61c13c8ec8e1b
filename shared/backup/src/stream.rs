//! The stream of a protected file: pieces of a fixed size, each sealed with its place and whether it
//! is the last (the STREAM construction), so that no piece can be changed, moved, left out or cut off.

use std::io::{self, BufRead, Read, Write};

use aead_stream::{DecryptorBE32, EncryptorBE32, Nonce, StreamBE32};
use chacha20poly1305::aead::Payload;
use chacha20poly1305::{Key, XChaCha20Poly1305};

use crate::BackupError;
use crate::header::Protection;
use crate::lock::{Lock, NONCE_BYTES};

/// Bytes of a piece before it is sealed.
pub(crate) const PIECE_BYTES: usize = 64 * 1024;
/// What sealing adds to a piece.
const TAG_BYTES: usize = 16;

/// Writes a stream: as it is, or sealed.
pub(crate) enum Sink<W> {
    Open(W),
    Sealed(Box<Sealing<W>>),
}

/// A stream being sealed.
pub(crate) struct Sealing<W> {
    to: W,
    cipher: EncryptorBE32<XChaCha20Poly1305>,
    /// Every piece is bound to the beginning of its file.
    header: Vec<u8>,
    piece: Vec<u8>,
}

impl<W: Write> Sink<W> {
    pub(crate) fn sealed(
        to: W,
        lock: &Lock,
        protection: &Protection,
        header: Vec<u8>,
    ) -> Result<Self, BackupError> {
        let (key, nonce) = key_and_nonce(lock, protection)?;
        Ok(Self::Sealed(Box::new(Sealing {
            to,
            cipher: EncryptorBE32::new(&key, &nonce),
            header,
            piece: Vec::with_capacity(PIECE_BYTES),
        })))
    }

    /// Writes what is still held; answers what was written to.
    pub(crate) fn finish(self) -> io::Result<W> {
        match self {
            Self::Open(to) => Ok(to),
            Self::Sealed(sealing) => {
                let Sealing {
                    mut to,
                    cipher,
                    header,
                    piece,
                } = *sealing;
                let payload = Payload {
                    msg: &piece,
                    aad: &header,
                };
                let sealed = cipher.encrypt_last(payload).map_err(|_| cipher_failed())?;
                to.write_all(&sealed)?;
                Ok(to)
            }
        }
    }
}

impl<W: Write> Write for Sink<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Open(to) => to.write(bytes),
            Self::Sealed(sealing) => sealing.take(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Open(to) => to.flush(),
            // A piece is written when it is full, and the last one at the end.
            Self::Sealed(sealing) => sealing.to.flush(),
        }
    }
}

impl<W: Write> Sealing<W> {
    fn take(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // The last piece is sealed as such: a full one waits until something follows it.
        if self.piece.len() == PIECE_BYTES && !bytes.is_empty() {
            let payload = Payload {
                msg: &self.piece,
                aad: &self.header,
            };
            let sealed = self.cipher.encrypt_next(payload);
            self.to.write_all(&sealed.map_err(|_| cipher_failed())?)?;
            self.piece.clear();
        }
        let taken = bytes.len().min(PIECE_BYTES - self.piece.len());
        self.piece.extend_from_slice(&bytes[..taken]);
        Ok(taken)
    }
}

/// Reads a stream: as it is, or sealed.
pub(crate) enum Source<R> {
    Open(R),
    Sealed(Box<Opening<R>>),
}

/// A sealed stream being opened.
pub(crate) struct Opening<R> {
    from: R,
    /// `None` once the last piece was opened.
    cipher: Option<DecryptorBE32<XChaCha20Poly1305>>,
    header: Vec<u8>,
    piece: Vec<u8>,
    at: usize,
}

impl<R: BufRead> Source<R> {
    /// Opens the first piece: whether the lock is the right one is known from it.
    pub(crate) fn sealed(
        from: R,
        lock: &Lock,
        protection: &Protection,
        header: Vec<u8>,
    ) -> Result<Self, BackupError> {
        let (key, nonce) = key_and_nonce(lock, protection)?;
        let mut opening = Opening {
            from,
            cipher: Some(DecryptorBE32::new(&key, &nonce)),
            header,
            piece: Vec::new(),
            at: 0,
        };
        match opening.next_piece() {
            Ok(()) => Ok(Self::Sealed(Box::new(opening))),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                Err(BackupError::PassphraseWrong)
            }
            Err(error) => Err(crate::header::of_read(error)),
        }
    }
}

impl<R: BufRead> Opening<R> {
    fn next_piece(&mut self) -> io::Result<()> {
        let Some(mut cipher) = self.cipher.take() else {
            return Ok(());
        };
        let mut sealed = Vec::with_capacity(PIECE_BYTES + TAG_BYTES);
        let limit = (PIECE_BYTES + TAG_BYTES) as u64;
        (&mut self.from).take(limit).read_to_end(&mut sealed)?;
        if sealed.len() < TAG_BYTES {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        let is_last = self.from.fill_buf()?.is_empty();
        let payload = Payload {
            msg: &sealed,
            aad: &self.header,
        };
        let opened = if is_last {
            cipher.decrypt_last(payload)
        } else {
            let opened = cipher.decrypt_next(payload);
            self.cipher = Some(cipher);
            opened
        };
        self.piece = opened.map_err(|_| io::Error::from(io::ErrorKind::InvalidData))?;
        self.at = 0;
        Ok(())
    }
}

impl<R: BufRead> Read for Source<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Open(from) => from.read(into),
            Self::Sealed(opening) => {
                if opening.at == opening.piece.len() {
                    opening.piece.clear();
                    opening.at = 0;
                    opening.next_piece()?;
                }
                let rest = &opening.piece[opening.at..];
                let read = rest.len().min(into.len());
                into[..read].copy_from_slice(&rest[..read]);
                opening.at += read;
                Ok(read)
            }
        }
    }
}

type StreamNonce = Nonce<XChaCha20Poly1305, StreamBE32<XChaCha20Poly1305>>;

fn key_and_nonce(lock: &Lock, protection: &Protection) -> Result<(Key, StreamNonce), BackupError> {
    let derived = lock.file_key(&protection.file_salt)?;
    let (key, nonce) = derived.split_at(derived.len() - NONCE_BYTES);
    let key = Key::try_from(key).map_err(|_| BackupError::Cipher)?;
    let nonce = StreamNonce::try_from(nonce).map_err(|_| BackupError::Cipher)?;
    Ok((key, nonce))
}

fn cipher_failed() -> io::Error {
    io::Error::other("the cipher failed")
}
