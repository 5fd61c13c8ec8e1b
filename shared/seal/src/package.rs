//! Sealing and opening the file by which a dossier travels without a network ([`wire::package`]).
//!
//! Every package has a key of its own, wrapped for each member's device and each open invitation, so
//! that it opens also for somebody who was away while the dossier's key changed. What is inside is
//! verified one by one, as if it had come from a relay; that the whole is by whom its head names only
//! serves to tell the person so.

use std::collections::BTreeSet;

use wire::limits::{PACKAGE_BYTES_MAX, RECIPIENTS_MAX};
use wire::package::{PackageHead, PackageParts, is_package, pack_frames, unpack_frames};
use wire::{DecodeError, DeviceId, DossierId, Frame, WrappedKey};
use zeroize::Zeroizing;

use crate::key::{NONCE_BYTES, unwrap_for, wrap_for};
use crate::{DeviceKey, Dice, DossierKey, SealError, device, domain, hash};

/// A package that was verified and opened.
#[derive(Debug)]
pub struct OpenedPackage {
    /// Who made it, of what and when.
    pub head: PackageHead,
    /// What it carries: entries, envelopes and receipts, each still to be verified.
    pub frames: Vec<Frame>,
}

/// Why a file is not a package that this device can open.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// It does not begin as a package does.
    #[error("the file is not a package")]
    NotAPackage,
    /// Made by a newer program.
    #[error("the package is of a version this program does not know")]
    OtherVersion,
    /// Larger than a package may be.
    #[error("the package is too large")]
    TooLarge,
    /// Cut short, or changed on the way.
    #[error("the package is damaged")]
    Damaged,
    /// It is sealed for others.
    #[error("the package is not for this device")]
    NotForThisDevice,
}

/// Seals what `frames` carry, for every recipient: members' devices and public halves of open
/// invitations. [`PackageError::TooLarge`]: it would pass [`PACKAGE_BYTES_MAX`].
pub fn seal_package(
    author: &DeviceKey,
    dossier: DossierId,
    recipients: impl IntoIterator<Item = DeviceId>,
    frames: impl IntoIterator<Item = Frame>,
    made_ms: u64,
    dice: &mut Dice<'_>,
) -> Result<Vec<u8>, PackageError> {
    let key = DossierKey::generate(dice);
    let mut secret = Zeroizing::new([0_u8; 32]);
    dice(secret.as_mut_slice());
    let ephemeral = x25519_dalek::StaticSecret::from(*secret);
    let recipients: BTreeSet<DeviceId> = recipients.into_iter().collect();
    let keys = recipients.into_iter().take(RECIPIENTS_MAX);
    let keys = keys.filter_map(|recipient| {
        // Whose key is none cannot read: nothing is wrapped for it.
        let ciphertext = wrap_for(&ephemeral, recipient, &key)?;
        Some(WrappedKey {
            recipient,
            ciphertext,
        })
    });
    let head = PackageHead {
        dossier,
        author: author.id(),
        made_ms,
        ephemeral: x25519_dalek::PublicKey::from(&ephemeral).to_bytes(),
        keys: keys.collect(),
    }
    .encode();
    let signature = author.sign(domain::PACKAGE, &head);
    let plain = pack_frames(frames);
    let last = plain.len().saturating_sub(1);
    let about = hash(&head);
    let mut blocks = Vec::new();
    let mut size = head.len();
    for (number, block) in plain.iter().enumerate() {
        let nonce = nonce_of(number as u64, number == last);
        let block = key
            .encrypt(domain::PACKAGE_KEY, &nonce, &about, block)
            .map_err(|_| PackageError::Damaged)?;
        size += block.len();
        if size > PACKAGE_BYTES_MAX {
            return Err(PackageError::TooLarge);
        }
        blocks.push(block);
    }
    let parts = PackageParts {
        head: &head,
        signature,
        blocks: blocks.iter().map(Vec::as_slice).collect(),
    };
    let bytes = parts.join();
    if bytes.len() > PACKAGE_BYTES_MAX {
        return Err(PackageError::TooLarge);
    }
    Ok(bytes)
}

/// Which dossier a package is of and who made it: its signature holds.
pub fn package_head(bytes: &[u8]) -> Result<PackageHead, PackageError> {
    head_of(&split(bytes)?)
}

/// Opens a package with whichever of these keys it is sealed for: the device's own, and that of the
/// invitation it came in by.
pub fn open_package<'k>(
    bytes: &[u8],
    keys: impl IntoIterator<Item = &'k DeviceKey>,
) -> Result<OpenedPackage, PackageError> {
    let parts = split(bytes)?;
    let head = head_of(&parts)?;
    let key = keys
        .into_iter()
        .find_map(|own| {
            let id = own.id();
            let wrapped = head.keys.iter().find(|wrapped| wrapped.recipient == id)?;
            unwrap_for(own, &head.ephemeral, &wrapped.ciphertext)
        })
        .ok_or(PackageError::NotForThisDevice)?;
    let about = hash(parts.head);
    let last = parts.blocks.len().checked_sub(1);
    let mut frames = Vec::new();
    for (number, block) in parts.blocks.iter().enumerate() {
        let nonce = nonce_of(number as u64, Some(number) == last);
        let plain = key
            .decrypt(domain::PACKAGE_KEY, &nonce, &about, block)
            .map_err(|_| PackageError::Damaged)?;
        unpack_frames(&plain, &mut frames).map_err(unread)?;
    }
    if last.is_none() {
        // There is always one, so that a file without its end is known by it.
        return Err(PackageError::Damaged);
    }
    Ok(OpenedPackage { head, frames })
}

fn split(bytes: &[u8]) -> Result<PackageParts<'_>, PackageError> {
    if !is_package(bytes) {
        return Err(PackageError::NotAPackage);
    }
    if bytes.len() > PACKAGE_BYTES_MAX {
        return Err(PackageError::TooLarge);
    }
    PackageParts::split(bytes).map_err(unread)
}

fn head_of(parts: &PackageParts<'_>) -> Result<PackageHead, PackageError> {
    let head = PackageHead::decode(parts.head).map_err(unread)?;
    device::verify(head.author, domain::PACKAGE, parts.head, &parts.signature)
        .map_err(|_: SealError| PackageError::Damaged)?;
    Ok(head)
}

/// Each block has its number and whether it is the last: none can be left out, moved or cut off. The
/// key is of this package alone, which is why a number will do.
fn nonce_of(number: u64, is_last: bool) -> [u8; NONCE_BYTES] {
    let mut nonce = [0; NONCE_BYTES];
    nonce[0] = u8::from(is_last);
    nonce[NONCE_BYTES - 8..].copy_from_slice(&number.to_be_bytes());
    nonce
}

fn unread(error: DecodeError) -> PackageError {
    match error {
        DecodeError::UnknownKind => PackageError::OtherVersion,
        // A part longer than such a part may be.
        DecodeError::TooLarge { .. } | DecodeError::Malformed | DecodeError::Trailing => {
            PackageError::Damaged
        }
    }
}
