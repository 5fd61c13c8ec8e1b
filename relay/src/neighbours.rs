//! The other relays on the same database: hearing from them and speaking to them.
//!
//! A connection of its own listens. What is committed is told by the commit that keeps it (see
//! [`crate::archive`]); a signal, which nobody keeps, is told from here. While the connection is lost
//! nothing is heard, so that once it is back every dossier may have something new.

use std::convert::Infallible;
use std::future::poll_fn;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::mpsc;
use tokio::task::JoinSet;
use tokio_postgres::types::ToSql;
use tokio_postgres::{AsyncMessage, Client};
use wire::Frame;
use wire::limits::SIGNAL_BYTES_MAX;

use crate::archive::{Database, DatabaseError, PostgresError, Tag};
use crate::clerk::{Changed, Job};
use crate::line::Saying;
use crate::notice::{CHANNEL, NOTIFY, Notice};
use crate::session::Context;

/// Signals that wait to be told; more are dropped.
const SIGNALS_MAX: usize = 256;
/// Signals told at a time.
const SIGNALS_AT_ONCE_MAX: usize = 64;
/// Before the first try to listen again, and at most.
const PAUSE: Duration = Duration::from_millis(100);
const PAUSE_MAX: Duration = Duration::from_secs(2);
/// For the server to answer.
const ANSWER_WAIT: Duration = Duration::from_secs(15);
/// How often the clerk is woken while it has no database, so that it is not a device that has to.
const WAKE_EVERY: Duration = Duration::from_secs(1);

/// Speaks to the other relays.
#[derive(Debug)]
pub(crate) struct Neighbours {
    tag: Tag,
    signals: mpsc::Sender<String>,
}

/// Hears from the other relays.
#[derive(Debug)]
pub(crate) struct Listening {
    database: Database,
    tag: Tag,
    changed: Arc<Changed>,
    signals: mpsc::Receiver<String>,
}

/// The two ends of a relay's talk with its neighbours.
pub(crate) fn meet(database: Database, tag: Tag, changed: Arc<Changed>) -> (Neighbours, Listening) {
    let (sender, signals) = mpsc::channel(SIGNALS_MAX);
    let neighbours = Neighbours {
        tag,
        signals: sender,
    };
    let listening = Listening {
        database,
        tag,
        changed,
        signals,
    };
    (neighbours, listening)
}

impl Neighbours {
    /// Tells a signal, or drops it; answers whether it may come to be told.
    pub(crate) fn say(&self, frame: &[u8]) -> bool {
        let notice = Notice::signal(self.tag, frame);
        self.signals.try_send(notice).is_ok()
    }
}

impl Listening {
    /// Listens for as long as the relay runs.
    pub(crate) async fn run(mut self, context: Arc<Context>) {
        let mut pause = PAUSE;
        loop {
            let mut began = false;
            let Err(error) = self.listen(&context, &mut began).await;
            if began {
                pause = PAUSE;
            }
            tracing::warn!(%error, database = %self.database, "other relays are not heard");
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(PAUSE_MAX);
            // the clerk's connection has perhaps ended too: it finds out by using it
            self.wake(&context);
        }
    }

    /// Listens until the connection ends.
    async fn listen(
        &mut self,
        context: &Arc<Context>,
        began: &mut bool,
    ) -> Result<Infallible, DatabaseError> {
        let connecting =
            tokio::time::timeout(ANSWER_WAIT, self.database.connect("cotejo-relay listens"));
        let (client, mut connection) = connecting.await.map_err(|_| DatabaseError::Late)??;
        let (tag, changed) = (self.tag, Arc::clone(&self.changed));
        let hearing = Arc::clone(context);
        // ended with this function
        let mut ears = JoinSet::new();
        ears.spawn(async move {
            loop {
                match poll_fn(|turn| connection.poll_message(turn)).await {
                    Some(Ok(AsyncMessage::Notification(said))) => {
                        hear(&hearing, &changed, Notice::of_another(tag, said.payload()));
                    }
                    Some(Ok(_)) => {}
                    Some(Err(error)) => return Some(PostgresError::from(error)),
                    None => return None,
                }
            }
        });
        // A signal is not kept: no reason to wait for a disk.
        let hello = format!("SET synchronous_commit = off; LISTEN {CHANNEL}");
        answered(client.batch_execute(&hello)).await?;
        *began = true;
        // what was said before this was not heard
        self.wake(context);
        let mut tick = tokio::time::interval(WAKE_EVERY);
        loop {
            tokio::select! {
                ended = ears.join_next() => return Err(match ended {
                    Some(Ok(Some(error))) => error.into(),
                    Some(Ok(None) | Err(_)) | None => DatabaseError::Late,
                }),
                Some(signal) = self.signals.recv() => self.tell(&client, signal).await?,
                _ = tick.tick() => if !context.metrics.is_healthy() {
                    self.wake(context);
                },
            }
        }
    }

    /// Tells a signal, and those that wait with it.
    async fn tell(&mut self, client: &Client, signal: String) -> Result<(), DatabaseError> {
        let mut signals = vec![signal];
        while signals.len() < SIGNALS_AT_ONCE_MAX
            && let Ok(signal) = self.signals.try_recv()
        {
            signals.push(signal);
        }
        let said: [&(dyn ToSql + Sync); 2] = [&CHANNEL, &signals];
        let telling = client.execute(NOTIFY, &said);
        answered(telling).await?;
        Ok(())
    }

    /// The clerk is to look at every dossier that is open here.
    fn wake(&self, context: &Context) {
        self.changed.add_all();
        wake(context);
    }
}

fn hear(context: &Context, changed: &Changed, notice: Option<Notice>) {
    match notice {
        Some(Notice::Changed(dossiers)) => {
            changed.add(dossiers);
            wake(context);
        }
        Some(Notice::Signal(bytes)) => {
            if let Ok(Frame::Signal {
                dossier,
                device,
                sealed,
            }) = Frame::decode(&bytes)
                && sealed.len() <= SIGNAL_BYTES_MAX
            {
                let metrics = &context.metrics;
                let say = || bytes.into();
                let subscribers = &context.subscribers;
                subscribers.say(Saying::Signal, dossier, device, None, metrics, say);
            }
        }
        None => {}
    }
}

/// A clerk whose jobs fill the queue takes its turn anyway, and looks then.
fn wake(context: &Context) {
    if context.jobs.try_send(Job::Look).is_err() {
        tracing::debug!("the clerk is awake");
    }
}

async fn answered<T>(
    answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, DatabaseError> {
    match tokio::time::timeout(ANSWER_WAIT, answer).await {
        Ok(answer) => Ok(answer.map_err(PostgresError::from)?),
        Err(_) => Err(DatabaseError::Late),
    }
}
