//! A small device: a socket that speaks frames, and a relay to speak to.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use relay::{Limits, Options, Running};
use seal::DeviceKey;
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use wire::{DossierId, Frame, Hash, PROTOCOL_VERSION, Refusal, Vector};

/// Longer than anything here should take, shorter than a person's patience.
pub(crate) const PATIENCE: Duration = Duration::from_secs(20);

/// Names the server on which relays keep their tables instead of in a folder: [`crate::shared`] runs
/// other tests again with it.
pub(crate) const STORE: &str = "COTEJO_TEST_STORE";

/// A relay in this process, and its folder.
pub(crate) struct House {
    pub(crate) folder: TempDir,
    options: Options,
    running: Option<Running>,
}

impl House {
    pub(crate) fn start() -> Self {
        Self::with(|_| {})
    }

    pub(crate) fn with(turn: impl FnOnce(&mut Limits)) -> Self {
        Self::told(|options| turn(&mut options.limits))
    }

    /// With whatever whoever runs it decides.
    pub(crate) fn told(turn: impl FnOnce(&mut Options)) -> Self {
        Self::on(given_store(), turn)
    }

    /// One on a database, perhaps of several; in its folder without one.
    pub(crate) fn on(store: Option<String>, turn: impl FnOnce(&mut Options)) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut options = Options::new(folder.path(), "127.0.0.1:0".parse().unwrap());
        options.database = store.map(|store| store.parse().unwrap());
        turn(&mut options);
        let mut house = Self {
            folder,
            options,
            running: None,
        };
        house.restart();
        house
    }

    pub(crate) fn restart(&mut self) {
        self.stop();
        self.running = Some(relay::start(self.options.clone()).unwrap());
    }

    pub(crate) fn stop(&mut self) {
        if let Some(running) = self.running.take() {
            running.stop();
        }
    }

    pub(crate) fn running(&self) -> &Running {
        self.running.as_ref().unwrap()
    }

    pub(crate) fn addr(&self) -> SocketAddr {
        self.running().addr()
    }

    pub(crate) async fn connect(&self, device: &DeviceKey) -> Client {
        Client::connect(self.addr(), device).await
    }
}

/// What a device's socket goes over.
pub(crate) trait Wire: AsyncRead + AsyncWrite + Send + Unpin {}
impl<W: AsyncRead + AsyncWrite + Send + Unpin> Wire for W {}

/// An empty space on the server that whoever runs these tests names, if they name one.
fn given_store() -> Option<String> {
    static SPACES: AtomicU32 = AtomicU32::new(0);
    let server = std::env::var(STORE).ok()?;
    let space = format!("given{}", SPACES.fetch_add(1, Ordering::Relaxed));
    let making = || {
        let runtime = tokio::runtime::Runtime::new().unwrap();
        runtime.block_on(async {
            let server = tokio_postgres::connect(&server, tokio_postgres::NoTls);
            let (client, connection) = server.await.unwrap();
            let speaking = tokio::spawn(connection);
            let make = format!("CREATE SCHEMA {space}");
            client.batch_execute(&make).await.unwrap();
            speaking.abort();
        });
    };
    std::thread::scope(|scope| scope.spawn(making).join()).unwrap();
    Some(format!("{server}?options=-c%20search_path%3D{space}"))
}

/// A device's socket.
pub(crate) struct Client(pub(crate) WebSocketStream<Box<dyn Wire>>);

/// How a conversation ended.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Ended {
    Code(u16),
    Broken,
}

impl Client {
    /// A socket that has proved nothing yet.
    pub(crate) async fn dial(addr: SocketAddr) -> Self {
        let stream = TcpStream::connect(addr).await.unwrap();
        Self::over(stream, format!("ws://{addr}/socket")).await
    }

    /// Over whatever road leads to the relay.
    pub(crate) async fn over(
        wire: impl Wire + 'static,
        request: impl IntoClientRequest + Unpin,
    ) -> Self {
        let wire: Box<dyn Wire> = Box::new(wire);
        let (socket, _) = tokio_tungstenite::client_async(request, wire)
            .await
            .unwrap();
        Self(socket)
    }

    pub(crate) async fn connect(addr: SocketAddr, device: &DeviceKey) -> Self {
        Self::connect_in(addr, device, PROTOCOL_VERSION).await
    }

    /// Speaks a version of the conversation, the newest or an older one.
    pub(crate) async fn connect_in(addr: SocketAddr, device: &DeviceKey, version: u16) -> Self {
        let mut client = Self::dial(addr).await;
        client.prove_in(device, version).await;
        assert_eq!(client.frame().await, Frame::Welcome { version });
        client
    }

    /// As [`Client::connect`], of a relay that may be dying.
    pub(crate) async fn try_connect(addr: SocketAddr, device: &DeviceKey) -> Option<Self> {
        let stream: Box<dyn Wire> = Box::new(TcpStream::connect(addr).await.ok()?);
        let request = format!("ws://{addr}/socket");
        let socket = tokio_tungstenite::client_async(request, stream).await;
        let mut client = Self(socket.ok()?.0);
        let Ok(Frame::Challenge { relay, nonce, .. }) = client.next().await else {
            return None;
        };
        let version = PROTOCOL_VERSION;
        let signature = device.sign_challenge(&relay, &nonce, version);
        let hello = Frame::Hello {
            version,
            device: device.id(),
            signature,
        };
        let welcome = Ok(Frame::Welcome { version });
        (client.try_send(&hello).await && client.next().await == welcome).then_some(client)
    }

    /// Sends to a relay that may be dying; answers whether it went out.
    pub(crate) async fn try_send(&mut self, frame: &Frame) -> bool {
        let message = Message::Binary(frame.encode().into());
        self.0.send(message).await.is_ok()
    }

    /// Over a socket whose system holds very little for it.
    pub(crate) async fn connect_narrowly(addr: SocketAddr, device: &DeviceKey) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.set_recv_buffer_size(8 * 1024).unwrap();
        let stream = socket.connect(addr).await.unwrap();
        let mut client = Self::over(stream, format!("ws://{addr}/socket")).await;
        client.enter(device).await;
        client
    }

    /// Answers the challenge and is let in.
    pub(crate) async fn enter(&mut self, device: &DeviceKey) {
        self.prove(device).await;
        let version = PROTOCOL_VERSION;
        assert_eq!(self.frame().await, Frame::Welcome { version });
    }

    /// Answers the challenge.
    pub(crate) async fn prove(&mut self, device: &DeviceKey) {
        self.prove_in(device, PROTOCOL_VERSION).await;
    }

    async fn prove_in(&mut self, device: &DeviceKey, version: u16) {
        let Frame::Challenge {
            relay,
            nonce,
            oldest,
            newest,
        } = self.frame().await
        else {
            panic!("a challenge comes first");
        };
        assert_eq!((oldest, newest), (1, PROTOCOL_VERSION));
        let signature = device.sign_challenge(&relay, &nonce, version);
        self.send(&Frame::Hello {
            version,
            device: device.id(),
            signature,
        })
        .await;
    }

    pub(crate) async fn send(&mut self, frame: &Frame) {
        self.send_bytes(frame.encode()).await;
    }

    pub(crate) async fn send_bytes(&mut self, bytes: Vec<u8>) {
        self.0.send(Message::Binary(bytes.into())).await.unwrap();
    }

    /// The next frame.
    pub(crate) async fn frame(&mut self) -> Frame {
        match self.next().await {
            Ok(frame) => frame,
            Err(ended) => panic!("a frame was expected, not the end: {ended:?}"),
        }
    }

    /// The next frame, or how it ended.
    pub(crate) async fn next(&mut self) -> Result<Frame, Ended> {
        loop {
            let message = tokio::time::timeout(PATIENCE, self.0.next())
                .await
                .expect("patience");
            match message {
                Some(Ok(Message::Binary(bytes))) => return Ok(Frame::decode(&bytes).unwrap()),
                Some(Ok(Message::Close(Some(close)))) => {
                    return Err(Ended::Code(close.code.into()));
                }
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(other)) => panic!("not of this conversation: {other:?}"),
                Some(Err(_)) | None => return Err(Ended::Broken),
            }
        }
    }

    /// Everything until the end, and the end.
    pub(crate) async fn rest(&mut self) -> (Vec<Frame>, Ended) {
        let mut frames = Vec::new();
        loop {
            match self.next().await {
                Ok(frame) => frames.push(frame),
                Err(ended) => return (frames, ended),
            }
        }
    }

    /// Asserts that nothing comes.
    pub(crate) async fn silence(&mut self) {
        let heard = tokio::time::timeout(Duration::from_millis(150), self.0.next()).await;
        assert!(heard.is_err(), "silence was expected, not {heard:?}");
    }

    /// Sends an envelope and answers what the relay says of it.
    pub(crate) async fn push(&mut self, envelope: &[u8]) -> Frame {
        self.send(&Frame::Push {
            envelope: envelope.to_vec(),
        })
        .await;
        self.frame().await
    }

    /// Sends membership entries and waits until they are kept.
    pub(crate) async fn tell(&mut self, dossier: DossierId, entries: Vec<Vec<u8>>) {
        for entry in entries {
            let hash = seal::hash(&entry);
            self.send(&Frame::Entry { dossier, entry }).await;
            assert_eq!(self.frame().await, Frame::EntryKept { dossier, hash });
        }
    }

    /// Opens a dossier; answers what the relay has, then what it sent until caught up.
    pub(crate) async fn open(
        &mut self,
        dossier: DossierId,
        entries: Vec<Hash>,
        vector: Vector,
    ) -> (Vector, Vec<Frame>) {
        self.send(&Frame::Open {
            dossier,
            entries,
            vector,
        })
        .await;
        let Frame::Opened { vector, .. } = self.frame().await else {
            panic!("opened comes first")
        };
        let mut sent = Vec::new();
        loop {
            match self.frame().await {
                Frame::CaughtUp { dossier: caught_up } => {
                    assert_eq!(caught_up, dossier);
                    return (vector, sent);
                }
                frame => sent.push(frame),
            }
        }
    }
}

/// A refusal of the conversation itself.
pub(crate) fn refused(refusal: Refusal) -> Frame {
    Frame::Refused {
        refusal,
        dossier: None,
        document: None,
        device: None,
        index: None,
    }
}

/// What an HTTP request without a WebSocket client answers: status and body.
pub(crate) async fn http(addr: SocketAddr, request: &str) -> (u16, String) {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let mut stream = TcpStream::connect(addr).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    let whole =
        async { while !is_whole(&answer) && stream.read_buf(&mut answer).await.unwrap() > 0 {} };
    tokio::time::timeout(PATIENCE, whole)
        .await
        .expect("patience");
    let answer = String::from_utf8(answer).unwrap();
    let status = answer
        .split(' ')
        .nth(1)
        .and_then(|code| code.parse().ok())
        .unwrap_or(0);
    let body = answer
        .split_once("\r\n\r\n")
        .map(|(_, body)| body.to_owned())
        .unwrap_or_default();
    (status, body)
}

/// Whether an HTTP answer has all of the body that it announces.
fn is_whole(answer: &[u8]) -> bool {
    let text = String::from_utf8_lossy(answer);
    let Some((head, body)) = text.split_once("\r\n\r\n") else {
        return false;
    };
    head.lines()
        .filter_map(|line| line.split_once(':'))
        .find(|(name, _)| name.eq_ignore_ascii_case("content-length"))
        .and_then(|(_, length)| length.trim().parse().ok())
        .is_some_and(|length: usize| body.len() >= length)
}

pub(crate) async fn get(addr: SocketAddr, path: &str) -> (u16, String) {
    http(
        addr,
        &format!("GET {path} HTTP/1.1\r\nHost: relay\r\nConnection: close\r\n\r\n"),
    )
    .await
}
