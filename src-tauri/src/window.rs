//! The one window and what it may not do: leave the app's own page, or open another.

use std::path::{Path, PathBuf};

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, Url, WebviewUrl, WebviewWindowBuilder};

/// Label of the window; the capability file names it.
pub(crate) const LABEL: &str = "main";

/// Languages in which spelling is checked.
#[cfg(target_os = "linux")]
const SPELLING: &[&str] = &["es_MX", "es", "es_ES"];

/// Opens the window on the screen of `ui/`.
pub(crate) fn open(app: &AppHandle, home: &Path) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, LABEL, WebviewUrl::default())
        .title("Cotejo")
        .inner_size(1280.0, 760.0)
        .min_inner_size(900.0, 560.0)
        .data_directory(data_folder(home))
        .on_navigation(may_navigate)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    check_spelling(&window)
}

/// Marks misspelt words in the texts being written. WebKitGTK does it only if asked, with the
/// dictionaries that the system has; other web views follow the system's own setting.
#[cfg(target_os = "linux")]
fn check_spelling(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use webkit2gtk::{WebContextExt, WebViewExt};

    window.with_webview(|webview| {
        if let Some(context) = webview.inner().context() {
            context.set_spell_checking_languages(SPELLING);
            context.set_spell_checking_enabled(true);
        }
    })
}

#[cfg(not(target_os = "linux"))]
#[allow(clippy::unnecessary_wraps, reason = "the same shape on every system")]
fn check_spelling(_window: &tauri::WebviewWindow) -> tauri::Result<()> {
    Ok(())
}

/// Whether a page may be shown. The content policy does not stop a page from leaving; this does.
fn may_navigate(url: &Url) -> bool {
    match (url.scheme(), url.host_str()) {
        ("tauri", Some("localhost")) => true,
        ("http" | "https", Some("tauri.localhost")) => cfg!(windows),
        ("http", Some("localhost")) => cfg!(dev) && url.port() == Some(1420),
        _ => false,
    }
}

/// Folder of the web view's own files: beside the work, so that two profiles share nothing. Where
/// the folder of the work cannot be used, the window must still open to say so.
fn data_folder(home: &Path) -> PathBuf {
    let beside = home.join("webview");
    if create_private(&beside).is_ok() {
        beside
    } else {
        std::env::temp_dir().join(format!("cotejo-webview-{}", std::process::id()))
    }
}

/// Creates a folder that only its owner reads: it is often the first to make the folder of the work.
fn create_private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn only_the_apps_own_page_is_shown() {
        for (url, shown) in [
            ("tauri://localhost/", true),
            ("tauri://localhost/index.html#/expediente", true),
            ("tauri://otro/", false),
            ("https://example.com/", false),
            ("http://localhost:8080/", false),
            ("http://localhost.example.com:1420/", false),
            ("https://tauri.localhost/", cfg!(windows)),
            ("file:///etc/passwd", false),
            ("data:text/html,hola", false),
            ("blob:tauri://localhost/1", false),
            ("about:blank", false),
            ("javascript:alert(1)", false),
        ] {
            assert_eq!(may_navigate(&url.parse().unwrap()), shown, "{url}");
        }
    }

    #[test]
    fn an_unusable_home_still_gives_the_window_a_folder() {
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        assert_eq!(data_folder(&home), home.join("webview"));
        let file = folder.path().join("file");
        std::fs::write(&file, "not a folder").unwrap();
        assert!(!data_folder(&file).starts_with(&file));
    }

    #[cfg(unix)]
    #[test]
    fn the_home_is_made_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let home = folder.path().join("home");
        data_folder(&home);
        let mode = std::fs::metadata(&home).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
