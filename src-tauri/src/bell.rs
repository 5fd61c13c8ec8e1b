//! The system's notifications: what came while nobody looked at the window, told together, without
//! sound, and never twice. What is told and when: [`batch`]; in which words: [`words`]; by whom:
//! [`speaker`].

mod batch;
mod speaker;
mod words;

use std::time::Duration;

use contract::{Event, Language, Notices};
use engine::Engine;
use tauri::{AppHandle, Emitter, Manager, Window, WindowEvent};
use tokio::sync::Notify;
use tokio::sync::broadcast::{Receiver, error::RecvError};
use tokio::time::Instant;

use crate::shell::{EVENT, Shell};
use crate::window::LABEL;
use batch::{Batch, DossierNews};
use speaker::{OnClick, Speaker, System};

/// Wakes the bell when the person looks at the window.
#[derive(Debug, Default)]
pub(crate) struct Looked(Notify);

/// Tells the bell that the person looks at the window.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    if let WindowEvent::Focused(true) = event
        && let Some(shell) = window.try_state::<Shell>()
    {
        shell.looked.0.notify_one();
    }
}

/// Tells through the system what the engine says while nobody looks, until the engine ends.
pub(crate) async fn listen(app: AppHandle, engine: Engine, mut events: Receiver<Event>) {
    let began = Instant::now();
    let mut bell = Bell {
        batch: Batch::default(),
        speaker: System::default(),
    };
    // Events of before this is read are in it: nothing that stood at the start is news.
    for (dossier, notices) in standing(&engine).await {
        bell.batch.remember(&dossier, &notices);
    }
    let looked = &app.state::<Shell>().inner().looked.0;
    loop {
        let due = bell.batch.due_ms().map(Duration::from_millis);
        let due = async {
            match due {
                Some(due) => tokio::time::sleep_until(began + due).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            event = events.recv() => match event {
                Ok(event) => bell.hear(&event, || is_looked_at(&app), since(began)),
                Err(RecvError::Lagged(_)) => {
                    for (dossier, notices) in standing(&engine).await {
                        let looked_at = is_looked_at(&app);
                        bell.batch.notices(&dossier, &notices, looked_at, since(began));
                    }
                }
                Err(RecvError::Closed) => return,
            },
            () = looked.notified() => bell.batch.looked(),
            () = due => ring(&app, &engine, &mut bell, since(began)).await,
        }
    }
}

/// What gathers, and who tells it.
struct Bell<S> {
    batch: Batch,
    speaker: S,
}

impl<S: Speaker> Bell<S> {
    fn hear(&mut self, event: &Event, looked_at: impl Fn() -> bool, now_ms: u64) {
        match event {
            Event::Notices { dossier, notices } => {
                self.batch.notices(dossier, notices, looked_at(), now_ms);
            }
            Event::Rows {
                dossier,
                rows,
                foreign: true,
                ..
            } => self.batch.rows(dossier, rows, looked_at(), now_ms),
            Event::Rows { .. }
            | Event::Headings { .. }
            | Event::Text { .. }
            | Event::Undo { .. }
            | Event::Presence { .. }
            | Event::Comments { .. }
            | Event::Review { .. }
            | Event::Minutes { .. }
            | Event::Status { .. }
            | Event::Members { .. }
            | Event::Receipts { .. }
            | Event::Away { .. }
            | Event::ShowNotices { .. }
            | Event::Dossiers
            | Event::FileGiven
            | Event::Backup { .. }
            | Event::BackupProgress { .. }
            | Event::Disk { .. } => {}
        }
    }

    /// Tells what is due. `on_click`: what leads to the notices of a dossier.
    fn ring(
        &mut self,
        wanted: Notices,
        language: Language,
        title: impl Fn(&str) -> String,
        on_click: impl FnOnce(String) -> OnClick,
        now_ms: u64,
    ) {
        let Some(news) = self.batch.take(wanted, now_ms) else {
            return;
        };
        let said = words::said(&news, title, language);
        let first = news.first().map(|DossierNews { dossier, .. }| dossier);
        let on_click = on_click(first.cloned().unwrap_or_default());
        self.speaker.say(said, words::open(language), on_click);
    }
}

async fn ring<S: Speaker>(app: &AppHandle, engine: &Engine, bell: &mut Bell<S>, now_ms: u64) {
    if is_looked_at(app) {
        bell.batch.looked();
        return;
    }
    let asked = (engine.settings().await, engine.dossiers().await);
    let (Ok(settings), Ok(dossiers)) = asked else {
        // The engine is closing.
        bell.batch.looked();
        return;
    };
    let title = |wanted: &str| {
        let found = dossiers.iter().find(|summary| summary.dossier == wanted);
        found.map_or_else(String::new, |summary| summary.title.clone())
    };
    let on_click = |dossier| -> OnClick {
        let app = app.clone();
        Box::new(move || show(&app, dossier))
    };
    bell.ring(settings.notices, settings.language, title, on_click, now_ms);
}

/// Brings the window to the front, on the notices of a dossier.
fn show(app: &AppHandle, dossier: String) {
    let Some(window) = app.get_webview_window(LABEL) else {
        return;
    };
    let raised = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus())
        .and_then(|()| app.emit_to(LABEL, EVENT, Event::ShowNotices { dossier }));
    if let Err(error) = raised {
        tracing::debug!(%error, "the window does not come to the front");
    }
}

/// The notices of every dossier, as they stand.
async fn standing(engine: &Engine) -> Vec<(String, Vec<contract::NoticeView>)> {
    let mut standing = Vec::new();
    for summary in engine.dossiers().await.unwrap_or_default() {
        let notices = engine.notices(summary.dossier.clone()).await;
        standing.push((summary.dossier, notices.unwrap_or_default()));
    }
    standing
}

/// Whether the person has a window of the app before them.
fn is_looked_at(app: &AppHandle) -> bool {
    app.webview_windows()
        .values()
        .any(|window| window.is_focused().unwrap_or(false))
}

fn since(began: Instant) -> u64 {
    u64::try_from(began.elapsed().as_millis()).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests;
