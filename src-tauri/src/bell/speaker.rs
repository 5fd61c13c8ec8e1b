//! Who tells it: the system's notifications.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use notify_rust::Notification;

use super::words::Said;

/// Name under which the system shows what Cotejo says.
const APP: &str = "Cotejo";
/// Notifications that may wait for a click at once. A system that never says that one was closed
/// must not cost a thread for each.
#[cfg(target_os = "linux")]
const WAITING_MAX: usize = 8;

/// What is done when the person clicks a notification.
pub(crate) type OnClick = Box<dyn FnOnce() + Send>;

/// Somebody who can tell the person something outside of the window.
pub(crate) trait Speaker: Send + 'static {
    /// Tells it, in place of what was told before. Not being able to is no error: the notices are in
    /// the window.
    fn say(&mut self, said: Said, open: &'static str, on_click: OnClick);
}

/// The notifications of this computer.
#[derive(Debug, Default)]
pub(crate) struct System {
    /// The notification shown last, 0 before the first; the next takes its place.
    last: Arc<AtomicU32>,
    waiting: Arc<AtomicUsize>,
}

impl Speaker for System {
    fn say(&mut self, said: Said, open: &'static str, on_click: OnClick) {
        let (last, waiting) = (Arc::clone(&self.last), Arc::clone(&self.waiting));
        // The service may take seconds to answer, and a click comes when it comes.
        let spawned = std::thread::Builder::new()
            .name("cotejo-notice".to_owned())
            .spawn(move || show(&said, open, on_click, &last, &waiting));
        if let Err(error) = spawned {
            tracing::debug!(%error, "no thread for a notification");
        }
    }
}

/// Shows it and waits for what the person does with it.
#[cfg(target_os = "linux")]
fn show(
    said: &Said,
    open: &'static str,
    on_click: OnClick,
    last: &AtomicU32,
    waiting: &AtomicUsize,
) {
    use notify_rust::{Hint, NotificationResponse};

    let mut notification = Notification::new();
    notification
        .appname(APP)
        .summary(&said.summary)
        .body(&escaped(&said.body))
        .icon("cotejo-app")
        .hint(Hint::DesktopEntry(APP.to_owned()))
        .hint(Hint::SuppressSound(true))
        .action("default", open);
    let before = last.load(Ordering::SeqCst);
    if before > 0 {
        notification.id(before);
    }
    let handle = match notification.show() {
        Ok(handle) => handle,
        Err(error) => {
            tracing::debug!(%error, "the system shows no notifications");
            return;
        }
    };
    last.store(handle.id(), Ordering::SeqCst);
    if waiting.fetch_add(1, Ordering::SeqCst) < WAITING_MAX {
        let heard = handle.wait_for_response(|response: &NotificationResponse| match response {
            NotificationResponse::Default | NotificationResponse::Action(_) => on_click(),
            NotificationResponse::Reply(_) | NotificationResponse::Closed(_) => {}
        });
        if let Err(error) = heard {
            tracing::debug!(%error, "what is done with a notification is not heard");
        }
    }
    waiting.fetch_sub(1, Ordering::SeqCst);
}

/// Shows it. What is done with it is not heard: clicking it brings the window to the front where the
/// system does that by itself.
#[cfg(not(target_os = "linux"))]
fn show(said: &Said, _: &'static str, _: OnClick, _: &AtomicU32, _: &AtomicUsize) {
    let shown = Notification::new()
        .appname(APP)
        .summary(&said.summary)
        .body(&said.body)
        .show();
    if let Err(error) = shown {
        tracing::debug!(%error, "the system shows no notifications");
    }
}

/// A body is read as markup by some services: a name must not become a link. Those that do not read
/// markup show it as it is, which costs an ampersand its looks.
#[cfg(target_os = "linux")]
fn escaped(body: &str) -> String {
    if !reads_markup() {
        return body.to_owned();
    }
    body.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// Whether the service reads markup; where it does not answer, as most do.
#[cfg(target_os = "linux")]
fn reads_markup() -> bool {
    notify_rust::get_capabilities().map_or(true, |can| can.iter().any(|one| one == "body-markup"))
}
