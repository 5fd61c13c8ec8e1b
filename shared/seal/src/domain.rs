//! What each signature and each derived key is for. Constants of the format: never edit one, add
//! another with a new number.

/// Signature of a device over a relay's challenge.
pub(crate) const CHALLENGE: &[u8] = b"cotejo challenge signature 1\0";
/// Signature of a device over an envelope.
pub(crate) const ENVELOPE: &[u8] = b"cotejo envelope signature 1\0";
/// Signature over a membership entry: founder, coordinator or invitation.
pub(crate) const ENTRY: &[u8] = b"cotejo entry signature 1\0";
/// Counter-signature of the device that joins.
pub(crate) const JOIN: &[u8] = b"cotejo join signature 1\0";
/// Signature of a device over a signal.
#[cfg(feature = "open")]
pub(crate) const SIGNAL: &[u8] = b"cotejo signal signature 1\0";
/// Signature of a device over a receipt.
#[cfg(feature = "open")]
pub(crate) const RECEIPT: &[u8] = b"cotejo receipt signature 1\0";
/// Signature of a device over the head of a package.
#[cfg(feature = "open")]
pub(crate) const PACKAGE: &[u8] = b"cotejo package signature 1\0";

/// Key that envelopes are encrypted with, from a dossier's key.
#[cfg(feature = "open")]
pub(crate) const ENVELOPE_KEY: &[u8] = b"cotejo envelope key 1";
/// Key that profiles are encrypted with, from a dossier's key.
#[cfg(feature = "open")]
pub(crate) const PROFILE_KEY: &[u8] = b"cotejo profile key 1";
/// Key that signals are encrypted with, from a dossier's key.
#[cfg(feature = "open")]
pub(crate) const SIGNAL_KEY: &[u8] = b"cotejo signal key 1";
/// Key that receipts are encrypted with, from a dossier's key.
#[cfg(feature = "open")]
pub(crate) const RECEIPT_KEY: &[u8] = b"cotejo receipt key 1";
/// Key that the blocks of a package are encrypted with, from the package's key.
#[cfg(feature = "open")]
pub(crate) const PACKAGE_KEY: &[u8] = b"cotejo package key 1";
/// Key that a new dossier key is wrapped with for one recipient, from what the two ends of a key
/// agreement come to.
#[cfg(feature = "open")]
pub(crate) const RECIPIENT_KEY: &[u8] = b"cotejo recipient key 1";
/// Key that the keys before a new one are encrypted with, from the new one.
#[cfg(feature = "open")]
pub(crate) const FORMER_KEYS_KEY: &[u8] = b"cotejo former keys key 1";
/// Key that a device's own secrets are encrypted with on its disk, from the device's key.
#[cfg(feature = "open")]
pub(crate) const WRAP_KEY: &[u8] = b"cotejo wrap key 1";
/// Checksum of an invitation link: against accidents, not against enemies.
#[cfg(feature = "open")]
pub(crate) const LINK_CHECKSUM: &[u8] = b"cotejo invitation checksum 1\0";
/// The short code by which two people compare a device.
pub(crate) const COMPARED_CODE: &[u8] = b"cotejo compared code 1\0";
