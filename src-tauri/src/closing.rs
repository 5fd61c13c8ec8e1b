//! Closing in order: the screen commits what is being typed, then the engine closes the store.

use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use tauri::{AppHandle, Emitter, Manager, Window, WindowEvent};

use crate::shell::Shell;
use crate::window::LABEL;

/// Event that asks the screen to commit its draft and then call `close_window`; or `keep_window`, if
/// it first has to ask the person about a text that cannot be saved.
const EVENT: &str = "closing";
/// How long the screen may take. A screen that hangs must not keep the window open for ever.
const SCREEN_WAIT: Duration = Duration::from_secs(3);
/// How long the engine may take: a backup at closing, where one is wanted. What was told to be saved is
/// on disk already: closing only spares the next start a recovery.
const ENGINE_WAIT: Duration = Duration::from_mins(2);

/// How far closing has come.
#[derive(Debug, Default)]
pub(crate) struct Closing {
    asked: AtomicBool,
    kept: AtomicBool,
    finished: AtomicBool,
}

/// Turns the person's wish to close into the orderly way of doing it.
pub(crate) fn on_window_event(window: &Window, event: &WindowEvent) {
    let WindowEvent::CloseRequested { api, .. } = event else {
        return;
    };
    api.prevent_close();
    let app = window.app_handle().clone();
    if app
        .state::<Shell>()
        .closing
        .asked
        .swap(true, Ordering::SeqCst)
    {
        return;
    }
    let told = app.emit_to(LABEL, EVENT, ());
    tauri::async_runtime::spawn(async move {
        if told.is_ok() {
            tokio::time::sleep(SCREEN_WAIT).await;
        }
        let closing = &app.state::<Shell>().closing;
        if closing.kept.swap(false, Ordering::SeqCst) {
            closing.asked.store(false, Ordering::SeqCst);
            return;
        }
        finish(&app).await;
    });
}

/// The screen is asking the person: the window stays until it calls `close_window`.
pub(crate) fn keep(app: &AppHandle) {
    app.state::<Shell>()
        .closing
        .kept
        .store(true, Ordering::SeqCst);
}

/// Closes the engine and leaves. Only the first call does it.
pub(crate) async fn finish(app: &AppHandle) {
    if close_engine(app).await {
        app.exit(0);
    }
}

/// Closes the engine when the app is ended from outside (the system's own "quit").
pub(crate) fn at_exit(app: &AppHandle) {
    tauri::async_runtime::block_on(close_engine(app));
}

/// Closes the engine, within its time. Answers whether this call was the one that did it.
async fn close_engine(app: &AppHandle) -> bool {
    let shell = app.state::<Shell>();
    if shell.closing.finished.swap(true, Ordering::SeqCst) {
        return false;
    }
    let close = async {
        if let Some(engine) = shell.opened().await {
            engine.close().await;
        }
    };
    // Too late or in time, there is nothing more to do here: the next start recovers the store.
    drop(tokio::time::timeout(ENGINE_WAIT, close).await);
    true
}
