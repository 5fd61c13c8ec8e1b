//! What the window holds between commands: the folder, the engine once it opened, a file chosen and
//! not yet imported.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contract::{Code, Event, Language, Problem};
use engine::{Engine, ImportFile, ImportReading};
use tauri::{AppHandle, DragDropEvent, Emitter, Manager, WindowEvent};
use tokio::sync::broadcast::error::RecvError;

use crate::backups::Chosen;
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
    importing: Mutex<Option<Importing>>,
    /// A file chosen or handed over by the system, and not read yet.
    given: Mutex<Option<PathBuf>>,
    /// The file exported last, which may be opened from its message: no path comes from the screen.
    written: Mutex<Option<PathBuf>>,
    backup: Mutex<Option<Chosen>>,
    /// How far closing has come.
    pub(crate) closing: Closing,
    /// The person looks at the window.
    pub(crate) looked: Looked,
}

/// A file chosen, as it was last read.
#[derive(Debug, Clone)]
pub(crate) struct Importing {
    /// The file.
    pub(crate) file: ImportFile,
    /// What was read of it.
    pub(crate) reading: Arc<ImportReading>,
}

/// How opening the folder went.
#[derive(Debug)]
enum Opening {
    NotYet,
    Open(Engine),
    Failed(Problem),
}

impl Shell {
    /// A window on a folder not opened yet, and maybe on a file to import.
    pub(crate) fn new(home: PathBuf, given: Option<PathBuf>) -> Self {
        Self {
            home,
            opening: tokio::sync::Mutex::new(Opening::NotYet),
            importing: Mutex::new(None),
            given: Mutex::new(given),
            written: Mutex::new(None),
            backup: Mutex::new(None),
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

    /// The folder.
    pub(crate) fn home(&self) -> &Path {
        &self.home
    }

    /// The person's language, if the folder is open.
    pub(crate) async fn language(&self) -> Language {
        match self.opened().await {
            Some(engine) => engine.language(),
            None => Language::default(),
        }
    }

    /// Does something to the folder that no engine may have open meanwhile: closes it in order, and
    /// leaves it to be opened by whoever asks next.
    pub(crate) async fn while_closed<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, Problem> + Send + 'static,
    ) -> Result<T, Problem> {
        // Held to the end: who asks for the engine meanwhile waits.
        let mut opening = self.opening.lock().await;
        if let Opening::Open(engine) = &*opening {
            engine.close().await;
        }
        *opening = Opening::NotYet;
        let done = tauri::async_runtime::spawn_blocking(work).await;
        done.unwrap_or_else(|_| Err(Problem::of(Code::Defect)))
    }

    /// Keeps a backup between being chosen and being restored, or forgets it.
    pub(crate) fn keep_backup(&self, chosen: Option<Chosen>) {
        *self.backup.lock().unwrap_or_else(PoisonError::into_inner) = chosen;
    }

    /// The backup kept.
    pub(crate) fn backup(&self) -> Result<Chosen, Problem> {
        let kept = self.backup.lock().unwrap_or_else(PoisonError::into_inner);
        kept.clone()
            .ok_or_else(|| Problem::of(Code::FileUnreadable))
    }

    /// The engine, if it opened.
    pub(crate) async fn opened(&self) -> Option<Engine> {
        match &*self.opening.lock().await {
            Opening::Open(engine) => Some(engine.clone()),
            Opening::NotYet | Opening::Failed(_) => None,
        }
    }

    /// Keeps a file between its choice and its import, or drops it.
    pub(crate) fn keep_importing(&self, importing: Option<Importing>) {
        *held(&self.importing) = importing;
    }

    /// The file kept.
    pub(crate) fn importing(&self) -> Option<Importing> {
        held(&self.importing).clone()
    }

    /// Keeps a file that waits to be read.
    pub(crate) fn give(&self, path: PathBuf) {
        *held(&self.given) = Some(path);
    }

    /// The file that waits to be read.
    pub(crate) fn given(&self) -> Option<PathBuf> {
        held(&self.given).clone()
    }

    /// The same, once.
    pub(crate) fn take_given(&self) -> Option<PathBuf> {
        held(&self.given).take()
    }
}

fn held<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A file dropped on the window is offered to the screen, which asks for it when it can.
pub(crate) fn on_window_event(window: &tauri::Window, event: &WindowEvent) {
    let WindowEvent::DragDrop(DragDropEvent::Drop { paths, .. }) = event else {
        return;
    };
    let Some(path) = paths.first().filter(|path| path.is_file()) else {
        return;
    };
    window.state::<Shell>().give(path.clone());
    // The window may be closing: then there is nobody to offer it to.
    drop(window.emit_to(LABEL, EVENT, Event::FileGiven));
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
        Event::Disk { problem } | Event::Backup { problem } => problem,
        _ => return event,
    };
    *problem = problem.take().map(|problem| problem.in_language(language));
    event
}
