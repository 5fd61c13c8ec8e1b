//! What relays on one database tell each other, as the text of a notification.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wire::DossierId;

use crate::archive::Tag;

/// The channel on which all of them listen.
pub(crate) const CHANNEL: &str = "cotejo_relay";
/// Says some texts on a channel.
pub(crate) const NOTIFY: &str = "SELECT pg_notify($1, said) FROM unnest($2::text[]) AS said";
/// Dossiers named in one notification, which PostgreSQL limits to 8,000 bytes.
const DOSSIERS_MAX: usize = 200;

/// What one says to the others.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Notice {
    /// These have something new.
    Changed(Vec<DossierId>),
    /// A signal to hand on: the whole frame.
    Signal(Vec<u8>),
}

impl Notice {
    /// The notifications that say that these have something new.
    pub(crate) fn changed(tag: Tag, dossiers: &[DossierId]) -> Vec<String> {
        let notifications = dossiers.chunks(DOSSIERS_MAX).map(|dossiers| {
            let mut text = format!("c {:016x}", tag.0);
            for dossier in dossiers {
                text.push_str(&format!(" {dossier}"));
            }
            text
        });
        notifications.collect()
    }

    /// The notification that hands on a signal.
    pub(crate) fn signal(tag: Tag, frame: &[u8]) -> String {
        format!("s {:016x} {}", tag.0, STANDARD.encode(frame))
    }

    /// What somebody else said. Nothing, if it was oneself or cannot be understood.
    pub(crate) fn of_another(tag: Tag, text: &str) -> Option<Self> {
        let mut words = text.split(' ');
        let kind = words.next()?;
        let from = u64::from_str_radix(words.next()?, 16).ok()?;
        if from == tag.0 {
            return None;
        }
        match kind {
            "c" => {
                let dossiers: Result<_, _> = words.map(str::parse).collect();
                Some(Self::Changed(dossiers.ok()?))
            }
            "s" => Some(Self::Signal(STANDARD.decode(words.next()?).ok()?)),
            _ => None,
        }
    }
}
