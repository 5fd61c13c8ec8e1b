//! Bare devices: keys, a socket and sealed envelopes, without documents or disk. They measure the
//! relay and nothing else.

use std::sync::Arc;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use seal::{DeviceKey, DossierKey, Membership, Profile};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};
use torture::Dice;
use wire::{
    DocumentKind, DossierId, EnvelopeHeader, Frame, Hash, Payload, PayloadFormat, Role, Vector,
};

type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// A socket of a device that the relay has welcomed.
pub(crate) struct Peer {
    sink: SplitSink<Socket, Message>,
    stream: SplitStream<Socket>,
}

/// Where a peer speaks.
pub(crate) struct Mouth(SplitSink<Socket, Message>);

/// Where a peer listens.
pub(crate) struct Ear(SplitStream<Socket>);

impl Peer {
    /// Connects and proves who it is.
    pub(crate) async fn meet(url: &str, device: &DeviceKey) -> Self {
        let dialed = tokio_tungstenite::connect_async(format!("{url}/socket")).await;
        let (sink, stream) = dialed.expect("the relay answers").0.split();
        let mut peer = Self { sink, stream };
        let Some(Frame::Challenge {
            relay,
            nonce,
            newest,
            ..
        }) = peer.hear().await
        else {
            panic!("the relay begins with a challenge");
        };
        let signature = device.sign_challenge(&relay, &nonce, newest);
        peer.say(&Frame::Hello {
            version: newest,
            device: device.id(),
            signature,
        })
        .await;
        let answer = peer.hear().await;
        assert!(
            matches!(answer, Some(Frame::Welcome { .. })),
            "not welcome: {answer:?}"
        );
        peer
    }

    pub(crate) async fn say(&mut self, frame: &Frame) {
        say(&mut self.sink, frame).await;
    }

    pub(crate) async fn push(&mut self, envelope: Vec<u8>) {
        self.say(&Frame::Push { envelope }).await;
    }

    /// The next frame; `None` at the end.
    pub(crate) async fn hear(&mut self) -> Option<Frame> {
        hear(&mut self.stream).await
    }

    pub(crate) fn split(self) -> (Mouth, Ear) {
        (Mouth(self.sink), Ear(self.stream))
    }
}

impl Mouth {
    pub(crate) async fn push(&mut self, envelope: Vec<u8>) {
        say(&mut self.0, &Frame::Push { envelope }).await;
    }
}

impl Ear {
    pub(crate) async fn hear(&mut self) -> Option<Frame> {
        hear(&mut self.0).await
    }
}

async fn say(sink: &mut SplitSink<Socket, Message>, frame: &Frame) {
    sink.send(Message::Binary(frame.encode().into()))
        .await
        .expect("the relay listens");
}

async fn hear(stream: &mut SplitStream<Socket>) -> Option<Frame> {
    loop {
        match stream.next().await {
            Some(Ok(Message::Binary(bytes))) => {
                return Some(Frame::decode(&bytes).expect("a frame"));
            }
            Some(Ok(_)) => {}
            Some(Err(_)) | None => return None,
        }
    }
}

/// A dossier and its members' keys.
pub(crate) struct Circle {
    pub(crate) dossier: DossierId,
    pub(crate) devices: Vec<Arc<DeviceKey>>,
    key: DossierKey,
    membership: Membership,
    dice: Dice,
}

impl Circle {
    /// A dossier of so many devices; the first one founded it.
    pub(crate) fn found(devices: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
        let keys: Vec<Arc<DeviceKey>> = (0..devices)
            .map(|_| Arc::new(DeviceKey::generate(&mut fill)))
            .collect();
        let key = DossierKey::generate(&mut fill);
        let profile = Profile {
            name: "Ana".to_owned(),
            institution: "SECOEM".to_owned(),
        };
        let mut membership =
            Membership::found(&keys[0], &key, &profile, &mut fill).expect("a founding");
        let secret = DeviceKey::generate(&mut fill);
        let grant = membership
            .grant(&keys[0], &secret, Role::Editor)
            .expect("a grant");
        membership.add(&grant).expect("the grant");
        for device in &keys[1..] {
            let hash = seal::hash(&grant);
            let profile = seal::seal_profile(&key, &profile, &mut fill).expect("a face");
            let join = membership.join(hash, &secret, device, profile, 0);
            membership.add(&join.expect("a join")).expect("the join");
        }
        Self {
            dossier: membership.dossier(),
            devices: keys,
            key,
            membership,
            dice,
        }
    }

    /// A socket of one of its devices, with the dossier open and everything it had received.
    pub(crate) async fn enter(&mut self, url: &str, device: usize) -> Peer {
        let mut peer = Peer::meet(url, &self.devices[device]).await;
        self.open(&mut peer, device).await;
        peer
    }

    /// Opens the dossier on a socket; answers the envelopes that came.
    pub(crate) async fn open(&self, peer: &mut Peer, device: usize) -> Vec<Vec<u8>> {
        if device == 0 {
            self.introduce(peer).await;
        }
        let (dossier, entries) = (self.dossier, self.membership.hashes());
        peer.say(&Frame::Open {
            dossier,
            entries,
            vector: Vector::new(),
        })
        .await;
        let mut envelopes = Vec::new();
        loop {
            match peer.hear().await.expect("the relay answers") {
                Frame::CaughtUp { .. } => return envelopes,
                Frame::Deliver { envelope } => envelopes.push(envelope),
                Frame::Opened { .. } | Frame::Entry { .. } => {}
                other => panic!("instead of the dossier: {other:?}"),
            }
        }
    }

    async fn introduce(&self, peer: &mut Peer) {
        let mut waiting = 0;
        for (_, entry) in self.membership.entries() {
            peer.say(&Frame::Entry {
                dossier: self.dossier,
                entry: entry.to_vec(),
            })
            .await;
            waiting += 1;
        }
        while waiting > 0 {
            match peer.hear().await.expect("the relay answers") {
                Frame::EntryKept { .. } => waiting -= 1,
                other => panic!("instead of keeping an entry: {other:?}"),
            }
        }
    }

    /// The series of one of its devices, from the beginning.
    pub(crate) fn series(&self, device: usize) -> Series {
        let device = Arc::clone(&self.devices[device]);
        Series {
            device,
            index: 0,
            previous: [0; 32],
            dice: self.dice.clone(),
        }
    }
}

/// The series of a device in the matrix of a dossier.
pub(crate) struct Series {
    device: Arc<DeviceKey>,
    index: u64,
    previous: Hash,
    dice: Dice,
}

impl Series {
    /// The next envelope of the series, of so many bytes before sealing.
    pub(crate) fn next(&mut self, circle: &Circle, payload_bytes: usize) -> Vec<u8> {
        let mut chunks = vec![0; payload_bytes];
        self.dice.fill(&mut chunks);
        let payload = Payload {
            format: PayloadFormat::Chunks,
            chunks: &chunks,
        };
        let payload = payload.encode().expect("a payload");
        self.index += 1;
        let header = EnvelopeHeader {
            dossier: circle.dossier,
            document: DocumentKind::Matrix,
            device: self.device.id(),
            index: self.index,
            epoch: 1,
            previous: self.previous,
            schema: 1,
        };
        let mut fill = |bytes: &mut [u8]| self.dice.fill(bytes);
        let envelope = seal::seal_envelope(&self.device, &circle.key, &header, &payload, &mut fill);
        let envelope = envelope.expect("an envelope");
        self.previous = seal::hash(&envelope);
        envelope
    }
}
