//! How the window paints and keeps memory on Linux.

use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::Command;

/// Tells WebKitGTK to paint without the graphics card: into plain memory, and only what changed.
/// Layers put together by a card that is not there are put together by the processor, all of them
/// at every key.
const WITHOUT_CARD: &[(&str, &str)] = &[
    ("WEBKIT_DISABLE_DMABUF_RENDERER", "1"),
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
];
/// Keeps no more memory than the window needs.
const MEMORY: &[(&str, &str)] = &[
    // The C library gives back what is let go. Else it takes what reading a large matrix needed for
    // a moment (40 MB for 2,000 rows) as what is always needed.
    ("MALLOC_TRIM_THRESHOLD_", "131072"),
    // The engine of the screen clears up as on a computer of 128 MB. Else it waits for a share of
    // what the computer has: 180 MB more after scrolling through 2,000 rows.
    ("JSC_forceRAMSize", "134217728"),
];
/// Where the kernel shows graphics cards that can paint.
const CARDS: &str = "/dev/dri";
/// How their files begin.
const CARD_PREFIX: &str = "renderD";

/// Starts this program again with the settings that suit the computer. On one without a graphics
/// card (a virtual machine, an old office computer) the usual painting takes ten times as long from
/// a key to the letter there. Settings must stand before the process begins; what a person has set
/// stays as it is. Comes back where there is nothing to change, or nothing could be.
pub(crate) fn suit_this_computer() {
    let missing = missing(has_card(Path::new(CARDS)), |name| {
        std::env::var_os(name).is_some()
    });
    if missing.is_empty() {
        return;
    }
    let Ok(program) = std::env::current_exe() else {
        return;
    };
    // `exec` only comes back if it failed; the window then opens as it would have.
    drop(
        Command::new(program)
            .args(std::env::args_os().skip(1))
            .envs(missing)
            .exec(),
    );
}

/// The settings that nobody has made yet.
fn missing(card: bool, is_set: impl Fn(&str) -> bool) -> Vec<(&'static str, &'static str)> {
    let painting: &[_] = if card { &[] } else { WITHOUT_CARD };
    MEMORY
        .iter()
        .chain(painting)
        .copied()
        .filter(|(name, _)| !is_set(name))
        .collect()
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
    fn what_is_set_stays_and_the_second_start_is_the_last() {
        assert_eq!(missing(true, |_| false), MEMORY);
        let kept = |name: &str| MEMORY.iter().any(|(known, _)| *known == name);
        assert_eq!(missing(false, kept), WITHOUT_CARD);
        assert_eq!(missing(false, |_| true), []);
    }

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
