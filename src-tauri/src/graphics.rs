//! How the web view paints on Linux.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Tells WebKitGTK to paint without buffers of the graphics card.
const WITHOUT_CARD: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
/// Where the kernel shows graphics cards that can paint.
const CARDS: &str = "/dev/dri";
/// How their files begin.
const CARD_PREFIX: &str = "renderD";

/// Starts this program again with the painting that suits a computer without a graphics card (a
/// virtual machine, an old office computer): the other kind takes ten times as long from a key to
/// the letter there. The setting must stand before the process begins; what a person has set
/// stays as it is. Comes back where there is nothing to change, or nothing could be.
pub(crate) fn suit_this_computer() {
    if std::env::var_os(WITHOUT_CARD).is_some() || has_card(Path::new(CARDS)) {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    // `exec` only comes back if it failed; the window then opens as it would have.
    drop(
        Command::new(program)
            .args(std::env::args_os().skip(1))
            .env(WITHOUT_CARD, "1")
            .exec(),
    );
}

fn has_card(folder: &Path) -> bool {
    std::fs::read_dir(folder).is_ok_and(|entries| {
        entries.flatten().any(|entry| {
            entry
                .file_name()
                .as_encoded_bytes()
                .starts_with(CARD_PREFIX.as_bytes())
        })
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn a_card_that_paints_is_told_from_none() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_card(folder.path()));
        assert!(!has_card(&folder.path().join("no")));
        std::fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_card(folder.path()));
        std::fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_card(folder.path()));
    }
}
