//! Several relays on one PostgreSQL.

use std::process::Command;
use std::time::{Duration, Instant};

use cluster::{Cluster, PASSWORD};
use relay::{DatabaseError, Options, StartError};
use wire::{DocumentKind, Frame, Refusal, Role, Vector};

use crate::client::{Client, House, PATIENCE, get};
use crate::life::Program;
use crate::people::{Dossier, Series, deliver, delivered, dice, vector};
use crate::receipts::{receipt, say};

/// Two relays in this process, on one database.
fn two(cluster: &Cluster) -> [House; 2] {
    let store = cluster.empty_url().unwrap();
    [(); 2].map(|()| House::on(Some(store.clone()), |_| {}))
}

/// A member in contact with a relay, who has everything.
async fn here(house: &House, dossier: &Dossier, device: &seal::DeviceKey) -> Client {
    let mut client = house.connect(device).await;
    client
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    client
}

fn refusal(started: Result<relay::Running, StartError>) -> DatabaseError {
    match started {
        Err(StartError::Database { source, .. }) => source,
        other => panic!("it must not start: {other:?}"),
    }
}

fn start(store: &str) -> Result<relay::Running, StartError> {
    let listen = "127.0.0.1:0".parse().unwrap();
    relay::start(Options::on(store.parse().unwrap(), listen))
}

/// Waits for that status of the page that a load balancer looks at.
async fn until_health(house: &House, expected: u16) {
    let began = Instant::now();
    while get(house.addr(), "/health").await.0 != expected {
        assert!(began.elapsed() < PATIENCE, "health is never {expected}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn what_one_relay_keeps_reaches_who_is_at_another() {
    let cluster = Cluster::start().unwrap();
    let [first, second] = two(&cluster);
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Editor);
    let mut at_first = first.connect(&dossier.coordinator).await;
    at_first.tell(dossier.id(), dossier.entries()).await;
    at_first
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let mut at_second = here(&second, &dossier, &beto).await;

    // envelopes, in their order, both ways, and not back to who sent them
    let mut of_ana = Series::matrix(&dossier, &dossier.coordinator);
    let mut of_beto = Series::matrix(&dossier, &beto);
    for round in 1..=20 {
        let envelope = of_ana.next(b"de aqu\xC3\xAD");
        assert_eq!(at_first.push(&envelope).await, of_ana.kept(round));
        assert_eq!(at_second.frame().await, deliver(&envelope));
        let envelope = of_beto.next(b"de all\xC3\xA1");
        assert_eq!(at_second.push(&envelope).await, of_beto.kept(round));
        assert_eq!(at_first.frame().await, deliver(&envelope));
    }
    // a signal, which nobody keeps
    let id = dossier.id();
    let device = beto.id();
    let sealed = seal::seal_signal(&beto, &dossier.key, id, b"fila 4", &mut dice).unwrap();
    let signal = Frame::Signal {
        dossier: id,
        device,
        sealed,
    };
    at_second.send(&signal).await;
    assert_eq!(at_first.frame().await, signal);
    // a receipt
    let sealed = seal::seal_receipt(&beto, &dossier.key, id, b"todo", &mut dice).unwrap();
    let hash = seal::hash(&sealed);
    let receipt = Frame::Receipt {
        dossier: id,
        device,
        sealed,
    };
    at_second.send(&receipt).await;
    let kept = Frame::ReceiptKept { dossier: id, hash };
    assert_eq!(at_second.frame().await, kept);
    assert_eq!(at_first.frame().await, receipt);
    // entries; and who joined at one relay writes at the other at once
    let carla = crate::people::device();
    let (grant, join) = dossier.invite(&carla, Role::Editor);
    at_first.tell(id, vec![grant.clone(), join.clone()]).await;
    for entry in [&grant, &join] {
        let entry = entry.clone();
        let entry = Frame::Entry { dossier: id, entry };
        assert_eq!(at_second.frame().await, entry);
    }
    let mut at_carla = second.connect(&carla).await;
    let (has, sent) = at_carla.open(id, Vec::new(), Vector::new()).await;
    let both = [
        (DocumentKind::Matrix, dossier.coordinator.id(), 20),
        (DocumentKind::Matrix, beto.id(), 20),
    ];
    assert_eq!(has, vector(&both));
    assert_eq!(delivered(&sent).len(), 40);
    at_first.silence().await;
}

/// As in the file: what makes a dossier larger, and not a device that says how far it has read.
#[tokio::test]
async fn when_a_dossier_was_last_written_is_noted() {
    let cluster = Cluster::start().unwrap();
    let store = cluster.empty_url().unwrap();
    let (_, space) = store.rsplit_once("%3D").unwrap();
    let seconds = "extract(epoch FROM now())::bigint";
    let age = format!("UPDATE {space}.dossier SET written_at = {seconds} - 86400");
    let is_old = format!("SELECT written_at < {seconds} - 3600 FROM {space}.dossier");
    let house = House::on(Some(store.clone()), |_| {});
    let dossier = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    assert_eq!(cluster.sql(&is_old).unwrap(), "f");
    cluster.sql(&age).unwrap();
    let seen = receipt(&dossier, &dossier.coordinator, b"seen 1");
    say(&mut at_ana, &seen).await;
    assert_eq!(cluster.sql(&is_old).unwrap(), "t");
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelope = series.next(b"x");
    assert_eq!(at_ana.push(&envelope).await, series.kept(1));
    assert_eq!(cluster.sql(&is_old).unwrap(), "f");
}

#[tokio::test]
async fn relays_on_one_database_are_one_relay_to_devices() {
    let cluster = Cluster::start().unwrap();
    let store = cluster.empty_url().unwrap();
    // all at once, on nothing: the tables are made once
    let starting: Vec<_> = (0..4)
        .map(|_| {
            let store = store.clone();
            std::thread::spawn(move || start(&store).unwrap())
        })
        .collect();
    let running: Vec<_> = starting
        .into_iter()
        .map(|one| one.join().unwrap())
        .collect();
    let mut names = Vec::new();
    for relay in &running {
        let Frame::Challenge { relay, .. } = Client::dial(relay.addr()).await.frame().await else {
            panic!("challenge")
        };
        names.push(relay);
    }
    assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
}

#[tokio::test]
async fn two_relays_keep_one_of_two_that_claim_a_place() {
    const ROUNDS: u64 = 30;
    let cluster = Cluster::start().unwrap();
    let [first, second] = two(&cluster);
    let dossier = Dossier::found();
    let ana = &dossier.coordinator;
    let mut at_first = first.connect(ana).await;
    at_first.tell(dossier.id(), dossier.entries()).await;
    let mut at_second = second.connect(ana).await;
    let mut series = Series::matrix(&dossier, ana);
    let mut kept = Vec::new();
    for round in 1..=ROUNDS {
        // the same one at both: kept once, and both are told so
        let before = series.previous;
        let envelope = series.next(b"la misma");
        let told = tokio::join!(at_first.push(&envelope), at_second.push(&envelope));
        let expected = series.kept(2 * round - 1);
        assert_eq!(told, (expected.clone(), expected));
        kept.push(envelope.clone());
        assert_ne!(series.previous, before);
        // two different ones for the same place: one is kept, and the other refused
        let here = series.at(2 * round, series.previous, b"una");
        let there = series.at(2 * round, series.previous, b"otra");
        let told = tokio::join!(at_first.push(&here), at_second.push(&there));
        let (yes, no) = (
            series.kept(2 * round),
            series.refused(Refusal::BadChain, None),
        );
        let winner = match told {
            (here_told, there_told) if here_told == yes && there_told == no => here,
            (here_told, there_told) if here_told == no && there_told == yes => there,
            other => panic!("{other:?}"),
        };
        series.index = 2 * round;
        series.previous = seal::hash(&winner);
        kept.push(winner);
    }
    let mut newcomer = second.connect(ana).await;
    let (_, sent) = newcomer
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let expected: Vec<Frame> = kept.iter().map(|envelope| deliver(envelope)).collect();
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn a_dossier_founded_at_two_relays_at_once_is_one() {
    const DOSSIERS: usize = 30;
    let cluster = Cluster::start().unwrap();
    let [first, second] = two(&cluster);
    let visitor = crate::people::device();
    let mut at_first = first.connect(&visitor).await;
    let mut at_second = second.connect(&visitor).await;
    let mut founded = Vec::new();
    for _ in 0..DOSSIERS {
        let mut dossier = Dossier::found();
        dossier.join(Role::Editor);
        let (id, entries) = (dossier.id(), dossier.entries());
        let there = at_second.tell(id, entries.clone());
        tokio::join!(at_first.tell(id, entries), there);
        founded.push(dossier);
    }
    // and many of them in one batch, told in another order
    let more: Vec<Dossier> = (0..DOSSIERS).map(|_| Dossier::found()).collect();
    let genesis = |dossier: &Dossier| Frame::Entry {
        dossier: dossier.id(),
        entry: dossier.entries().remove(0),
    };
    for dossier in &more {
        at_first.send(&genesis(dossier)).await;
    }
    for dossier in more.iter().rev() {
        at_second.send(&genesis(dossier)).await;
    }
    for _ in &more {
        let told = tokio::join!(at_first.frame(), at_second.frame());
        assert!(
            matches!(told, (Frame::EntryKept { .. }, Frame::EntryKept { .. })),
            "{told:?}"
        );
    }
    for dossier in founded.iter().chain(&more) {
        let mut member = first.connect(&dossier.coordinator).await;
        let (has, sent) = member.open(dossier.id(), Vec::new(), Vector::new()).await;
        assert!(has.is_empty());
        assert_eq!(sent.len(), dossier.entries().len(), "each entry once");
    }
}

/// A relay tells its memory of a dossier only what others say while somebody is there; it must not go
/// by what it remembers when somebody comes back.
#[tokio::test]
async fn a_relay_nobody_was_at_knows_what_happened_elsewhere() {
    let cluster = Cluster::start().unwrap();
    let [first, second] = two(&cluster);
    let mut dossier = Dossier::found();
    let ana = dossier.coordinator.id();
    let mut at_first = first.connect(&dossier.coordinator).await;
    at_first.tell(dossier.id(), dossier.entries()).await;
    let mut at_second = second.connect(&dossier.coordinator).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let mut envelopes: Vec<_> = (0..4)
        .map(|_| series.next(b"aqu\xC3\xAD o all\xC3\xA1"))
        .collect();
    // one at each, and in neither of them anything is open
    assert_eq!(at_second.push(&envelopes[0]).await, series.kept(1));
    assert_eq!(at_first.push(&envelopes[1]).await, series.kept(2));
    assert_eq!(at_second.push(&envelopes[2]).await, series.kept(3));
    assert_eq!(
        at_second.push(&envelopes[1]).await,
        series.kept(3),
        "kept elsewhere"
    );
    assert_eq!(at_first.push(&envelopes[3]).await, series.kept(4));
    let id = dossier.id();
    let carla = crate::people::device();
    let (grant, join) = dossier.invite(&carla, Role::Editor);
    at_first.tell(id, vec![grant.clone(), join.clone()]).await;
    let mut at_carla = second.connect(&carla).await;
    let (has, sent) = at_carla.open(id, dossier.hashes(), Vector::new()).await;
    assert_eq!(has, vector(&[(DocumentKind::Matrix, ana, 4)]));
    let mut expected: Vec<_> = [grant.clone(), join.clone()]
        .map(|entry| Frame::Entry { dossier: id, entry })
        .into();
    expected.extend(envelopes.iter().map(|envelope| deliver(envelope)));
    assert_eq!(sent, expected);
    dossier.add(&grant);
    dossier.add(&join);
    let mut of_carla = Series::matrix(&dossier, &carla);
    envelopes.push(of_carla.next(b"quien acaba de llegar"));
    assert_eq!(at_second.push(&envelopes[4]).await, of_carla.kept(1));
    assert_eq!(
        at_carla.frame().await,
        deliver(&envelopes[4]),
        "brought by another"
    );
}

/// Sessions of the server that listen end; what is committed meanwhile is still told, in order.
#[tokio::test]
async fn a_relay_that_heard_nothing_for_a_while_tells_what_it_missed() {
    let cluster = Cluster::start().unwrap();
    let [first, second] = two(&cluster);
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Editor);
    let mut at_first = first.connect(&dossier.coordinator).await;
    at_first.tell(dossier.id(), dossier.entries()).await;
    let mut at_second = here(&second, &dossier, &beto).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    for round in 0..5 {
        let began = Instant::now();
        let count = "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE '%listens'";
        while cluster.sql(count).unwrap() != "2" {
            assert!(began.elapsed() < PATIENCE, "they listen again");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        cluster
            .sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                 WHERE application_name LIKE '%listens'",
            )
            .unwrap();
        for _ in 0..10 {
            let envelope = series.next(b"sin que nadie lo diga");
            assert_eq!(at_first.push(&envelope).await, series.kept(series.index));
        }
        let expected: Vec<_> = (1..=10)
            .map(|more| (dossier.coordinator.id(), round * 10 + more))
            .collect();
        let mut told = Vec::new();
        for _ in 0..10 {
            told.push(at_second.frame().await);
        }
        assert_eq!(delivered(&told), expected, "round {round}");
    }
}

/// The server goes down in the middle of a load and comes back. Nobody is told "kept" of what is not,
/// the sessions stay, and those who were there get everything in order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_restarts_in_mid_load_loses_nothing_acknowledged() {
    const RESTARTS: usize = 3;
    const EACH: u64 = 60;
    let cluster = Cluster::start().unwrap();
    let houses = two(&cluster);
    let mut dossier = Dossier::found();
    let writers = [dossier.join(Role::Editor), dossier.join(Role::Editor)];
    let reader = dossier.join(Role::Reader);
    let mut at_ana = houses[0].connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut watching = here(&houses[1], &dossier, &reader).await;
    let total = EACH * writers.len() as u64;
    let seen = tokio::spawn(async move {
        let mut seen = Vec::new();
        while (seen.len() as u64) < total {
            seen.push(watching.frame().await);
        }
        seen
    });
    let acknowledged = std::sync::Arc::new(std::sync::atomic::AtomicU64::new(0));
    let mut tasks = Vec::new();
    for (house, writer) in houses.iter().zip(&writers) {
        let mut series = Series::matrix(&dossier, writer);
        let envelopes: Vec<_> = (0..EACH).map(|_| series.next(b"en plena carga")).collect();
        let mut client = house.connect(writer).await;
        let acknowledged = std::sync::Arc::clone(&acknowledged);
        tasks.push(tokio::spawn(async move {
            let mut busy = 0;
            for (place, envelope) in (1..).zip(&envelopes) {
                loop {
                    match client.push(envelope).await {
                        Frame::Kept { index, .. } => break assert_eq!(index, place),
                        Frame::Refused {
                            refusal: Refusal::Busy,
                            ..
                        } => busy += 1,
                        other => panic!("{other:?}"),
                    }
                    tokio::time::sleep(Duration::from_millis(20)).await;
                }
                acknowledged.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            }
            busy
        }));
    }
    for restart in 1..=RESTARTS {
        let until = total * restart as u64 / (RESTARTS as u64 + 1);
        let began = Instant::now();
        while acknowledged.load(std::sync::atomic::Ordering::Relaxed) < until {
            assert!(began.elapsed() < PATIENCE, "it goes on after a restart");
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        tokio::task::block_in_place(|| cluster.restart().unwrap());
    }
    let mut busy = 0;
    for task in tasks {
        busy += tokio::time::timeout(PATIENCE, task).await.unwrap().unwrap();
    }
    assert!(busy > 0, "the restarts were felt");
    // who stayed was told everything, each series without a gap
    let seen = tokio::time::timeout(PATIENCE, seen).await.unwrap().unwrap();
    let seen = delivered(&seen);
    for writer in &writers {
        let of_one = seen.iter().filter(|(author, _)| *author == writer.id());
        assert!(of_one.map(|(_, index)| *index).eq(1..=EACH), "{seen:?}");
    }
    for house in &houses {
        let mut newcomer = house.connect(&reader).await;
        let (_, sent) = newcomer
            .open(dossier.id(), dossier.hashes(), Vector::new())
            .await;
        assert_eq!(delivered(&sent).len() as u64, total);
        until_health(house, 200).await;
    }
}

/// A load balancer that asks for `/health` and sends nobody while it is bad must not wait for ever.
#[tokio::test]
async fn health_follows_the_database_without_any_device() {
    let cluster = Cluster::start().unwrap();
    let [first, second] = two(&cluster);
    until_health(&first, 200).await;
    cluster.stop().unwrap();
    until_health(&first, 503).await;
    until_health(&second, 503).await;
    let dossier = Dossier::found();
    let mut client = first.connect(&dossier.coordinator).await;
    let (id, entry) = (dossier.id(), dossier.entries().remove(0));
    client.send(&Frame::Entry { dossier: id, entry }).await;
    let told = client.frame().await;
    assert!(
        matches!(
            told,
            Frame::Refused {
                refusal: Refusal::Busy,
                ..
            }
        ),
        "{told:?}"
    );
    cluster.resume().unwrap();
    until_health(&first, 200).await;
    until_health(&second, 200).await;
    client.tell(id, dossier.entries()).await;
}

#[tokio::test]
async fn a_database_that_will_not_do_says_why() {
    let cluster = Cluster::start().unwrap();
    // a newer relay's
    let store = cluster.empty_url().unwrap();
    start(&store).unwrap().stop();
    cluster.sql("UPDATE space0.relay SET version = 2").unwrap();
    let error = refusal(start(&store));
    assert!(
        matches!(error, DatabaseError::Newer { found: 2, known: 1 }),
        "{error:?}"
    );
    let version = cluster.sql("SELECT version FROM space0.relay").unwrap();
    assert_eq!(version, "2", "nothing was written");
    // somebody else's
    for table in [
        "CREATE TABLE space1.relay (id INTEGER)",
        "CREATE TABLE space2.nomina (id INTEGER)",
    ] {
        let store = cluster.empty_url().unwrap();
        cluster.sql(table).unwrap();
        let error = refusal(start(&store));
        assert!(matches!(error, DatabaseError::NotARelays), "{error:?}");
    }
    // one that acknowledges what it has not written
    let store = cluster.empty_url().unwrap();
    cluster.sql("ALTER SYSTEM SET fsync = off").unwrap();
    cluster.sql("SELECT pg_reload_conf()").unwrap();
    let began = Instant::now();
    while cluster.sql("SHOW fsync").unwrap() != "off" {
        assert!(began.elapsed() < PATIENCE, "the server reads its settings");
    }
    let error = refusal(start(&store));
    assert!(
        matches!(error, DatabaseError::Unsafe { setting: "fsync" }),
        "{error:?}"
    );
    // one that is not there
    cluster.stop().unwrap();
    let error = refusal(start(&store));
    assert!(matches!(error, DatabaseError::Postgres(_)), "{error:?}");
}

#[tokio::test]
async fn the_password_is_nowhere_but_in_the_address() {
    let cluster = Cluster::start().unwrap();
    let store = cluster.empty_url().unwrap();
    // a whole life: started, used, cut off, in use again, stopped
    let program = Program::on(&store);
    let dossier = Dossier::found();
    let mut client = Client::connect(program.addr, &dossier.coordinator).await;
    client.tell(dossier.id(), dossier.entries()).await;
    cluster.restart().unwrap();
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelope = series.next(b"despu\xC3\xA9s");
    let began = Instant::now();
    while client.push(&envelope).await != series.kept(1) {
        assert!(began.elapsed() < PATIENCE, "it is in use again");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let (code, log) = program.terminate();
    assert_eq!(code, Some(0));
    assert!(log.contains("other relays are not heard"), "{log}");
    assert!(!log.contains(PASSWORD), "{log}");
    let database: relay::Database = store.parse().unwrap();
    for shown in [format!("{database}"), format!("{database:?}")] {
        assert!(!shown.contains(PASSWORD), "{shown}");
    }
    // and what is refused does not repeat it
    let nobody = store.replace("relevo:", "nadie:");
    let nowhere = store.replace("postgres?", "otra?");
    let broken = format!("postgres://relevo:{PASSWORD}?{PASSWORD}@aqui/otra");
    let other = format!("mysql://relevo:{PASSWORD}@aqui/otra");
    for store in [&nobody, &nowhere, &broken, &other] {
        let output = Command::new(env!("CARGO_BIN_EXE_cotejo-relay"))
            .args(["--listen", "127.0.0.1:0"])
            .env("COTEJO_RELAY_STORE", store)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        let said = String::from_utf8_lossy(&output.stderr);
        assert!(said.contains("database"), "{said}");
        assert!(!said.contains(PASSWORD), "{said}");
        assert!(output.stdout.is_empty(), "it never said that it listens");
    }
}

#[tokio::test]
async fn who_is_removed_at_one_relay_is_shown_out_of_another() {
    let cluster = Cluster::start().unwrap();
    let [first, second] = two(&cluster);
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Editor);
    let id = dossier.id();
    let mut at_first = first.connect(&dossier.coordinator).await;
    at_first.tell(id, dossier.entries()).await;
    at_first.open(id, dossier.hashes(), Vector::new()).await;
    let mut at_second = here(&second, &dossier, &beto).await;

    let (ana, membership) = (&dossier.coordinator, &dossier.membership);
    let entry = membership.change(ana, beto.id(), None, Vec::new()).unwrap();
    at_first.tell(id, vec![entry.clone()]).await;
    assert_eq!(at_second.frame().await, Frame::Entry { dossier: id, entry });
    let out = Frame::Refused {
        refusal: Refusal::NotMember,
        dossier: Some(id),
        document: None,
        device: None,
        index: None,
    };
    assert_eq!(at_second.frame().await, out);
    let later = Series::matrix(&dossier, &dossier.coordinator).next(b"later");
    at_first.push(&later).await;
    at_second.silence().await;
}
