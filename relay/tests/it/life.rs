//! Starting, stopping, dying and coming back.

use std::io::{BufRead as _, BufReader, Read as _};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use relay::{Options, StartError};
use wire::{DocumentKind, Frame, Refusal, Role, Vector};

use crate::client::{Client, Ended, House, PATIENCE, refused};
use crate::people::{Dossier, Series, deliver, delivered, device, vector};

/// The real program.
pub(crate) struct Program {
    pub(crate) child: Child,
    pub(crate) addr: SocketAddr,
}

impl Program {
    pub(crate) fn start(data: &Path) -> Self {
        Self::start_by(Command::new(env!("CARGO_BIN_EXE_cotejo-relay")), data)
    }

    /// One of several on a database.
    #[cfg(unix)]
    pub(crate) fn on(store: &str) -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cotejo-relay"));
        command
            .env("COTEJO_RELAY_STORE", store)
            // nobody reads what it says while it runs
            .env("COTEJO_RELAY_LOG", "warn");
        Self::listening(&mut command, "127.0.0.1:0")
    }

    /// Starts it through another command.
    pub(crate) fn start_by(mut command: Command, data: &Path) -> Self {
        Self::start_at(&mut command, data, "127.0.0.1:0")
    }

    pub(crate) fn start_at(command: &mut Command, data: &Path, listen: &str) -> Self {
        command.arg("--data").arg(data);
        Self::listening(command, listen)
    }

    fn listening(command: &mut Command, listen: &str) -> Self {
        let mut child = command
            .args(["--listen", listen])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let addr = line
            .trim_end()
            .strip_prefix("listening on ")
            .unwrap()
            .parse()
            .unwrap();
        Self { child, addr }
    }

    /// Asks it to stop; answers how it ended and what it logged.
    #[cfg(unix)]
    pub(crate) fn terminate(mut self) -> (Option<i32>, String) {
        let pid = self.child.id().to_string();
        assert!(
            Command::new("kill")
                .args(["-TERM", &pid])
                .status()
                .unwrap()
                .success()
        );
        let code = self.child.wait().unwrap().code();
        let mut log = String::new();
        self.child
            .stderr
            .take()
            .unwrap()
            .read_to_string(&mut log)
            .unwrap();
        (code, log)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // it may have ended already
        if self.child.try_wait().unwrap().is_none() {
            self.child.kill().unwrap();
            self.child.wait().unwrap();
        }
    }
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let mut house = House::start();
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Reviewer);
    let ana = &dossier.coordinator;
    let mut at_ana = house.connect(ana).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut matrix = Series::matrix(&dossier, ana);
    let mut review = Series::new(&dossier, &beto, DocumentKind::Review);
    let (first, comment) = (matrix.next(b"fila"), review.next(b"comentario"));
    assert_eq!(at_ana.push(&first).await, matrix.kept(1));
    assert_eq!(at_ana.push(&comment).await, review.kept(1));
    let Frame::Challenge { relay: before, .. } = Client::dial(house.addr()).await.frame().await
    else {
        panic!("challenge")
    };
    house.restart();
    let Frame::Challenge { relay: after, .. } = Client::dial(house.addr()).await.frame().await
    else {
        panic!("challenge")
    };
    assert_eq!(before, after, "it is the same relay");

    let mut at_ana = house.connect(ana).await;
    let (has, sent) = at_ana
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let expected = vector(&[
        (DocumentKind::Matrix, ana.id(), 1),
        (DocumentKind::Review, beto.id(), 1),
    ]);
    assert_eq!(has, expected);
    assert_eq!(sent, [deliver(&first), deliver(&comment)]);
    let second = matrix.next(b"fila");
    assert_eq!(at_ana.push(&second).await, matrix.kept(2));
}

#[tokio::test]
async fn a_second_relay_on_the_same_folder_says_why_not() {
    let house = House::start();
    let options = Options::new(house.folder.path(), "127.0.0.1:0".parse().unwrap());
    let error = relay::start(options).unwrap_err();
    assert!(matches!(&error, StartError::InUse { .. }), "{error:?}");

    let output = Command::new(env!("CARGO_BIN_EXE_cotejo-relay"))
        .arg("--data")
        .arg(house.folder.path())
        .args(["--listen", "127.0.0.1:0"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty(), "it never said that it listens");
    let words = String::from_utf8(output.stderr).unwrap();
    assert!(words.contains("another relay is using"), "{words}");
    // and the first goes on
    house.connect(&device()).await;
}

#[tokio::test]
async fn what_cannot_start_says_why() {
    let house = House::start();
    let folder = tempfile::tempdir().unwrap();
    let taken = relay::start(Options::new(folder.path(), house.addr())).unwrap_err();
    assert!(matches!(taken, StartError::Listen { .. }), "{taken:?}");
    let file = folder.path().join("file");
    std::fs::write(&file, b"not a folder").unwrap();
    let listen = "127.0.0.1:0".parse().unwrap();
    let unusable = relay::start(Options::new(&file, listen)).unwrap_err();
    assert!(
        matches!(unusable, StartError::Folder { .. }),
        "{unusable:?}"
    );
    let damaged = tempfile::tempdir().unwrap();
    std::fs::write(damaged.path().join("relay.sqlite"), vec![b'x'; 8_192]).unwrap();
    let error = relay::start(Options::new(damaged.path(), listen)).unwrap_err();
    assert!(matches!(error, StartError::Archive(_)), "{error:?}");
}

#[tokio::test]
async fn a_stop_answers_what_it_has_read() {
    let mut house = House::start();
    let mut dossier = Dossier::found();
    let reader = dossier.join(Role::Reader);
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_reader = house.connect(&reader).await;
    at_reader
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    for _ in 0..200 {
        let envelope = series.next(b"antes de cerrar");
        at_ana.send(&Frame::Push { envelope }).await;
    }
    assert!(matches!(at_ana.frame().await, Frame::Kept { .. }));
    let began = Instant::now();
    let stopped = tokio::task::spawn_blocking(move || {
        house.stop();
        house
    });
    let (frames, ended) = at_ana.rest().await;
    let mut house = stopped.await.unwrap();
    assert!(
        began.elapsed() < Duration::from_secs(5),
        "{:?}",
        began.elapsed()
    );
    assert_eq!(ended, Ended::Code(1001));
    assert_eq!(frames.last(), Some(&refused(Refusal::Stopping)));
    let kept = frames.iter().rev().find_map(|frame| match frame {
        Frame::Kept { index, .. } => Some(*index),
        _ => None,
    });
    // an idle one is told as well
    assert_eq!(at_reader.rest().await.1, Ended::Code(1001));
    // and what was acknowledged is there afterwards
    house.restart();
    let mut at_reader = house.connect(&reader).await;
    let (has, _) = at_reader
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let has = has.get(DocumentKind::Matrix, dossier.coordinator.id());
    assert!(
        kept.is_none_or(|kept| kept <= has),
        "{kept:?} acknowledged, {has} kept"
    );
}

#[cfg(unix)]
#[tokio::test]
async fn the_program_stops_when_asked() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path());
    let dossier = Dossier::found();
    let mut client = Client::connect(program.addr, &dossier.coordinator).await;
    client.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelope = series.next(b"palabra secreta");
    assert_eq!(client.push(&envelope).await, series.kept(1));
    assert_eq!(
        client.push(&series.at(9, [1; 32], b"x")).await,
        series.refused(Refusal::Gap, Some(2))
    );
    let ended = tokio::task::spawn_blocking(move || program.terminate());
    assert_eq!(
        client.rest().await,
        (vec![refused(Refusal::Stopping)], Ended::Code(1001))
    );
    let (code, log) = ended.await.unwrap();
    assert_eq!(code, Some(0));
    // the log is JSON, line by line, and knows who and why but not what
    assert!(
        log.lines()
            .all(|line| line.starts_with('{') && line.ends_with('}')),
        "{log}"
    );
    assert!(log.contains(&dossier.coordinator.id().to_string()), "{log}");
    assert!(log.contains(r#""reason":"gap""#), "{log}");
    assert!(!log.contains("palabra secreta"), "{log}");
}

/// Kills the program in the middle of the load, again and again; whatever was acknowledged before
/// is there after.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_kill_loses_nothing_acknowledged() {
    const WRITERS: usize = 8;
    const KILLS: u64 = 5;
    let folder = tempfile::tempdir().unwrap();
    let mut dossier = Dossier::found();
    let writers: Vec<_> = (0..WRITERS).map(|_| dossier.join(Role::Editor)).collect();
    let dossier = std::sync::Arc::new(dossier);
    let mut tails: Vec<(u64, wire::Hash)> = vec![(0, [0; 32]); WRITERS];
    let writers: Vec<_> = writers.into_iter().map(std::sync::Arc::new).collect();
    let mut acknowledged = [0_u64; WRITERS];
    for kill in 0..KILLS {
        let mut program = Program::start(folder.path());
        let addr = program.addr;
        let mut at_ana = Client::connect(addr, &dossier.coordinator).await;
        at_ana.tell(dossier.id(), dossier.entries()).await;
        let (has, sent) = at_ana
            .open(dossier.id(), dossier.hashes(), Vector::new())
            .await;
        let received = delivered(&sent);
        for (writer, key) in writers.iter().enumerate() {
            let kept = has.get(DocumentKind::Matrix, key.id());
            assert!(
                kept >= acknowledged[writer],
                "kill {kill}: {kept} of {}",
                acknowledged[writer]
            );
            let mine = received.iter().filter(|(author, _)| *author == key.id());
            assert!(
                mine.map(|(_, index)| *index).eq(1..=kept),
                "kill {kill}: gapless"
            );
            // go on from what the relay has, as a device would
            let last = sent.iter().rev().find_map(|frame| match frame {
                Frame::Deliver { envelope } => {
                    let header = wire::Envelope::decode(envelope)
                        .unwrap()
                        .decode_header()
                        .unwrap();
                    (header.device == key.id()).then(|| (header.index, seal::hash(envelope)))
                }
                _ => None,
            });
            tails[writer] = last.unwrap_or((0, [0; 32]));
        }
        let load: Vec<_> = writers
            .iter()
            .zip(&tails)
            .map(|(key, &(index, previous))| {
                let (dossier, key) = (dossier.clone(), key.clone());
                tokio::spawn(async move {
                    let mut client = Client::connect(addr, &key).await;
                    let mut series = Series::matrix(&dossier, &key);
                    (series.index, series.previous) = (index, previous);
                    let mut kept = 0;
                    loop {
                        let envelope = series.next(b"en plena carga");
                        let frame = Frame::Push { envelope };
                        let message =
                            tokio_tungstenite::tungstenite::Message::Binary(frame.encode().into());
                        let sent = futures_util::SinkExt::send(&mut client.0, message)
                            .await
                            .is_ok();
                        match client.next().await {
                            Ok(Frame::Kept { index, .. }) if sent => kept = index,
                            Ok(other) => panic!("{other:?}"),
                            Err(_) => return kept,
                        }
                    }
                })
            })
            .collect();
        tokio::time::sleep(Duration::from_millis(120 + 37 * kill)).await;
        program.child.kill().unwrap();
        for (writer, load) in load.into_iter().enumerate() {
            let kept = tokio::time::timeout(PATIENCE, load).await.unwrap().unwrap();
            acknowledged[writer] = acknowledged[writer].max(kept);
        }
    }
    assert!(
        acknowledged.iter().all(|kept| *kept > 0),
        "there was a load: {acknowledged:?}"
    );
}

/// A disk that takes no more: nothing is acknowledged that is not kept, and it goes on by itself
/// when there is room again.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_full_disk_is_said_and_survived() {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new("sh");
    // files of this program may not pass 512 KiB; writing beyond is an error, not a signal
    command
        .args(["-c", "trap '' XFSZ; ulimit -S -f 1024; exec \"$0\" \"$@\""])
        .arg(env!("CARGO_BIN_EXE_cotejo-relay"));
    let program = Program::start_by(command, folder.path());
    let dossier = Dossier::found();
    let mut client = Client::connect(program.addr, &dossier.coordinator).await;
    client.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let mut kept = 0;
    let refused = loop {
        let envelope = series.next(&vec![8; 30_000]);
        match client.push(&envelope).await {
            Frame::Kept { index, .. } => kept = index,
            other => break (other, envelope),
        }
        assert!(kept < 100, "the limit was never met");
    };
    assert_eq!(refused.0, series.refused(Refusal::Busy, None));
    let (status, body) = crate::client::get(program.addr, "/health").await;
    assert_eq!(
        (status, body.as_str()),
        (503, r#"{"status":"not keeping"}"#)
    );

    let pid = program.child.id().to_string();
    let status = Command::new("prlimit")
        .args(["--pid", &pid, "--fsize=unlimited"])
        .status();
    assert!(status.unwrap().success());
    let began = Instant::now();
    loop {
        match client.push(&refused.1).await {
            Frame::Kept { index, .. } => {
                assert_eq!(
                    index,
                    kept + 1,
                    "what was acknowledged before is still there"
                );
                break;
            }
            Frame::Refused {
                refusal: Refusal::Busy,
                ..
            } => {
                assert!(began.elapsed() < PATIENCE, "it goes on when there is room");
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(crate::client::get(program.addr, "/health").await.0, 200);
    let mut again = Client::connect(program.addr, &dossier.coordinator).await;
    let (_, sent) = again
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let expected: Vec<_> = (1..=kept + 1)
        .map(|index| (dossier.coordinator.id(), index))
        .collect();
    assert_eq!(delivered(&sent), expected);
}
