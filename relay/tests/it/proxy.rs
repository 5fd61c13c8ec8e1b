//! Behind a proxy: whose word is believed about who comes.

use std::net::{IpAddr, SocketAddr};

use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{self, http::HeaderValue};

use crate::client::{Client, House, PATIENCE};
use crate::people::device;

const PROXY: &str = "127.0.0.2";

fn house() -> House {
    House::told(|options| {
        options.limits.limit_loopback = true;
        options.limits.connections_per_address_max = 2;
        options.limits.failed_proofs_burst = 1;
        options.trusted_proxies = vec![PROXY.parse().unwrap()];
    })
}

/// Comes from an address, with these headers; answers the status of a no.
async fn come(house: &House, from: &str, headers: &[&str]) -> Result<Client, u16> {
    let socket = TcpSocket::new_v4().unwrap();
    let from: IpAddr = from.parse().unwrap();
    socket.bind(SocketAddr::new(from, 0)).unwrap();
    let stream: TcpStream = socket.connect(house.addr()).await.unwrap();
    let mut request = format!("ws://{}/socket", house.addr())
        .into_client_request()
        .unwrap();
    for header in headers {
        let value = HeaderValue::from_str(header).unwrap();
        request.headers_mut().append("X-Forwarded-For", value);
    }
    let wire: Box<dyn crate::client::Wire> = Box::new(stream);
    match tokio_tungstenite::client_async(request, wire).await {
        Ok((socket, _)) => {
            let mut client = Client(socket);
            client.enter(&device()).await;
            Ok(client)
        }
        Err(tungstenite::Error::Http(answer)) => Err(answer.status().as_u16()),
        // a seat that is not given is a socket that is closed
        Err(_) => Err(0),
    }
}

#[tokio::test]
async fn the_proxy_says_for_whom_and_each_has_its_seats() {
    let house = house();
    let mut inside = Vec::new();
    for client in ["203.0.113.1", "203.0.113.2", "203.0.113.3:4040"] {
        for _ in 0..2 {
            inside.push(come(&house, PROXY, &[client]).await.unwrap());
        }
        assert_eq!(
            come(&house, PROXY, &[client]).await.err(),
            Some(429),
            "{client}"
        );
    }
    // what stands before the last hop came with the request
    for forged in ["198.51.100.7, 203.0.113.1", "198.51.100.8,203.0.113.1"] {
        assert_eq!(
            come(&house, PROXY, &[forged]).await.err(),
            Some(429),
            "{forged}"
        );
    }
    let two_lines = ["198.51.100.9", "203.0.113.1"];
    assert_eq!(come(&house, PROXY, &two_lines).await.err(), Some(429));
    // IPv6: whoever has one address of a /64 has them all
    for client in ["2001:db8::1", "2001:db8::2"] {
        inside.push(come(&house, PROXY, &[client]).await.unwrap());
    }
    assert_eq!(come(&house, PROXY, &["2001:db8::3"]).await.err(), Some(429));
    // a proxy that does not say is set up wrongly, and hears so
    assert_eq!(come(&house, PROXY, &[]).await.err(), Some(400));
    assert_eq!(come(&house, PROXY, &["unknown"]).await.err(), Some(400));
    // who leaves gives the seat back
    inside.remove(0);
    let began = std::time::Instant::now();
    while come(&house, PROXY, &["203.0.113.1"]).await.is_err() {
        assert!(began.elapsed() < PATIENCE, "the seat did not come back");
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_forged_header_from_elsewhere_changes_nothing() {
    let house = house();
    let mut inside = Vec::new();
    for place in 0..4 {
        let forged = format!("203.0.113.{place}");
        let came = come(&house, "127.0.0.3", &[&forged]).await;
        assert_eq!(came.is_ok(), place < 2, "{forged}");
        inside.extend(came);
    }
    // nor does it take a seat of whom it names
    for _ in 0..2 {
        inside.push(come(&house, PROXY, &["203.0.113.0"]).await.unwrap());
    }
}

#[tokio::test]
async fn who_fails_behind_the_proxy_is_blamed_alone() {
    let house = house();
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{PROXY}:0").parse().unwrap()).unwrap();
    let stream = socket.connect(house.addr()).await.unwrap();
    let mut request = format!("ws://{}/socket", house.addr())
        .into_client_request()
        .unwrap();
    let value = HeaderValue::from_static("203.0.113.5");
    request.headers_mut().insert("X-Forwarded-For", value);
    let mut liar = Client::over(stream, request).await;
    liar.frame().await;
    liar.send_bytes(vec![0xFF]).await;
    liar.rest().await;
    // one failure a second is forgiven: without waiting there is none left
    let again = come(&house, PROXY, &["203.0.113.5"]).await;
    assert_eq!(again.err(), Some(429));
    assert!(come(&house, PROXY, &["203.0.113.6"]).await.is_ok());
}
