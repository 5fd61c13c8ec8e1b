//! The roads to a relay: under TLS, and through an office's proxy.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use contract::{Code, DossierState, RoleName};
use engine::Network;
use rcgen::{BasicConstraints, CertificateParams, IsCa, Issuer, KeyPair};
use relay::{Create, Options, Running, TlsFiles};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::office::{Person, eventually};

/// A name that only the proxy knows.
const NAME: &str = "relevo.prueba";

/// A relay under TLS, signed by an authority of the institution's own.
struct Institution {
    folder: TempDir,
    relay: Running,
}

impl Institution {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let key = KeyPair::generate().unwrap();
        let authority = params.self_signed(&key).unwrap();
        let issuer = Issuer::new(params, key);
        let key = KeyPair::generate().unwrap();
        let names = vec![NAME.to_owned(), "localhost".to_owned()];
        let leaf = CertificateParams::new(names)
            .unwrap()
            .signed_by(&key, &issuer)
            .unwrap();
        let file = |name: &str, text: String| -> PathBuf {
            let file = folder.path().join(name);
            std::fs::write(&file, text).unwrap();
            file
        };
        file("authority.pem", authority.pem());
        let mut options = Options::new(folder.path().join("relay"), "127.0.0.1:0".parse().unwrap());
        options.tls = Some(TlsFiles {
            certificate: file("certificate.pem", leaf.pem()),
            key: file("key.pem", key.serialize_pem()),
        });
        let relay = relay::start(options).unwrap();
        Self { folder, relay }
    }

    /// The network of whoever believes this authority.
    fn network(&self) -> Network {
        Network::default().believing(self.folder.path().join("authority.pem"))
    }
}

/// A proxy that knows one server by its name, and what it was asked.
struct Proxy {
    addr: SocketAddr,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Answers CONNECT with this status, and carries if it is a good one.
    async fn start(
        status: &'static str,
        credentials: Option<&'static str>,
        to: SocketAddr,
    ) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let addr = listener.local_addr().unwrap();
        let asked: Arc<Mutex<Vec<String>>> = Arc::default();
        let noted = Arc::clone(&asked);
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let noted = Arc::clone(&noted);
                tokio::spawn(async move {
                    let mut head = Vec::new();
                    while !head.ends_with(b"\r\n\r\n") {
                        let Ok(byte) = client.read_u8().await else {
                            return;
                        };
                        head.push(byte);
                    }
                    let head = String::from_utf8(head).unwrap();
                    let knows =
                        |expected| head.lines().any(|line| line.eq_ignore_ascii_case(expected));
                    let status = match credentials {
                        Some(expected) if !knows(expected) => "407 Proxy Authentication Required",
                        _ => status,
                    };
                    noted.lock().unwrap().push(head);
                    let answer = format!("HTTP/1.1 {status}\r\n\r\n");
                    client.write_all(answer.as_bytes()).await.unwrap();
                    if status.starts_with("200") {
                        let mut server = TcpStream::connect(to).await.unwrap();
                        // it ends when either side does
                        drop(tokio::io::copy_bidirectional(&mut client, &mut server).await);
                    }
                });
            }
        });
        Self { addr, asked }
    }

    fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap().clone()
    }
}

/// Ana founds, invites by this address, and Beto has what she wrote.
async fn meet(network: &Network, address: &str) {
    let ana = Person::over("Ana", network.clone()).await;
    let dossier = ana.example().await;
    let link = ana.invite(&dossier, RoleName::Editor, address).await;
    ana.engine.sync(None).await.unwrap();
    let beto = Person::over("Beto", network.clone()).await;
    beto.engine.join(link).await.unwrap();
    ana.set(&dossier, 4, "frequency", "Mensual").await;
    eventually("Beto has what Ana wrote", || async {
        let arrived = beto.engine.sync(None).await.is_ok();
        (arrived && beto.row(&dossier, 4).await.frequency == "Mensual").then_some(())
    })
    .await;
}

/// Ana invites by an address that is not reached; answers what she is told.
async fn fail(network: Network, address: &str) -> Code {
    let ana = Person::over("Ana", network).await;
    let dossier = ana.example().await;
    ana.invite(&dossier, RoleName::Editor, address).await;
    let problem = ana.engine.sync(None).await.unwrap_err();
    assert!(!problem.next.is_empty());
    // and nothing is lost nor stuck: it is only offline, and the screen says why
    ana.set(&dossier, 4, "frequency", "Mensual").await;
    let statuses = ana.engine.statuses().await.unwrap();
    let status = statuses
        .into_iter()
        .find(|status| status.dossier == dossier);
    let status = status.expect("the dossier");
    assert_eq!(status.state, DossierState::Offline);
    if problem.code != Code::RelayUnreachable {
        assert_eq!(status.problem.map(|said| said.code), Some(problem.code));
    }
    problem.code
}

#[tokio::test]
async fn two_people_meet_under_tls() {
    let institution = Institution::new();
    let address = format!("wss://localhost:{}", institution.relay.addr().port());
    meet(&institution.network(), &address).await;
}

#[tokio::test]
async fn who_is_not_believed_is_sent_nothing() {
    let institution = Institution::new();
    let port = institution.relay.addr().port();
    let address = format!("wss://localhost:{port}");
    assert_eq!(
        fail(Network::default(), &address).await,
        Code::RelayUntrusted
    );
    // the right authority, and another's name
    let address = format!("wss://127.0.0.1:{port}");
    assert_eq!(
        fail(institution.network(), &address).await,
        Code::RelayUntrusted
    );
    // a file of authorities that is not there takes none of the others away, and adds none
    let lost = Network::default().believing("/no/such/file.pem".into());
    let address = format!("wss://localhost:{port}");
    assert_eq!(fail(lost, &address).await, Code::RelayUntrusted);
    // without TLS there is no relay at that port
    let address = format!("ws://localhost:{port}");
    assert_eq!(
        fail(institution.network(), &address).await,
        Code::RelayUnreachable
    );
}

#[tokio::test]
async fn two_people_meet_through_a_proxy_that_asks_who_they_are() {
    let institution = Institution::new();
    // Aladdin:open sesame, the example of RFC 7617
    let credentials = "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==";
    let proxy = Proxy::start("200 Go on", Some(credentials), institution.relay.addr()).await;
    let through = format!("http://Aladdin:open%20sesame@{}", proxy.addr);
    let network = institution.network().through(&through, "");
    meet(&network, &format!("wss://{NAME}")).await;
    let asked = proxy.asked();
    assert!(asked.len() >= 2, "{asked:?}");
    for asked in asked {
        let first = asked.lines().next();
        assert_eq!(first, Some("CONNECT relevo.prueba:443 HTTP/1.1"), "{asked}");
    }
}

#[tokio::test]
async fn a_relay_without_tls_is_reached_through_a_proxy_too() {
    let folder = TempDir::new().unwrap();
    let options = Options::new(folder.path(), "127.0.0.1:0".parse().unwrap());
    let relay = relay::start(options).unwrap();
    let proxy = Proxy::start("200 OK", None, relay.addr()).await;
    let network = Network::default().through(&format!("http://{}", proxy.addr), "");
    meet(&network, &format!("ws://{NAME}:7700")).await;
    assert!(proxy.asked()[0].starts_with("CONNECT relevo.prueba:7700 "));
}

#[tokio::test]
async fn what_a_proxy_says_is_told_in_words() {
    let institution = Institution::new();
    let to = institution.relay.addr();
    let through = |addr: SocketAddr| institution.network().through(&format!("http://{addr}"), "");
    let address = format!("wss://{NAME}");
    for (status, code) in [
        ("407 Proxy Authentication Required", Code::ProxyPassword),
        ("403 Forbidden", Code::ProxyRefused),
        ("502 Bad Gateway", Code::ProxyRefused),
    ] {
        let proxy = Proxy::start(status, None, to).await;
        assert_eq!(fail(through(proxy.addr), &address).await, code, "{status}");
        assert!(!proxy.asked().is_empty());
    }
    // nobody there: a port that was just given back
    let gone = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let addr = gone.local_addr().unwrap();
    drop(gone);
    assert_eq!(fail(through(addr), &address).await, Code::ProxyUnreachable);
    // a kind that is not spoken
    let socks = institution.network().through("socks5://127.0.0.1:1", "");
    assert_eq!(fail(socks, &address).await, Code::ProxyUnreachable);
}

#[tokio::test]
async fn whom_no_proxy_names_is_reached_without_it() {
    let institution = Institution::new();
    let proxy = Proxy::start("200 OK", None, institution.relay.addr()).await;
    let through = format!("http://{}", proxy.addr);
    // this computer never, whether named or not
    let network = institution.network().through(&through, "");
    let address = format!("wss://localhost:{}", institution.relay.addr().port());
    meet(&network, &address).await;
    assert_eq!(proxy.asked().len(), 0);
    // and who is named: without the proxy nobody knows it
    let network = institution.network().through(&through, ".prueba");
    let code = fail(network, &format!("wss://{NAME}")).await;
    assert_eq!(code, Code::RelayUnreachable);
    assert_eq!(proxy.asked().len(), 0);
}

#[tokio::test]
async fn a_relay_that_does_not_let_found_says_so_in_words() {
    for (create, code) in [
        (Create::Code as fn(PathBuf) -> Create, Code::RelayCodeNeeded),
        (Create::List, Code::RelayMayNotFound),
    ] {
        let folder = TempDir::new().unwrap();
        let list = folder.path().join("list");
        std::fs::write(&list, "").unwrap();
        let mut options = Options::new(folder.path().join("relay"), "127.0.0.1:0".parse().unwrap());
        options.create = create(list);
        let relay = relay::start(options).unwrap();
        let ana = Person::new("Ana").await;
        let dossier = ana.example().await;
        let address = format!("ws://{}", relay.addr());
        ana.invite(&dossier, RoleName::Editor, &address).await;
        let problem = ana.engine.sync(None).await.unwrap_err();
        assert_eq!(problem.code, code);
        // all of the dossier is refused after its first entry; that first reason is what stays
        eventually("the screen says it too", || async {
            let statuses = ana.engine.statuses().await.unwrap();
            let said = statuses[0].problem.as_ref().map(|problem| problem.code);
            (said == Some(code)).then_some(())
        })
        .await;
    }
}
