//! The relay killed while people edit. Whatever a device was told is sent must be at the relay: a
//! newcomer who has nothing but the relay must see it, while everybody else is away.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use contract::{DossierStatus, RoleName};
use engine::Engine;
use tokio::task::JoinHandle;
use torture::{Cell, Dice, Post, writable};

use crate::judge::document_of;
use crate::{kills, seed};

/// Kills in an ordinary run.
const KILLS: u64 = 50;
/// Times that everybody leaves and a newcomer looks at what the relay has.
const ROUNDS: u64 = 3;
/// People who edit.
const PEOPLE: usize = 3;
/// A kill comes this long after everybody had something confirmed, at most, in milliseconds.
const DELAY_MS_MAX: u64 = 60;
/// Every how many kills the relay is killed without waiting for anything to be confirmed.
const HASTY_EVERY: u64 = 4;
/// Every how many edits one goes to a cell that everybody edits.
const SHARED_EVERY: u64 = 3;
/// A hand rests this long after each acknowledged edit: receivers must be able to keep up.
const REST: Duration = Duration::from_millis(30);
/// Edits that one text records before the next text goes on.
const EDITS_PER_TEXT: u64 = 600;
/// Between two looks at a status.
const LOOK: Duration = Duration::from_millis(3);
/// Nothing here takes this long: the test is stuck.
const STUCK: Duration = Duration::from_mins(1);

#[test]
fn what_was_reported_as_sent_survives_every_kill_of_the_relay() {
    let (kills, seed) = (kills(KILLS), seed() + 30_000);
    let folder = tempfile::tempdir().expect("a folder");
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(rounds(folder.path(), kills, seed));
}

async fn rounds(folder: &Path, kills: u64, seed: u64) {
    let mut dice = Dice::new(seed);
    let mut office = Office::open(folder);
    let (mut people, link) = gather(folder, &office).await;
    let (mut killed, mut sent) = (0, 0);
    for round in 0..ROUNDS {
        let stop = Arc::new(AtomicBool::new(false));
        let editing: Vec<_> = people
            .iter()
            .map(|person| person.begin(Arc::clone(&stop)))
            .collect();
        let until = kills * (round + 1) / ROUNDS;
        while killed < until {
            killed += 1;
            let hasty = killed % HASTY_EVERY == 0;
            let delay_ms = dice.below(DELAY_MS_MAX + 1);
            println!("kill {killed}: seed {seed}, hasty {hasty}, after {delay_ms} ms");
            if !hasty {
                everybody_progresses(&people).await;
            }
            tokio::time::sleep(Duration::from_millis(delay_ms)).await;
            for person in &people {
                person.note_sent().await;
            }
            office.kill();
            if killed < until {
                office.reopen();
                for person in &people {
                    person.call().await;
                }
            }
        }
        stop.store(true, Ordering::Relaxed);
        for (person, task) in people.iter_mut().zip(editing) {
            person.made = task.await.expect("nobody fails to edit");
        }
        // Nobody who has the edits is there to bring them again.
        for person in &people {
            person.note_sent().await;
            person.engine.close().await;
        }
        office.reopen();
        let newcomer = newcomer(folder, round, &link).await;
        for person in &people {
            sent += person.sent_is_at(&newcomer).await;
        }
        for person in &mut people {
            person.engine = Engine::open(&person.home).expect("the folder opens");
        }
        converge(&people, &newcomer).await;
        newcomer.engine.close().await;
    }
    let made: usize = people.iter().map(|person| person.made.len()).sum();
    println!(
        "{killed} kills of the relay, {ROUNDS} newcomers from the relay alone: {made} edits \
         acknowledged, {sent} of those reported as sent looked for by the newcomers, 0 lost"
    );
    for person in &people {
        person.engine.close().await;
    }
}

/// The relay: always the same folder and port.
struct Office {
    data: PathBuf,
    addr: SocketAddr,
    post: Option<Post>,
}

impl Office {
    fn open(folder: &Path) -> Self {
        let data = folder.join("relay");
        let post = Post::start(&data, 0, &[]).expect("the relay starts");
        Self {
            data,
            addr: post.addr(),
            post: Some(post),
        }
    }

    fn kill(&mut self) {
        self.post.take().expect("it runs").kill().expect("SIGKILL");
    }

    fn reopen(&mut self) {
        let post = Post::start(&self.data, self.addr.port(), &[]).expect("the relay starts again");
        assert_eq!(post.addr(), self.addr);
        self.post = Some(post);
    }
}

/// Somebody who edits, and what of it was acknowledged.
struct Person {
    name: String,
    home: PathBuf,
    engine: Engine,
    dossier: String,
    /// The texts only this person edits: together, every number ever written, in order.
    own: Vec<Cell>,
    /// The value everybody edits.
    shared: Cell,
    /// What `saved` and `sent` counted before the first edit.
    before: u64,
    /// Acknowledged edits, in order; those of the own text by their number.
    made: Vec<Option<u64>>,
    /// The most that was ever reported as sent.
    sent: AtomicU64,
}

impl Person {
    async fn status(&self) -> DossierStatus {
        self.engine.statuses().await.expect("the status").remove(0)
    }

    async fn note_sent(&self) -> u64 {
        let sent = self.status().await.sent;
        self.sent.fetch_max(sent, Ordering::Relaxed);
        sent
    }

    /// Does not wait for the next try.
    async fn call(&self) {
        self.engine
            .sync_now(self.dossier.clone())
            .await
            .expect("there is a relay");
    }

    fn begin(&self, stop: Arc<AtomicBool>) -> JoinHandle<Vec<Option<u64>>> {
        let (engine, dossier) = (self.engine.clone(), self.dossier.clone());
        let (own, shared, name) = (self.own.clone(), self.shared.clone(), self.name.clone());
        let mut made = self.made.clone();
        tokio::spawn(async move {
            while !stop.load(Ordering::Relaxed) {
                let number = made.len() as u64 + 1;
                let is_shared = number.is_multiple_of(SHARED_EVERY);
                let at = text_at(number);
                let (cell, value) = if is_shared {
                    (&shared, format!("{number} {name}"))
                } else {
                    (&own[at], format!("{} {number}", text_of(&made, at)))
                };
                engine
                    .edit(
                        dossier.clone(),
                        cell.line.clone(),
                        cell.indicator.clone(),
                        cell.field.clone(),
                        value,
                        None,
                    )
                    .await
                    .expect("this computer's disk is well");
                made.push((!is_shared).then_some(number));
                tokio::time::sleep(REST).await;
            }
            made
        })
    }

    /// What was reported as sent is there; answers how many edits that was.
    async fn sent_is_at(&self, newcomer: &Newcomer) -> u64 {
        let sent = self.sent.load(Ordering::Relaxed) - self.before;
        let sent = usize::try_from(sent).expect("a count");
        assert!(
            sent <= self.made.len(),
            "{} sent {sent} of {}",
            self.name,
            self.made.len()
        );
        let view = newcomer
            .engine
            .matrix(self.dossier.clone())
            .await
            .expect("the matrix");
        let texts = self
            .own
            .iter()
            .map(|cell| cell.shown_in(&view).expect("the row"));
        let shown: BTreeSet<u64> = texts.flat_map(|text| numbers_in(&text)).collect();
        for number in self.made[..sent].iter().flatten() {
            assert!(
                shown.contains(number),
                "{}'s edit {number} was reported as sent and the relay lost it",
                self.name
            );
        }
        sent as u64
    }
}

/// Which of a person's texts records an edit.
fn text_at(number: u64) -> usize {
    (number / EDITS_PER_TEXT) as usize
}

/// What a person's text holds after these edits.
fn text_of(made: &[Option<u64>], at: usize) -> String {
    let mut text = String::new();
    for number in made
        .iter()
        .flatten()
        .filter(|number| text_at(**number) == at)
    {
        text.push(' ');
        text.push_str(&number.to_string());
    }
    text
}

fn numbers_in(text: &str) -> Vec<u64> {
    text.split(' ')
        .filter_map(|word| word.parse().ok())
        .collect()
}

/// Somebody who has nothing but the invitation and what the relay has.
struct Newcomer {
    engine: Engine,
}

async fn newcomer(folder: &Path, round: u64, link: &str) -> Newcomer {
    let home = folder.join(format!("newcomer{round}"));
    let engine = Engine::open(&home).expect("the folder opens");
    engine
        .set_me(format!("Nuevo {round}"), "SECOEM".to_owned())
        .await
        .expect("a name");
    let dossier = engine
        .join(link.to_owned())
        .await
        .expect("the invitation")
        .dossier;
    engine
        .sync(Some(dossier))
        .await
        .expect("everything arrives");
    Newcomer { engine }
}

/// The people, in contact, with the example between them; and a link for whoever comes later.
async fn gather(folder: &Path, office: &Office) -> (Vec<Person>, String) {
    let mut people: Vec<Person> = Vec::new();
    let mut link = String::new();
    for number in 0..PEOPLE {
        let name = format!("Persona {number}");
        let home = folder.join(format!("person{number}"));
        let engine = Engine::open(&home).expect("the folder opens");
        engine
            .set_me(name.clone(), "SECOEM".to_owned())
            .await
            .expect("a name");
        let dossier = if number == 0 {
            let dossier = engine.import_example().await.expect("the example").dossier;
            let url = format!("ws://{}", office.addr);
            let invitation = engine.invite(dossier.clone(), RoleName::Editor, url).await;
            link = invitation.expect("an invitation").link;
            dossier
        } else {
            engine
                .join(link.clone())
                .await
                .expect("the invitation")
                .dossier
        };
        engine
            .sync(Some(dossier.clone()))
            .await
            .expect("everything arrives");
        let view = engine.matrix(dossier.clone()).await.expect("the matrix");
        let texts = writable(&view).into_iter().filter(Cell::is_text);
        let mut values = writable(&view).into_iter().filter(|cell| !cell.is_text());
        let person = Person {
            own: texts.skip(number).step_by(PEOPLE).collect(),
            shared: values.next_back().expect("a value"),
            before: engine.statuses().await.expect("the status").remove(0).sent,
            name,
            home,
            engine,
            dossier,
            made: Vec::new(),
            sent: AtomicU64::new(0),
        };
        person.note_sent().await;
        people.push(person);
    }
    (people, link)
}

/// Waits until everybody has had something more confirmed.
async fn everybody_progresses(people: &[Person]) {
    let waiting = async {
        let mut before = Vec::new();
        for person in people {
            before.push(person.note_sent().await);
        }
        for (person, before) in people.iter().zip(before) {
            while person.note_sent().await == before {
                tokio::time::sleep(LOOK).await;
            }
        }
    };
    tokio::time::timeout(STUCK, waiting)
        .await
        .expect("nothing more is confirmed");
}

/// All end with the same document, with every acknowledged edit in it.
async fn converge(people: &[Person], newcomer: &Newcomer) {
    let dossier = &people[0].dossier;
    let mut engines: Vec<&Engine> = people.iter().map(|person| &person.engine).collect();
    engines.push(&newcomer.engine);
    let converging = async {
        loop {
            let mut heads = Vec::new();
            for engine in &engines {
                engine.sync(Some(dossier.clone())).await.ok();
                let mut of_one = document_of(engine, dossier).await.heads();
                of_one.sort_unstable();
                heads.push(of_one);
            }
            if heads.windows(2).all(|two| two[0] == two[1]) {
                return;
            }
            tokio::time::sleep(LOOK).await;
        }
    };
    tokio::time::timeout(STUCK, converging)
        .await
        .expect("they do not converge");
    for engine in engines {
        let view = engine.matrix(dossier.clone()).await.expect("the matrix");
        for person in people {
            for (at, cell) in person.own.iter().enumerate() {
                let text = text_of(&person.made, at);
                if !text.is_empty() {
                    assert_eq!(
                        cell.shown_in(&view),
                        Some(text),
                        "{}'s text {at}",
                        person.name
                    );
                }
            }
        }
        let problems = engine.verify().await.expect("verify");
        assert!(problems.is_empty(), "verify: {problems:?}");
    }
}
