//! Who gets in, and what is refused before anything is kept for them.

use std::time::{Duration, Instant};

use seal::DeviceKey;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, Message};
use wire::limits::HANDSHAKE_FRAME_BYTES_MAX;
use wire::{Frame, PROTOCOL_VERSION, Refusal};

use crate::client::{Client, Ended, House, get, http, refused};
use crate::people::device;

const UPGRADE: &str = "GET /socket HTTP/1.1\r\nHost: relay\r\nConnection: keep-alive, Upgrade\r\n\
    Upgrade: WebSocket\r\nSec-WebSocket-Version: 13\r\n\
    Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n";

#[tokio::test]
async fn a_page_of_a_browser_gets_nothing() {
    let house = House::start();
    for origin in ["https://evil.example", "null", "http://localhost"] {
        let mut request = format!("ws://{}/socket", house.addr())
            .into_client_request()
            .unwrap();
        request
            .headers_mut()
            .insert("Origin", origin.parse().unwrap());
        let error = tokio_tungstenite::connect_async(request).await.unwrap_err();
        let tungstenite::Error::Http(answer) = error else {
            panic!("{error:?}")
        };
        assert_eq!(answer.status(), 403, "{origin}");
    }
}

#[tokio::test]
async fn requests_that_are_not_the_right_one() {
    let house = House::start();
    let with = |from: &str, to: &str| UPGRADE.replace(from, to) + "\r\n";
    for (what, request, status) in [
        ("another path", with("/socket", "/other"), 404),
        ("another method", with("GET", "POST"), 405),
        ("no upgrade", with("Upgrade: WebSocket\r\n", ""), 426),
        (
            "another upgrade",
            with("Upgrade: WebSocket", "Upgrade: h2c"),
            426,
        ),
        (
            "no connection",
            with("Connection: keep-alive, Upgrade\r\n", ""),
            426,
        ),
        ("another version", with("Version: 13", "Version: 8"), 426),
        (
            "no key",
            with("Sec-WebSocket-Key: AAECAwQFBgcICQoLDA0ODw==\r\n", ""),
            400,
        ),
        ("a short key", with("AAECAwQFBgcICQoLDA0ODw==", "AAEC"), 400),
        ("not HTTP", "hola\r\n\r\n".to_owned(), 400),
        (
            "endless headers",
            with("Host: relay", &format!("X: {}", "a".repeat(9_000))),
            431,
        ),
    ] {
        assert_eq!(http(house.addr(), &request).await.0, status, "{what}");
    }
}

#[tokio::test]
async fn the_accept_key_is_the_standard_one() {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    let house = House::start();
    let mut stream = tokio::net::TcpStream::connect(house.addr()).await.unwrap();
    let request = UPGRADE.replace("AAECAwQFBgcICQoLDA0ODw==", "dGhlIHNhbXBsZSBub25jZQ==") + "\r\n";
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4_096];
    let read = stream.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..read]).to_lowercase();
    assert!(answer.starts_with("http/1.1 101"), "{answer}");
    // the example of RFC 6455
    assert!(answer.contains("s3pplmbitxaq9kygzzhzrbk+xoo="), "{answer}");
}

/// Says hello as `make` has it; answers how that goes.
async fn hello(
    house: &House,
    make: impl FnOnce(&DeviceKey, &[u8; 16], &[u8; 32]) -> Frame,
) -> (Vec<Frame>, Ended) {
    let mut client = Client::dial(house.addr()).await;
    let Frame::Challenge { relay, nonce, .. } = client.frame().await else {
        panic!("challenge")
    };
    client.send(&make(&device(), &relay, &nonce)).await;
    client.rest().await
}

#[tokio::test]
async fn a_device_proves_who_it_is() {
    let house = House::start();
    let other = device();
    let version = PROTOCOL_VERSION;
    let policy = |refusal| (vec![refused(refusal)], Ended::Code(1008));
    let ended = hello(&house, |key, _, nonce| {
        let signature = key.sign_challenge(&[9; 16], nonce, version);
        Frame::Hello {
            version,
            device: key.id(),
            signature,
        }
    });
    assert_eq!(
        ended.await,
        policy(Refusal::BadSignature),
        "for another relay"
    );
    let ended = hello(&house, |key, relay, _| {
        let signature = key.sign_challenge(relay, &[9; 32], version);
        Frame::Hello {
            version,
            device: key.id(),
            signature,
        }
    });
    assert_eq!(
        ended.await,
        policy(Refusal::BadSignature),
        "of another time"
    );
    let ended = hello(&house, |key, relay, nonce| {
        let signature = key.sign_challenge(relay, nonce, version);
        Frame::Hello {
            version,
            device: other.id(),
            signature,
        }
    });
    assert_eq!(
        ended.await,
        policy(Refusal::BadSignature),
        "of another device"
    );
    let ended = hello(&house, |key, relay, nonce| {
        let signature = key.sign_challenge(relay, nonce, version + 1);
        Frame::Hello {
            version,
            device: key.id(),
            signature,
        }
    });
    assert_eq!(
        ended.await,
        policy(Refusal::BadSignature),
        "of another version"
    );
    for (version, refusal) in [
        (0, Refusal::TooOld),
        (PROTOCOL_VERSION + 1, Refusal::TooNew),
    ] {
        let ended = hello(&house, |key, relay, nonce| {
            let signature = key.sign_challenge(relay, nonce, version);
            Frame::Hello {
                version,
                device: key.id(),
                signature,
            }
        });
        assert_eq!(ended.await, policy(refusal), "version {version}");
    }
    let ended = hello(&house, |_, _, _| Frame::Welcome { version });
    assert_eq!(ended.await, policy(Refusal::Malformed), "not a hello");
}

#[tokio::test]
async fn before_the_proof_a_message_is_small() {
    let house = House::start();
    for (bytes, refusal, code) in [
        (HANDSHAKE_FRAME_BYTES_MAX, Refusal::Malformed, 1008),
        (HANDSHAKE_FRAME_BYTES_MAX + 1, Refusal::TooLarge, 1009),
    ] {
        let mut client = Client::dial(house.addr()).await;
        client.frame().await;
        client.send_bytes(vec![0; bytes]).await;
        assert_eq!(
            client.rest().await,
            (vec![refused(refusal)], Ended::Code(code)),
            "{bytes}"
        );
    }
    let mut client = Client::dial(house.addr()).await;
    client.frame().await;
    futures_util::SinkExt::send(&mut client.0, Message::text("hola"))
        .await
        .unwrap();
    assert_eq!(client.rest().await.1, Ended::Code(1003));
}

#[tokio::test]
async fn who_says_nothing_is_let_go() {
    let house = House::with(|limits| {
        limits.handshake_deadline = Duration::from_secs(1);
        limits.http_deadline = Duration::from_secs(1);
    });
    let mut client = Client::dial(house.addr()).await;
    client.frame().await;
    let began = Instant::now();
    assert_eq!(client.rest().await.1, Ended::Code(1008));
    assert!(began.elapsed() < Duration::from_secs(5));
    // and who does not even finish the request
    let began = Instant::now();
    assert_eq!(
        http(house.addr(), "GET /socket HT").await,
        (0, String::new())
    );
    assert!(began.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn an_address_has_so_many_seats_and_tries() {
    let house = House::with(|limits| {
        limits.limit_loopback = true;
        limits.connections_per_address_max = 3;
    });
    let key = device();
    let mut inside = Vec::new();
    for _ in 0..3 {
        inside.push(house.connect(&key).await);
    }
    let fourth = tokio_tungstenite::connect_async(format!("ws://{}/socket", house.addr())).await;
    assert!(fourth.is_err(), "the fourth has no seat");
    drop(inside.pop());
    let mut seated = false;
    for _ in 0..100 {
        let dialled =
            tokio_tungstenite::connect_async(format!("ws://{}/socket", house.addr())).await;
        if dialled.is_ok() {
            seated = true;
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(seated, "a seat that was left is free again");

    let house = House::with(|limits| {
        limits.limit_loopback = true;
        limits.failed_proofs_burst = 2;
    });
    for _ in 0..2 {
        let ended = hello(&house, |key, _, _| Frame::Hello {
            version: PROTOCOL_VERSION,
            device: key.id(),
            signature: [0; 64],
        });
        assert_eq!(ended.await.1, Ended::Code(1008));
    }
    let answer = tokio_tungstenite::connect_async(format!("ws://{}/socket", house.addr())).await;
    let Err(tungstenite::Error::Http(answer)) = answer else {
        panic!("{answer:?}")
    };
    assert_eq!(answer.status(), 429);
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    house.connect(&key).await;
}

#[tokio::test]
async fn the_house_has_so_many_seats() {
    let house = House::with(|limits| limits.connections_max = 2);
    let (first, second) = (device(), device());
    let client = house.connect(&first).await;
    let _other = house.connect(&second).await;
    let addr = house.addr();
    let third = tokio::spawn(async move { Client::connect(addr, &first).await });
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert!(!third.is_finished(), "it waits for a seat");
    drop(client);
    tokio::time::timeout(crate::client::PATIENCE, third)
        .await
        .unwrap()
        .unwrap();
}

#[tokio::test]
async fn a_device_has_so_many_sessions() {
    let house = House::with(|limits| limits.sessions_per_device_max = 2);
    let key = device();
    let first = house.connect(&key).await;
    let _second = house.connect(&key).await;
    let mut third = Client::dial(house.addr()).await;
    third.prove(&key).await;
    assert_eq!(
        third.rest().await,
        (vec![refused(Refusal::Busy)], Ended::Code(1013))
    );
    house.connect(&device()).await;
    drop(first);
    for _ in 0..100 {
        let mut again = Client::dial(house.addr()).await;
        again.prove(&key).await;
        if again.frame().await
            == (Frame::Welcome {
                version: PROTOCOL_VERSION,
            })
        {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("a session that ended makes room for another");
}

#[tokio::test]
async fn after_the_proof_only_what_a_device_says_is_heard() {
    let house = House::start();
    let key = device();
    for frame in [
        Frame::Welcome { version: 1 },
        Frame::Deliver { envelope: vec![1] },
        Frame::Hello {
            version: 1,
            device: key.id(),
            signature: [0; 64],
        },
    ] {
        let mut client = house.connect(&key).await;
        client.send(&frame).await;
        let (frames, ended) = client.rest().await;
        assert_eq!(
            (frames, ended),
            (vec![refused(Refusal::Malformed)], Ended::Code(1008))
        );
    }
    // something new that this relay does not know yet is no reason to end
    let mut client = house.connect(&key).await;
    client.send_bytes(vec![0x82, 0x18, 0x63, 0x80]).await;
    assert_eq!(client.frame().await, refused(Refusal::Unknown));
    client.send_bytes(vec![0xFF, 0x00, 0x01]).await;
    assert_eq!(client.rest().await.0, [refused(Refusal::Malformed)]);
}

#[tokio::test]
async fn health_and_metrics_say_how_it_goes() {
    let house = House::start();
    let _client = house.connect(&device()).await;
    assert_eq!(
        get(house.addr(), "/health").await,
        (200, r#"{"status":"ok"}"#.to_owned())
    );
    let (status, text) = get(house.addr(), "/metrics").await;
    assert_eq!(status, 200);
    for line in [
        "cotejo_relay_sessions 1",
        "cotejo_relay_envelopes_total 0",
        "# EOF",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}
