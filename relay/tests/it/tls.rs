//! TLS of the relay's own: everything works under it, and who does not come to it hurts nobody.

use std::time::{Duration, Instant};

use relay::{Limits, ReloadError, StartError, TlsError};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::rustls::version;
use wire::{DocumentKind, Frame, Role, Vector};

use crate::authority::{Authority, NAME, files};
use crate::client::{Client, House, PATIENCE};
use crate::people::{Dossier, Series, delivered, device, vector};

/// A relay with a certificate.
pub(crate) fn house(
    authority: &Authority,
    turn: impl FnOnce(&mut Limits),
) -> (House, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let files = authority.sign_into(folder.path());
    let house = House::told(|options| {
        options.tls = Some(files);
        turn(&mut options.limits);
    });
    (house, folder)
}

pub(crate) async fn connect(
    authority: &Authority,
    house: &House,
    device: &seal::DeviceKey,
) -> Client {
    let stream = authority.connect(house.addr()).await.unwrap();
    let mut client = Client::over(stream, format!("ws://{NAME}/socket")).await;
    client.enter(device).await;
    client
}

#[tokio::test]
async fn a_dossier_goes_through_tls_whole() {
    let authority = Authority::new();
    let (house, _folder) = house(&authority, |limits| limits.frames_burst = 100_000);
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reader);
    let ana = &dossier.coordinator;
    let mut at_ana = connect(&authority, &house, ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_beto = connect(&authority, &house, &beto).await;
    at_beto
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    // sizes around those of a record of TLS, of what one read takes, and of the relay's buffers
    let mut series = Series::matrix(&dossier, ana);
    let sizes = [1, 16_000, 16_384, 16_385, 65_536, 65_537, 300_000, 786_000];
    for (index, size) in (1..).zip(sizes) {
        let envelope = series.next(&vec![7; size]);
        assert_eq!(at_ana.push(&envelope).await, series.kept(index), "{size}");
        let delivery = at_beto.frame().await;
        assert_eq!(delivered(&[delivery]), [(ana.id(), index)], "{size}");
    }
    // and many at once, both ways
    for _ in 0..200 {
        let envelope = series.next(&[8; 3_000]);
        at_ana.send(&Frame::Push { envelope }).await;
    }
    let total = sizes.len() as u64 + 200;
    loop {
        let Frame::Kept { index, .. } = at_ana.frame().await else {
            panic!("only kept")
        };
        if index == total {
            break;
        }
    }
    for index in sizes.len() as u64 + 1..=total {
        let delivery = at_beto.frame().await;
        assert_eq!(delivered(&[delivery]), [(ana.id(), index)]);
    }
    // a long backlog, whole and in order
    let mut again = connect(&authority, &house, &beto).await;
    let (has, sent) = again
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    assert_eq!(has, vector(&[(DocumentKind::Matrix, ana.id(), total)]));
    let expected: Vec<_> = (1..=total).map(|index| (ana.id(), index)).collect();
    assert_eq!(delivered(&sent), expected);
}

#[tokio::test]
async fn who_reads_slowly_under_tls_gets_everything() {
    // What the system does not take stays in the connection's own buffer and follows later.
    let authority = Authority::new();
    let (house, _folder) = house(&authority, |_| {});
    let dossier = Dossier::found();
    let ana = &dossier.coordinator;
    let mut at_ana = connect(&authority, &house, ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, ana);
    for index in 1..=20 {
        let envelope = series.next(&vec![9; 700_000]);
        assert_eq!(at_ana.push(&envelope).await, series.kept(index));
    }
    drop(at_ana);
    let key = dossier.coordinator.id();
    let mut slow = connect(&authority, &house, ana).await;
    let (entries, id) = (dossier.hashes(), dossier.id());
    slow.send(&Frame::Open {
        dossier: id,
        entries,
        vector: Vector::new(),
    })
    .await;
    tokio::time::sleep(Duration::from_millis(500)).await;
    let mut seen = Vec::new();
    loop {
        match slow.frame().await {
            Frame::CaughtUp { .. } => break,
            frame => seen.push(frame),
        }
    }
    // its own come too: the vector it gave was empty
    let expected: Vec<_> = (1..=20).map(|index| (key, index)).collect();
    assert_eq!(delivered(&seen), expected);
}

#[tokio::test]
async fn both_versions_and_none_older() {
    let authority = Authority::new();
    let (house, _folder) = house(&authority, |_| {});
    for version in [&version::TLS12, &version::TLS13] {
        let stream = authority
            .connect_in(house.addr(), &[version])
            .await
            .unwrap();
        let mut client = Client::over(stream, format!("ws://{NAME}/socket")).await;
        client.enter(&device()).await;
    }
    // a greeting of TLS 1.1, with a cipher of its day
    let mut body = vec![3, 2];
    body.extend([7; 32]);
    body.extend([0, 0, 2, 0x00, 0x2F, 1, 0]);
    let mut message = vec![1, 0, 0, body.len() as u8];
    message.extend(body);
    let mut record = vec![0x16, 3, 1, 0, message.len() as u8];
    record.extend(message);
    let mut old = TcpStream::connect(house.addr()).await.unwrap();
    old.write_all(&record).await.unwrap();
    let mut answer = Vec::new();
    tokio::time::timeout(PATIENCE, old.read_to_end(&mut answer))
        .await
        .expect("patience")
        .unwrap();
    // an alert, fatal: protocol_version, or what it missed first
    assert_eq!(answer.first(), Some(&0x15), "{answer:?}");
    assert_eq!(answer.get(5), Some(&2), "{answer:?}");
}

#[tokio::test]
async fn who_does_not_come_to_tls_hurts_only_itself() {
    let authority = Authority::new();
    let deadline = Duration::from_millis(400);
    let (house, _folder) = house(&authority, |limits| {
        limits.tls_deadline = deadline;
        limits.http_deadline = Duration::from_mins(5);
    });
    let mut ana = connect(&authority, &house, &device()).await;
    let began = Instant::now();
    let mut silent = Vec::new();
    for words in [&b""[..], &[0x16, 3, 1, 2, 0, 1], &[0x16, 3]] {
        let mut stream = TcpStream::connect(house.addr()).await.unwrap();
        stream.write_all(words).await.unwrap();
        silent.push(stream);
    }
    // one that speaks without TLS is told no at once
    let mut plain = TcpStream::connect(house.addr()).await.unwrap();
    plain
        .write_all(b"GET /health HTTP/1.1\r\nHost: relay\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    let read = tokio::time::timeout(PATIENCE, plain.read_to_end(&mut answer)).await;
    assert!(read.is_ok());
    assert!(!answer.starts_with(b"HTTP"), "{answer:?}");
    // an honest one comes in and is attended while the silent wait
    let mut beto = connect(&authority, &house, &device()).await;
    for client in [&mut ana, &mut beto] {
        let dossier = Dossier::found();
        client.tell(dossier.id(), dossier.entries()).await;
    }
    for mut stream in silent {
        let mut rest = Vec::new();
        // closed with or without a goodbye; what counts is that it is closed
        let ended = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "still open");
    }
    assert!(began.elapsed() >= deadline, "{:?}", began.elapsed());
    // Ana was here before and is here after
    let dossier = Dossier::found();
    ana.tell(dossier.id(), dossier.entries()).await;
    assert_eq!(Limits::default().tls_deadline, Duration::from_secs(5));
}

#[tokio::test]
async fn another_authority_is_not_believed() {
    let (house, _folder) = house(&Authority::new(), |_| {});
    assert!(Authority::new().connect(house.addr()).await.is_err());
}

#[tokio::test]
async fn a_renewed_certificate_takes_over_without_losing_a_session() {
    let (before, after) = (Authority::new(), Authority::new());
    let (house, folder) = house(&before, |_| {});
    let dossier = Dossier::found();
    let mut ana = connect(&before, &house, &dossier.coordinator).await;
    ana.tell(dossier.id(), dossier.entries()).await;

    // what cannot be used changes nothing
    std::fs::write(&files(folder.path()).key, "not a key").unwrap();
    let error = house.running().reload().unwrap_err();
    assert!(
        matches!(error, ReloadError::Tls(TlsError::File { .. })),
        "{error:?}"
    );
    connect(&before, &house, &device()).await;

    after.sign_into(folder.path());
    house.running().reload().unwrap();
    connect(&after, &house, &device()).await;
    assert!(before.connect(house.addr()).await.is_err());
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelope = series.next(b"sigue");
    assert_eq!(ana.push(&envelope).await, series.kept(1));
}

#[tokio::test]
async fn a_certificate_that_does_not_serve_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let start = |tls| {
        let mut options =
            relay::Options::new(folder.path().join("data"), "127.0.0.1:0".parse().unwrap());
        options.tls = Some(tls);
        relay::start(options).unwrap_err()
    };
    let missing = start(files(folder.path()));
    assert!(
        matches!(&missing, StartError::Tls(TlsError::File { .. })),
        "{missing:?}"
    );
    assert!(missing.to_string().contains("certificate.pem"), "{missing}");
    let files = authority.sign_into(folder.path());
    std::fs::write(&files.certificate, "nothing of use").unwrap();
    let empty = start(files.clone());
    assert!(
        matches!(&empty, StartError::Tls(TlsError::Empty { .. })),
        "{empty:?}"
    );
    // the key of another certificate
    authority.sign_into(folder.path());
    let key = std::fs::read(&files.key).unwrap();
    authority.sign_into(folder.path());
    std::fs::write(&files.key, key).unwrap();
    let other = start(files);
    assert!(
        matches!(&other, StartError::Tls(TlsError::Refused(_))),
        "{other:?}"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn the_program_reads_its_certificate_again_when_asked() {
    use std::process::Command;

    let folder = tempfile::tempdir().unwrap();
    let (before, after) = (Authority::new(), Authority::new());
    let files = before.sign_into(folder.path());
    let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo-relay"));
    command
        .arg("--tls-certificate")
        .arg(&files.certificate)
        .arg("--tls-key")
        .arg(&files.key);
    let program = crate::life::Program::start_by(command, &folder.path().join("data"));
    let stream = before.connect(program.addr).await.unwrap();
    let mut ana = Client::over(stream, format!("ws://{NAME}/socket")).await;
    ana.enter(&device()).await;
    after.sign_into(folder.path());
    let hang_up = || {
        let pid = program.child.id().to_string();
        let sent = Command::new("kill").args(["-HUP", &pid]).status().unwrap();
        assert!(sent.success());
    };
    hang_up();
    let began = Instant::now();
    while after.connect(program.addr).await.is_err() {
        assert!(began.elapsed() < PATIENCE, "it was not read again");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    let dossier = Dossier::found();
    ana.tell(dossier.id(), dossier.entries()).await;
    let ended = tokio::task::spawn_blocking(move || program.terminate());
    ana.rest().await;
    let (code, log) = ended.await.unwrap();
    assert_eq!(code, Some(0));
    assert!(log.contains("read again"), "{log}");
}

#[cfg(unix)]
#[tokio::test]
async fn without_tls_an_address_that_others_reach_is_warned_of() {
    use std::process::Command;

    for (listen, warns) in [("0.0.0.0:0", true), ("127.0.0.1:0", false)] {
        let folder = tempfile::tempdir().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo-relay"));
        let program = crate::life::Program::start_at(&mut command, folder.path(), listen);
        let ended = tokio::task::spawn_blocking(move || program.terminate());
        let (_, log) = ended.await.unwrap();
        assert_eq!(log.contains("without TLS"), warns, "{listen}: {log}");
    }
}
