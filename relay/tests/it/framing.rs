//! The WebSocket layer, byte by byte, over a bare socket.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use wire::limits::FRAME_BYTES_MAX;
use wire::{Frame, PROTOCOL_VERSION, Vector};

use crate::client::{House, PATIENCE};
use crate::people::{Dossier, device};

/// A client's frame: mask and all.
pub(crate) fn frame(first: u8, body: &[u8]) -> Vec<u8> {
    let mut bytes = vec![first];
    match body.len() {
        short @ 0..=125 => bytes.push(0x80 | short as u8),
        medium @ 126..=0xFFFF => {
            bytes.push(0x80 | 0x7E);
            bytes.extend((medium as u16).to_be_bytes());
        }
        long => {
            bytes.push(0x80 | 0x7F);
            bytes.extend((long as u64).to_be_bytes());
        }
    }
    let mask = [0xA5, 0x0F, 0x33, 0x9C];
    bytes.extend(mask);
    bytes.extend(
        body.iter()
            .zip(mask.iter().cycle())
            .map(|(byte, key)| byte ^ key),
    );
    bytes
}

/// A bare connection that has been upgraded.
pub(crate) struct Bare(TcpStream);

impl Bare {
    async fn dial(house: &House) -> Self {
        let mut stream = TcpStream::connect(house.addr()).await.unwrap();
        let request = "GET /socket HTTP/1.1\r\nHost: relay\r\nConnection: Upgrade\r\n\
            Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
            Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n";
        stream.write_all(request.as_bytes()).await.unwrap();
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            head.push(stream.read_u8().await.unwrap());
        }
        Self(stream)
    }

    /// A session of a device.
    pub(crate) async fn session(house: &House) -> Self {
        let mut bare = Self::dial(house).await;
        let Some((0x82, challenge)) = bare.read().await else {
            panic!("challenge")
        };
        let Ok(Frame::Challenge { relay, nonce, .. }) = Frame::decode(&challenge) else {
            panic!("challenge")
        };
        let key = device();
        let version = PROTOCOL_VERSION;
        let signature = key.sign_challenge(&relay, &nonce, version);
        let hello = Frame::Hello {
            version,
            device: key.id(),
            signature,
        };
        bare.0
            .write_all(&frame(0x82, &hello.encode()))
            .await
            .unwrap();
        assert_eq!(
            bare.read().await,
            Some((0x82, Frame::Welcome { version }.encode()))
        );
        bare
    }

    pub(crate) async fn send(&mut self, bytes: &[u8]) {
        self.0.write_all(bytes).await.unwrap();
    }

    /// The next frame of the relay: first byte and body.
    async fn read(&mut self) -> Option<(u8, Vec<u8>)> {
        tokio::time::timeout(PATIENCE, self.read_frame())
            .await
            .expect("patience")
    }

    async fn read_frame(&mut self) -> Option<(u8, Vec<u8>)> {
        let first = self.0.read_u8().await.ok()?;
        let length = match self.0.read_u8().await.ok()? {
            126 => u64::from(self.0.read_u16().await.ok()?),
            127 => self.0.read_u64().await.ok()?,
            short => u64::from(short),
        };
        let mut body = vec![0; length as usize];
        self.0.read_exact(&mut body).await.ok()?;
        Some((first, body))
    }

    /// The code it closes with, whatever comes before.
    pub(crate) async fn close_code(&mut self) -> Option<u16> {
        loop {
            let (first, body) = self.read().await?;
            if first == 0x88 {
                return Some(u16::from_be_bytes([body[0], body[1]]));
            }
        }
    }
}

#[tokio::test]
async fn what_a_client_may_not_send_has_its_code() {
    let house = House::start();
    let mut unmasked = frame(0x82, b"hola");
    unmasked[1] &= 0x7F;
    let mut too_large = vec![0x82, 0x80 | 0x7F];
    too_large.extend((FRAME_BYTES_MAX as u64 + 1).to_be_bytes());
    too_large.extend([0; 4]);
    let mut absurd = vec![0x82, 0x80 | 0x7F];
    absurd.extend([0xFF; 12]);
    let half = frame(0x02, &vec![0; FRAME_BYTES_MAX]);
    let pieces = [half, frame(0x80, b"x")].concat();
    for (what, bytes, code) in [
        ("unmasked", unmasked, 1002),
        ("reserved bit", frame(0xC2, b"hola"), 1002),
        ("unknown opcode", frame(0x83, b"hola"), 1002),
        ("unknown control", frame(0x8B, b"hola"), 1002),
        ("continuation of nothing", frame(0x80, b"hola"), 1002),
        (
            "a message inside another",
            [frame(0x02, b"a"), frame(0x82, b"b")].concat(),
            1002,
        ),
        ("ping in pieces", frame(0x09, b"a"), 1002),
        ("long ping", frame(0x89, &[0; 126]), 1002),
        ("text", frame(0x81, b"hola"), 1003),
        ("declared too large", too_large, 1009),
        ("declared absurd", absurd, 1009),
        ("too large in pieces", pieces, 1009),
        ("goodbye", frame(0x88, &1000_u16.to_be_bytes()), 1000),
        ("goodbye without a word", frame(0x88, &[]), 1000),
    ] {
        let mut bare = Bare::session(&house).await;
        bare.0.write_all(&bytes).await.unwrap();
        assert_eq!(bare.close_code().await, Some(code), "{what}");
    }
}

#[tokio::test]
async fn pieces_make_the_message_they_were_cut_from() {
    let house = House::start();
    let dossier = Dossier::found().id();
    let vector = Vector::new();
    let message = Frame::Open {
        dossier,
        entries: vec![[7; 32]; 40],
        vector,
    }
    .encode();
    let expected = Frame::Refused {
        refusal: wire::Refusal::Unknown,
        dossier: Some(dossier),
        document: None,
        device: None,
        index: None,
    };
    let whole = frame(0x82, &message);
    let (a, rest) = message.split_at(100);
    let (b, c) = rest.split_at(700);
    let pieces = [frame(0x02, a), frame(0x00, b), frame(0x80, c)].concat();
    let with_ping = [
        frame(0x02, a),
        frame(0x89, b"ahora"),
        frame(0x00, &[]),
        frame(0x80, rest),
    ]
    .concat();
    for (what, bytes, at_a_time) in [
        ("whole", &whole, usize::MAX),
        ("byte by byte", &whole, 1),
        ("in three pieces", &pieces, usize::MAX),
        ("in three pieces, seven bytes at a time", &pieces, 7),
        ("with a ping inside", &with_ping, usize::MAX),
        ("with a ping inside, byte by byte", &with_ping, 1),
    ] {
        let mut bare = Bare::session(&house).await;
        for chunk in bytes.chunks(at_a_time.min(bytes.len())) {
            bare.0.write_all(chunk).await.unwrap();
            if at_a_time != usize::MAX {
                tokio::task::yield_now().await;
            }
        }
        let mut answer = bare.read().await;
        if let Some((0x8A, body)) = &answer {
            assert_eq!(body, b"ahora", "{what}");
            answer = bare.read().await;
        }
        assert_eq!(answer, Some((0x82, expected.encode())), "{what}");
    }
}

#[tokio::test]
async fn a_hello_may_come_with_the_request() {
    // A client that does not wait for the challenge cannot prove anything, but what it sent early
    // is read in its place, not lost and not taken for HTTP.
    let house = House::start();
    let mut stream = TcpStream::connect(house.addr()).await.unwrap();
    let mut request = b"GET /socket HTTP/1.1\r\nHost: relay\r\nConnection: Upgrade\r\n\
        Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n\
        Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n\r\n"
        .to_vec();
    request.extend(frame(0x89, b"temprano"));
    stream.write_all(&request).await.unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await.unwrap());
    }
    let mut bare = Bare(stream);
    assert!(
        matches!(bare.read().await, Some((0x82, _))),
        "the challenge"
    );
    assert_eq!(bare.read().await, Some((0x8A, b"temprano".to_vec())));
}
