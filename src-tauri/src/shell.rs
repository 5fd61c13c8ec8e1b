//! What the window holds between commands: the folder, the engine once it opened, a file chosen and
//! not yet imported.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use contract::{Code, Event, Language, Problem};
use engine::Engine;
use tauri::{AppHandle, Emitter, Manager};
use tokio::sync::broadcast::error::RecvError;

use crate::bell::{self, Looked};
use crate::closing::Closing;
use crate::window::LABEL;

/// Name of the event that carries every [`Event`] to the screen.
pub(crate) const EVENT: &str = "cotejo";

/// State of the window.
#[derive(Debug)]
pub(crate) struct Shell {
    home: PathBuf,
    opening: tokio::sync::Mutex<Opening>,
    chosen: Mutex<Option<Vec<u8>>>,
    /// The file exported last, which may be opened from its message: no path comes from the screen.
    written: Mutex<Option<PathBuf>>,
    /// How far closing has come.
    pub(crate) closing: Closing,
    /// The person looks at the window.
    pub(crate) looked: Looked,
}

/// How opening the folder went.
#[derive(Debug)]
enum Opening {
    NotYet,
    Open(Engine),
    Failed(Problem),
}

impl Shell {
    /// A window on a folder not opened yet.
    pub(crate) fn new(home: PathBuf) -> Self {
        Self {
            home,
            opening: tokio::sync::Mutex::new(Opening::NotYet),
            chosen: Mutex::new(None),
            written: Mutex::new(None),
            closing: Closing::default(),
            looked: Looked::default(),
        }
    }

    /// Remembers the file exported last.
    pub(crate) fn keep_written(&self, path: PathBuf) {
        *self.written.lock().unwrap_or_else(PoisonError::into_inner) = Some(path);
    }

    /// The file exported last.
    pub(crate) fn written(&self) -> Option<PathBuf> {
        let written = self.written.lock();
        written.unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The engine, opened by whoever asks first; or why the folder could not be opened.
    pub(crate) async fn engine(&self, app: &AppHandle) -> Result<Engine, Problem> {
        let mut opening = self.opening.lock().await;
        match &*opening {
            Opening::Open(engine) => return Ok(engine.clone()),
            Opening::Failed(problem) => return Err(problem.clone()),
            Opening::NotYet => {}
        }
        let home = self.home.clone();
        // Opening checks the store and may take a while: not on a thread that answers commands.
        let opened = tauri::async_runtime::spawn_blocking(move || Engine::open(&home)).await;
        let opened = opened.unwrap_or_else(|_| Err(Problem::of(Code::Defect)));
        *opening = match &opened {
            Ok(engine) => {
                let (events, heard) = (engine.events(), engine.events());
                tauri::async_runtime::spawn(tell(app.clone(), engine.clone(), events));
                tauri::async_runtime::spawn(bell::listen(app.clone(), engine.clone(), heard));
                Opening::Open(engine.clone())
            }
            Err(problem) => Opening::Failed(problem.clone()),
        };
        opened
    }

    /// Forgets a failure, so that a window that starts again tries again (the other window on the
    /// folder may be closed now).
    pub(crate) async fn try_again(&self) {
        let mut opening = self.opening.lock().await;
        if let Opening::Failed(_) = &*opening {
            *opening = Opening::NotYet;
        }
    }

    /// The engine, if it opened.
    pub(crate) async fn opened(&self) -> Option<Engine> {
        match &*self.opening.lock().await {
            Opening::Open(engine) => Some(engine.clone()),
            Opening::NotYet | Opening::Failed(_) => None,
        }
    }

    /// Keeps a file between its preview and its import, or drops it.
    pub(crate) fn keep_chosen(&self, bytes: Option<Vec<u8>>) {
        *self.chosen.lock().unwrap_or_else(PoisonError::into_inner) = bytes;
    }

    /// The file kept.
    pub(crate) fn chosen(&self) -> Option<Vec<u8>> {
        self.chosen
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

/// Begins to open the folder while the screen is being painted.
pub(crate) fn begin(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        // A failure waits in the shell for `start`, which tells it to the screen.
        drop(app.state::<Shell>().engine(&app).await);
    });
}

/// Hands the engine's events to the screen until the engine ends.
async fn tell(app: AppHandle, engine: Engine, mut events: tokio::sync::broadcast::Receiver<Event>) {
    loop {
        let sent = match events.recv().await {
            Ok(event) => app.emit_to(LABEL, EVENT, said(event, engine.language())),
            // Events were lost: only a screen that reads everything again is sure to be right.
            Err(RecvError::Lagged(_)) => match app.get_webview_window(LABEL) {
                Some(window) => window.reload(),
                None => Ok(()),
            },
            Err(RecvError::Closed) => return,
        };
        if sent.is_err() {
            return; // the window is gone, and with it who listens
        }
    }
}

/// An event with its problem, if it has one, in the person's language.
fn said(mut event: Event, language: Language) -> Event {
    let problem = match &mut event {
        Event::Status { status } => &mut status.problem,
        Event::Disk { problem } => problem,
        _ => return event,
    };
    *problem = problem.take().map(|problem| problem.in_language(language));
    event
}
