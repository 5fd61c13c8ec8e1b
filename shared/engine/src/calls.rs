//! What a window or a script may ask: each call goes to the loop and is answered once what it did
//! is committed.

use std::path::Path;
use std::sync::atomic::Ordering;

use contract::{
    AwayItem, Code, CommentView, DossierStatus, DossierSummary, EditReceipt, Event, Invitation,
    Language, MatrixView, Me, OpenedDossier, Problem, RoleName, Settings, Start, SyncReport,
};
use model::{MatrixEdit, Version};
use seal::DeviceKey;
use store::{Store, Write};
use tokio::sync::{broadcast, mpsc, oneshot};
use wire::DossierId;

use crate::desk::{Desk, EVENTS_MAX, EngineOptions, INPUTS_MAX, Input, Reply, dice};
use crate::dial::Network;
use crate::ids::{dossier_id, field_of, indicator_id, line_id};
use crate::people::{self, ME};
use crate::shelf::{Shelf, VIEW_AWAY};
use crate::{screen, trouble, work};

/// Threads for sockets; the loop has its own.
const SOCKET_THREADS: usize = 1;

/// A running engine. Clones speak to the same one.
#[derive(Clone)]
pub struct Engine {
    inputs: mpsc::Sender<Input>,
    events: broadcast::Sender<Event>,
    /// Whether problems are said in English.
    english: std::sync::Arc<std::sync::atomic::AtomicBool>,
    /// Ends the loop with the last handle.
    _ending: std::sync::Arc<Ending>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine").finish_non_exhaustive()
    }
}

/// Asks the loop to end when nobody can ask anything else of it.
struct Ending(mpsc::Sender<Input>);

impl Drop for Ending {
    fn drop(&mut self) {
        let (done, _) = oneshot::channel();
        if self.0.try_send(Input::Close(done)).is_err() {
            tracing::debug!("the engine had already ended, or is too busy to end cleanly");
        }
    }
}

impl Engine {
    /// Opens the engine of a folder, in contact with its relays.
    pub fn open(home: &Path) -> Result<Self, Problem> {
        Self::open_with(EngineOptions {
            home: home.to_owned(),
            stay_connected: true,
        })
    }

    /// Opens the engine of a folder.
    pub fn open_with(options: EngineOptions) -> Result<Self, Problem> {
        Self::open_over(options, Network::from_env())
    }

    /// The same, over a network that is not the one the environment describes.
    pub fn open_over(options: EngineOptions, network: Network) -> Result<Self, Problem> {
        store::finish_restoring(&options.home).map_err(trouble::of_store)?;
        let device = device_key(&options.home)?;
        let store = Store::open(&options.home).map_err(trouble::of_store)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(SOCKET_THREADS)
            .thread_name("cotejo-sockets")
            .enable_all()
            .build()
            .map_err(|_| Problem::of(Code::Defect))?;
        let (inputs, receiver) = mpsc::channel(INPUTS_MAX);
        let (events, _) = broadcast::channel(EVENTS_MAX);
        let desk = Desk::new(
            options,
            network,
            store,
            device,
            events.clone(),
            inputs.clone(),
            runtime.handle().clone(),
        )?;
        let language = desk.settings()?.language;
        std::thread::Builder::new()
            .name("cotejo-engine".to_owned())
            .spawn(move || {
                desk.run(receiver);
                // Sockets end where they are: what they had not carried is carried next time.
                runtime.shutdown_background();
            })
            .map_err(|_| Problem::of(Code::Defect))?;
        let ending = std::sync::Arc::new(Ending(inputs.clone()));
        Ok(Self {
            inputs,
            events,
            english: std::sync::Arc::new((language == Language::English).into()),
            _ending: ending,
        })
    }

    /// The language in which problems are said: the person's setting.
    pub fn language(&self) -> Language {
        if self.english.load(Ordering::Relaxed) {
            Language::English
        } else {
            Language::Spanish
        }
    }

    /// Where events are told that the loop does not tell.
    pub(crate) fn events_to_tell(&self) -> broadcast::Sender<Event> {
        self.events.clone()
    }

    /// A problem in the person's language.
    pub(crate) fn in_words(&self, problem: Problem) -> Problem {
        problem.in_language(self.language())
    }

    pub(crate) fn said<T>(&self, outcome: Result<T, Problem>) -> Result<T, Problem> {
        outcome.map_err(|problem| problem.in_language(self.language()))
    }

    /// What happens from now on, already committed. A listener that falls behind is told so by the
    /// channel and reads its dossier again.
    pub fn events(&self) -> broadcast::Receiver<Event> {
        self.events.subscribe()
    }

    /// Compacts, marks the store as cleanly closed and ends the loop.
    pub async fn close(&self) {
        let (done, closed) = oneshot::channel();
        if self.inputs.send(Input::Close(done)).await.is_ok() && closed.await.is_err() {
            tracing::debug!("the engine was already closing");
        }
    }

    pub(crate) async fn call<T: Send + 'static>(
        &self,
        call: impl FnOnce(&mut Desk) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let (answer, answered) = oneshot::channel();
        let call = Box::new(move |desk: &mut Desk| reply(call(desk), answer));
        self.ask(Input::Call(call), answered).await
    }

    /// Like `call`, once the dossier's documents are in memory.
    pub(crate) async fn with<T: Send + 'static>(
        &self,
        dossier: &str,
        call: impl FnOnce(&mut Desk, DossierId) -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        let dossier = dossier_id(dossier)?;
        let (answer, answered) = oneshot::channel();
        let call = Box::new(move |desk: &mut Desk| reply(call(desk, dossier), answer));
        self.ask(Input::With(dossier, call), answered).await
    }

    async fn ask<T>(
        &self,
        input: Input,
        answered: oneshot::Receiver<Result<T, Problem>>,
    ) -> Result<T, Problem> {
        self.inputs
            .send(input)
            .await
            .map_err(|_| Problem::of(Code::Defect))?;
        let outcome = answered.await.map_err(|_| Problem::of(Code::Defect))?;
        self.said(outcome)
    }

    /// What a window needs first.
    pub async fn start(&self) -> Result<Start, Problem> {
        self.call(|desk| {
            let version = env!("CARGO_PKG_VERSION").to_owned();
            Ok(Start {
                me: desk.me.clone(),
                version,
                problem: None,
            })
        })
        .await
    }

    /// Who works here.
    pub async fn me(&self) -> Result<Option<Me>, Problem> {
        self.call(|desk| Ok(desk.me.clone())).await
    }

    /// Says who works here. Dossiers already joined keep the name given then.
    pub async fn set_me(&self, name: String, institution: String) -> Result<Me, Problem> {
        self.call(move |desk| {
            let profile = people::profile_of(&name, &institution)?;
            let me = Me {
                name: profile.name.clone(),
                institution: profile.institution.clone(),
                device: desk.device.id().to_string(),
            };
            let value = screen::json(&me);
            desk.round.writes.push(Write::Setting {
                name: ME.to_owned(),
                value,
            });
            desk.me = Some(me.clone());
            Ok(me)
        })
        .await
    }

    /// Every dossier of this computer.
    pub async fn dossiers(&self) -> Result<Vec<DossierSummary>, Problem> {
        self.call(|desk| Ok(desk.shelves.values().map(work::summary).collect()))
            .await
    }

    /// How every dossier stands.
    pub async fn statuses(&self) -> Result<Vec<DossierStatus>, Problem> {
        self.call(|desk| Ok(desk.shelves.values().map(Shelf::status).collect()))
            .await
    }

    /// A dossier for a window, from the read model; its documents are read meanwhile. `first`: for a
    /// first look so many of its first rows will do (all come where a draft waits).
    pub async fn open_dossier(
        &self,
        dossier: String,
        first: Option<u32>,
    ) -> Result<OpenedDossier, Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| {
            let opened = desk.opened(dossier, first)?;
            // The window has what it shows before its documents are read; after a first look it asks
            // for the rest first.
            if opened.whole {
                desk.to_wake.insert(dossier);
            }
            Ok(opened)
        })
        .await
    }

    /// The matrix, from the read model.
    pub async fn matrix(&self, dossier: String) -> Result<MatrixView, Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| {
            desk.finish_round();
            desk.matrix_view(dossier)
        })
        .await
    }

    /// The comments, oldest first.
    pub async fn comments(&self, dossier: String) -> Result<Vec<CommentView>, Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| desk.comments_now(dossier)).await
    }

    /// Joins a dossier by invitation.
    pub async fn join(&self, link: String) -> Result<DossierSummary, Problem> {
        self.call(move |desk| desk.join(&link)).await
    }

    /// Makes an invitation, and shares the dossier through that relay if it was not shared yet. Without
    /// a relay ("") whoever comes in by it is brought the dossier in packages.
    pub async fn invite(
        &self,
        dossier: String,
        role: RoleName,
        relay: String,
    ) -> Result<Invitation, Problem> {
        self.with(&dossier, move |desk, dossier| {
            desk.invite(dossier, role, &relay)
        })
        .await
    }

    /// Says what a person may do from now on; `None`: they are out, and what is written from now on is
    /// under a key they are not given. `device`: [`contract::MemberView::device`].
    pub async fn change_role(
        &self,
        dossier: String,
        device: String,
        role: Option<RoleName>,
    ) -> Result<(), Problem> {
        self.with(&dossier, move |desk, dossier| {
            desk.change_role(dossier, &device, role)
        })
        .await
    }

    /// Writes a cell. `base`: the version an open editor shows, from its last receipt.
    pub async fn edit(
        &self,
        dossier: String,
        line: String,
        indicator: Option<String>,
        field: String,
        value: String,
        base: Option<String>,
    ) -> Result<EditReceipt, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let base = base
                .map(|text| Version::from_hex(&text))
                .transpose()
                .map_err(|_| Problem::of(Code::ValueInvalid))?;
            let edit = MatrixEdit::Set {
                line: line_id(&line)?,
                indicator: indicator_id(indicator.as_deref())?,
                field: field_of(&field)?,
                value,
            };
            let key = screen::text_key(&line, indicator.as_deref());
            desk.edit(dossier, &edit, base.as_ref(), &key)
        })
        .await
    }

    /// Chooses one of several concurrent values, or decides about a merged text.
    pub async fn resolve(
        &self,
        dossier: String,
        line: String,
        indicator: Option<String>,
        field: String,
        choose: u32,
    ) -> Result<EditReceipt, Problem> {
        self.with(&dossier, move |desk, dossier| {
            let edit = MatrixEdit::Resolve {
                line: line_id(&line)?,
                indicator: indicator_id(indicator.as_deref())?,
                field: field_of(&field)?,
                choose,
            };
            let key = screen::text_key(&line, indicator.as_deref());
            desk.edit(dossier, &edit, None, &key)
        })
        .await
    }

    /// The list of what changed without connection was seen.
    pub async fn away_seen(&self, dossier: String) -> Result<(), Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| {
            desk.shelf_mut(dossier)?.away = None;
            let bytes = screen::json(&Vec::<AwayItem>::new());
            desk.round.writes.push(Write::View {
                dossier: dossier.0,
                name: VIEW_AWAY.to_owned(),
                bytes,
            });
            Ok(())
        })
        .await
    }

    /// Tries to reach a dossier's relay at once.
    pub async fn sync_now(&self, dossier: String) -> Result<(), Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| {
            let relay = desk.shelf(dossier)?.relay.clone();
            desk.connect(&relay.ok_or_else(|| Problem::of(Code::NoRelay))?);
            Ok(())
        })
        .await
    }

    /// Synchronises a dossier (or all that are shared) and answers when nothing is left to send or
    /// to receive, or when the relay cannot be reached.
    pub async fn sync(&self, dossier: Option<String>) -> Result<SyncReport, Problem> {
        let dossier = dossier.as_deref().map(dossier_id).transpose()?;
        let (answer, answered) = oneshot::channel();
        self.call(move |desk| desk.sync(dossier, answer)).await?;
        answered.await.map_err(|_| Problem::of(Code::Defect))?
    }

    /// What this person set for this computer.
    pub async fn settings(&self) -> Result<Settings, Problem> {
        self.call(|desk| desk.settings()).await
    }

    /// Sets it; answers it as it was understood.
    pub async fn set_settings(&self, settings: Settings) -> Result<Settings, Problem> {
        let set = self.call(move |desk| desk.set_settings(settings)).await?;
        let english = set.language == Language::English;
        self.english.store(english, Ordering::Relaxed);
        Ok(set)
    }

    /// How this person looks at a dossier, as the screen wrote it.
    pub async fn view_state(&self, dossier: String) -> Result<Option<String>, Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| desk.look(dossier)).await
    }

    /// Keeps how this person looks at a dossier.
    pub async fn keep_view_state(&self, dossier: String, json: String) -> Result<(), Problem> {
        let dossier = dossier_id(&dossier)?;
        self.call(move |desk| desk.keep_look(dossier, json)).await
    }

    /// Checks everything on disk: the database, every signature, every chain, every document.
    pub async fn verify(&self) -> Result<Vec<String>, Problem> {
        self.call(Desk::verify).await
    }
}

/// Holds an answer back until the round is committed.
fn reply<T: Send + 'static>(
    outcome: Result<T, Problem>,
    answer: oneshot::Sender<Result<T, Problem>>,
) -> Reply {
    Box::new(move |committed| {
        if answer.send(committed.and(outcome)).is_err() {
            tracing::debug!("nobody waits for this answer any more");
        }
    })
}

/// Reads a file away from the threads that must not wait.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| Problem::of(Code::FileUnreadable))?
}

fn device_key(home: &Path) -> Result<DeviceKey, Problem> {
    if let Some(secret) = store::read_device_key(home).map_err(trouble::of_store)? {
        return Ok(DeviceKey::from_secret_bytes(secret));
    }
    let key = DeviceKey::generate(&mut dice);
    store::write_device_key(home, &key.expose_secret_for_disk()).map_err(trouble::of_store)?;
    Ok(key)
}
