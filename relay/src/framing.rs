//! The server's half of RFC 6455 framing, without a socket: bytes in, arrivals out.
//!
//! It is ours because the ready ones reserve a frame's declared length on its first bytes, keep
//! their buffers for life, and copy every message once per subscriber. Here a frame costs what has
//! arrived of it, an idle connection costs nothing, and a delivery is shared by all who get it.

use axum::body::Bytes;

/// Longest frame header: two bytes, eight of length, four of mask.
const HEAD_BYTES_MAX: usize = 14;
/// Longest body of a control frame (RFC 6455, 5.5).
const CONTROL_BYTES_MAX: usize = 125;

const CONTINUATION: u8 = 0x0;
const TEXT: u8 = 0x1;
const BINARY: u8 = 0x2;
const CLOSE: u8 = 0x8;
const PING: u8 = 0x9;
const PONG: u8 = 0xA;

/// What comes out of a [`Decoder`].
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Arrival {
    /// The header of a data frame: these many bytes will follow. Nothing is allocated for them yet,
    /// so this is the moment to wait for room.
    Announced(usize),
    /// A whole binary message.
    Message(Vec<u8>),
    /// The other side asks whether we are there.
    Ping(Vec<u8>),
    /// The other side is there.
    Pong,
    /// The other side says goodbye.
    Close,
}

/// What a peer may not do, with the close code that tells it so.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Violation {
    /// Larger than the limit of this moment of the conversation.
    #[error("a message is larger than allowed")]
    TooLarge,
    /// The conversation is binary only.
    #[error("a text message on a binary conversation")]
    Text,
    /// Against RFC 6455.
    #[error("not a WebSocket frame of a client")]
    Framing,
}

#[derive(Debug)]
enum Stage {
    Head,
    Body {
        opcode: u8,
        last: bool,
        mask: [u8; 4],
        offset: usize,
        remaining: usize,
    },
}

/// Takes a client's bytes apart. Feed it whatever arrived; it asks for no more than it needs.
#[derive(Debug)]
pub(crate) struct Decoder {
    limit: usize,
    head: [u8; HEAD_BYTES_MAX],
    head_len: usize,
    stage: Stage,
    /// Body of the control frame under way: it may come between the pieces of a message.
    control: Vec<u8>,
    /// The message under way, its earlier pieces included.
    message: Vec<u8>,
    in_message: bool,
}

impl Decoder {
    /// A decoder of messages of at most `limit` bytes.
    pub(crate) fn new(limit: usize) -> Self {
        Self {
            limit,
            head: [0; HEAD_BYTES_MAX],
            head_len: 0,
            stage: Stage::Head,
            control: Vec::new(),
            message: Vec::new(),
            in_message: false,
        }
    }

    /// Changes the limit, for messages whose header has not been read yet.
    pub(crate) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Takes bytes off `input` until something has arrived or `input` is empty.
    pub(crate) fn next(&mut self, input: &mut &[u8]) -> Result<Option<Arrival>, Violation> {
        loop {
            match self.stage {
                Stage::Head => {
                    if !self.take_head(input) {
                        return Ok(None);
                    }
                    if let Some(announced) = self.open_frame()? {
                        return Ok(Some(announced));
                    }
                }
                Stage::Body {
                    remaining: 0,
                    opcode,
                    last,
                    ..
                } => {
                    self.stage = Stage::Head;
                    if let Some(arrival) = self.close_frame(opcode, last) {
                        return Ok(Some(arrival));
                    }
                }
                Stage::Body { .. } => {
                    if input.is_empty() {
                        return Ok(None);
                    }
                    self.take_body(input);
                }
            }
        }
    }

    /// Fills the header; answers whether it is whole.
    fn take_head(&mut self, input: &mut &[u8]) -> bool {
        loop {
            let wanted = match self.head_len {
                0 | 1 => 2,
                _ => {
                    2 + 4
                        + match self.head[1] & 0x7F {
                            126 => 2,
                            127 => 8,
                            _ => 0,
                        }
                }
            };
            if self.head_len == wanted {
                return true;
            }
            let taken = input.len().min(wanted - self.head_len);
            if taken == 0 {
                return false;
            }
            let (now, later) = input.split_at(taken);
            self.head[self.head_len..self.head_len + taken].copy_from_slice(now);
            self.head_len += taken;
            *input = later;
        }
    }

    /// Reads a whole header and enters the body.
    fn open_frame(&mut self) -> Result<Option<Arrival>, Violation> {
        let head = self.head;
        let head_len = std::mem::take(&mut self.head_len);
        let (last, reserved, opcode) = (head[0] & 0x80 != 0, head[0] & 0x70, head[0] & 0x0F);
        let masked = head[1] & 0x80 != 0;
        if reserved != 0 || !masked {
            return Err(Violation::Framing);
        }
        let length = match head[1] & 0x7F {
            126 => u64::from(u16::from_be_bytes([head[2], head[3]])),
            127 => {
                let mut wide = [0; 8];
                wide.copy_from_slice(&head[2..10]);
                u64::from_be_bytes(wide)
            }
            short => u64::from(short),
        };
        let mut mask = [0; 4];
        mask.copy_from_slice(&head[head_len - 4..head_len]);
        let data = match opcode {
            TEXT => return Err(Violation::Text),
            BINARY if !self.in_message => true,
            CONTINUATION if self.in_message => true,
            CLOSE | PING | PONG if last && length <= CONTROL_BYTES_MAX as u64 => false,
            _ => return Err(Violation::Framing),
        };
        let room = self.limit.saturating_sub(self.message.len());
        if data && length > room as u64 {
            return Err(Violation::TooLarge);
        }
        let remaining = length as usize;
        self.stage = Stage::Body {
            opcode,
            last,
            mask,
            offset: 0,
            remaining,
        };
        if data {
            self.in_message = true;
        }
        Ok(data.then_some(Arrival::Announced(remaining)))
    }

    fn take_body(&mut self, input: &mut &[u8]) {
        let Stage::Body {
            opcode,
            mask,
            offset,
            remaining,
            ..
        } = &mut self.stage
        else {
            return;
        };
        let target = if *opcode < CLOSE {
            &mut self.message
        } else {
            &mut self.control
        };
        let taken = input.len().min(*remaining);
        let (now, later) = input.split_at(taken);
        let start = target.len();
        target.extend_from_slice(now);
        unmask(&mut target[start..], *mask, *offset);
        *offset += taken;
        *remaining -= taken;
        *input = later;
    }

    fn close_frame(&mut self, opcode: u8, last: bool) -> Option<Arrival> {
        match opcode {
            CLOSE => {
                self.control = Vec::new();
                Some(Arrival::Close)
            }
            PING => Some(Arrival::Ping(std::mem::take(&mut self.control))),
            PONG => {
                self.control = Vec::new();
                Some(Arrival::Pong)
            }
            _ if last => {
                self.in_message = false;
                Some(Arrival::Message(std::mem::take(&mut self.message)))
            }
            _ => None,
        }
    }
}

fn unmask(bytes: &mut [u8], mask: [u8; 4], offset: usize) {
    let mut turned = mask;
    turned.rotate_left(offset % 4);
    let mut quads = bytes.chunks_exact_mut(4);
    for quad in &mut quads {
        for (byte, key) in quad.iter_mut().zip(turned) {
            *byte ^= key;
        }
    }
    for (byte, key) in quads.into_remainder().iter_mut().zip(turned) {
        *byte ^= key;
    }
}

/// Why the relay closes, as the other side reads it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Farewell {
    /// The other side said goodbye first.
    Echo,
    /// The relay is shutting down.
    Stopping,
    /// Against RFC 6455.
    Framing,
    /// Text where binary is spoken.
    Text,
    /// It broke the rules of the conversation, or did not prove who it is.
    Policy,
    /// Larger than allowed.
    TooLarge,
    /// It did not keep up, or the relay cannot attend: come back and resume by vector.
    Resume,
}

impl Farewell {
    /// Code and words of the close frame (RFC 6455, 7.4).
    pub(crate) fn words(self) -> (u16, &'static str) {
        match self {
            Self::Echo => (1000, ""),
            Self::Stopping => (1001, "stopping"),
            Self::Framing => (1002, "framing"),
            Self::Text => (1003, "binary only"),
            Self::Policy => (1008, "policy"),
            Self::TooLarge => (1009, "too large"),
            Self::Resume => (1013, "resume"),
        }
    }
}

impl From<Violation> for Farewell {
    fn from(violation: Violation) -> Self {
        match violation {
            Violation::TooLarge => Self::TooLarge,
            Violation::Text => Self::Text,
            Violation::Framing => Self::Framing,
        }
    }
}

/// A frame on its way out: its own short header and a body shared by all who get it.
#[derive(Debug)]
pub(crate) struct Outgoing {
    head: [u8; 10],
    head_len: u8,
    body: Bytes,
}

impl Outgoing {
    /// One whole binary message.
    pub(crate) fn message(body: Bytes) -> Self {
        Self::frame(BINARY, body)
    }

    /// Are you there?
    pub(crate) fn ping() -> Self {
        Self::frame(PING, Bytes::new())
    }

    /// I am here; `body` as in the ping.
    pub(crate) fn pong(body: Vec<u8>) -> Self {
        Self::frame(PONG, body.into())
    }

    /// Goodbye.
    pub(crate) fn close(farewell: Farewell) -> Self {
        let (code, words) = farewell.words();
        let mut body = code.to_be_bytes().to_vec();
        body.extend_from_slice(words.as_bytes());
        Self::frame(CLOSE, body.into())
    }

    /// Header and body, in the order they travel.
    pub(crate) fn parts(&self) -> [&[u8]; 2] {
        [&self.head[..usize::from(self.head_len)], &self.body]
    }

    /// Bytes on the wire.
    pub(crate) fn len(&self) -> usize {
        usize::from(self.head_len) + self.body.len()
    }

    fn frame(opcode: u8, body: Bytes) -> Self {
        let mut head = [0; 10];
        head[0] = 0x80 | opcode;
        let head_len = match body.len() {
            short @ 0..=125 => {
                head[1] = short as u8;
                2
            }
            medium @ 126..=0xFFFF => {
                head[1] = 126;
                head[2..4].copy_from_slice(&(medium as u16).to_be_bytes());
                4
            }
            long => {
                head[1] = 127;
                head[2..10].copy_from_slice(&(long as u64).to_be_bytes());
                10
            }
        };
        Self {
            head,
            head_len,
            body,
        }
    }
}
