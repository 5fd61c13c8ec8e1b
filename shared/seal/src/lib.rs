//! Who may do what: device identity, the membership log, document keys; sealing and opening.
//!
//! This room must never know sockets, files, clocks or dice of its own: randomness is an argument.
//! Without the feature `open` it can only verify, which is all a relay may do. Read [`Membership`]
//! first, then [`verify_envelope`].
//!
//! Every signature and every derived key has its own constant in `domain`, so that bytes made for
//! one use never pass for another.
#![deny(missing_docs)]
#![forbid(unsafe_code)]

mod device;
mod domain;
mod envelope;
mod error;
mod fingerprint;
#[cfg(feature = "open")]
mod invitation;
#[cfg(feature = "open")]
mod key;
#[cfg(feature = "open")]
mod keyring;
mod membership;
#[cfg(feature = "open")]
mod package;
#[cfg(feature = "open")]
mod profile;
#[cfg(feature = "open")]
mod signal;

pub use device::{DeviceKey, verify_challenge};
pub use envelope::{hash, verify_envelope};
#[cfg(feature = "open")]
pub use envelope::{open_envelope, seal_envelope};
pub use error::{MembershipError, SealError};
pub use fingerprint::code_to_compare;
#[cfg(feature = "open")]
pub use invitation::{INVITATION_LINK_BYTES_MAX, Invitation, InvitationError, RELAY_URL_BYTES_MAX};
#[cfg(feature = "open")]
pub use key::{DossierKey, unwrap, wrap};
#[cfg(feature = "open")]
pub use keyring::{EPOCH_FIRST, Keyring, Seed};
#[cfg(feature = "open")]
pub use membership::Terms;
pub use membership::{Added, Member, Membership, OpenGrant};
#[cfg(feature = "open")]
pub use package::{OpenedPackage, PackageError, open_package, package_head, seal_package};
#[cfg(feature = "open")]
pub use profile::{INSTITUTION_CHARS_MAX, NAME_CHARS_MAX, Profile, open_profile, seal_profile};
#[cfg(feature = "open")]
pub use signal::{open_receipt, open_signal, seal_receipt, seal_signal};

/// A source of unpredictable bytes: fills the slice. Production gives the operating system's.
pub type Dice<'a> = dyn FnMut(&mut [u8]) + 'a;
