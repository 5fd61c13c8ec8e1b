//! The link that lets a second person in, also while the inviter is offline.

use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};
use wire::limits::ENTRY_LONG_BYTES_MAX;
use wire::{DossierId, Hash};
use zeroize::Zeroizing;

use crate::{DeviceKey, DossierKey, EPOCH_FIRST, Membership, domain, hash};

/// Longest link that is read, in bytes.
pub const INVITATION_LINK_BYTES_MAX: usize = 64 * 1024;
/// Longest address of a relay, in bytes.
pub const RELAY_URL_BYTES_MAX: usize = 512;

const SCHEME: &str = "cotejo:unirse/";
const VERSION: &str = "1";
const LENGTH_BYTES: usize = 4;
/// Two groups of four characters hold the length.
const LENGTH_CHARS: usize = 8;
const CHECKSUM_BYTES: usize = 8;
const ENTRIES_IN_LINK_MAX: usize = 64;

/// All a newcomer needs: whom to ask, the dossier's key, and the right to join it. Whoever reads the
/// link can join: it is to be sent like a key.
pub struct Invitation {
    /// Address of the relay.
    pub relay: String,
    /// The dossier.
    pub dossier: DossierId,
    /// Generation of the key.
    pub epoch: u32,
    /// Its key.
    pub key: DossierKey,
    /// The secret half of the grant's key.
    pub secret: DeviceKey,
    /// Hash of the grant.
    pub grant: Hash,
    /// The grant and all it builds on ([`Membership::lineage`]): the link works though the inviter
    /// is offline and the relay never heard of the dossier.
    pub entries: Vec<Vec<u8>>,
}

/// Why a text is not an invitation, or an invitation could not be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum InvitationError {
    /// It does not begin as an invitation does.
    #[error("the text is not an invitation")]
    NotALink,
    /// Made by a newer program.
    #[error("the invitation is of a version this program does not know")]
    OtherVersion,
    /// Its end is missing.
    #[error("the invitation is incomplete: its end is missing")]
    Truncated,
    /// Something in it was changed on the way.
    #[error("the invitation was damaged on the way")]
    Damaged,
    /// Longer than an invitation may be.
    #[error("the invitation is too long")]
    TooLong,
    /// Whole, but what it says does not hold together.
    #[error("the invitation does not hold together")]
    Invalid,
}

/// What the link carries. INVARIANT: fields are never renumbered.
#[derive(Encode, Decode)]
struct Content {
    #[n(0)]
    relay: String,
    #[n(1)]
    dossier: DossierId,
    #[cbor(n(2), with = "minicbor::bytes")]
    key: [u8; 32],
    #[cbor(n(3), with = "minicbor::bytes")]
    secret: [u8; 32],
    #[cbor(n(4), with = "minicbor::bytes")]
    grant: Hash,
    #[n(5)]
    entries: Vec<ByteVec>,
    /// `None`: the first.
    #[n(6)]
    epoch: Option<u32>,
}

impl Drop for Content {
    fn drop(&mut self) {
        zeroize::Zeroize::zeroize(&mut self.key);
        zeroize::Zeroize::zeroize(&mut self.secret);
    }
}

impl Invitation {
    /// The link. It holds secrets: show it, do not log it.
    pub fn to_link(&self) -> Result<Zeroizing<String>, InvitationError> {
        self.check()?;
        let content = Content {
            relay: self.relay.clone(),
            dossier: self.dossier,
            key: *self.key.expose_secret_for_disk(),
            secret: *self.secret.expose_secret_for_disk(),
            grant: self.grant,
            entries: self
                .entries
                .iter()
                .map(|entry| ByteVec::from(entry.clone()))
                .collect(),
            epoch: (self.epoch != EPOCH_FIRST).then_some(self.epoch),
        };
        let mut encoded = Zeroizing::new(Vec::new());
        minicbor::encode(&content, &mut *encoded).map_err(|_| InvitationError::Invalid)?;
        let length = u32::try_from(encoded.len()).map_err(|_| InvitationError::TooLong)?;
        let body =
            Zeroizing::new([&length.to_be_bytes()[..], &encoded, &checksum(&encoded)].concat());
        let text = Zeroizing::new(URL_SAFE_NO_PAD.encode(&*body));
        let link = Zeroizing::new([SCHEME, VERSION, "/", &text].concat());
        if link.len() > INVITATION_LINK_BYTES_MAX {
            return Err(InvitationError::TooLong);
        }
        Ok(link)
    }

    /// Reads a link as people paste it: with spaces and line breaks inserted by mail programs,
    /// between angle brackets or quotes.
    pub fn parse(text: &str) -> Result<Self, InvitationError> {
        // Twice the limit leaves room for the line breaks and still bounds the work.
        if text.len() > 2 * INVITATION_LINK_BYTES_MAX {
            return Err(InvitationError::TooLong);
        }
        let mut link = Zeroizing::new(String::with_capacity(text.len()));
        link.extend(
            text.chars()
                .filter(|c| !c.is_whitespace() && !is_wrapping(*c)),
        );
        if link.len() > INVITATION_LINK_BYTES_MAX {
            return Err(InvitationError::TooLong);
        }
        let rest = strip_scheme(&link).ok_or(InvitationError::NotALink)?;
        let (version, text) = rest.split_once('/').ok_or(InvitationError::Truncated)?;
        if version != VERSION {
            return Err(InvitationError::OtherVersion);
        }
        let encoded = unframe(text)?;
        let content: Content = minicbor::decode(&encoded).map_err(|_| InvitationError::Invalid)?;
        let invitation = Self {
            relay: content.relay.clone(),
            dossier: content.dossier,
            epoch: content.epoch.unwrap_or(EPOCH_FIRST),
            key: DossierKey::from_secret_bytes(content.key),
            secret: DeviceKey::from_secret_bytes(content.secret),
            grant: content.grant,
            entries: content.entries.iter().map(|entry| entry.to_vec()).collect(),
        };
        invitation.check()?;
        Ok(invitation)
    }

    /// The log as far as the link tells it: the grant counts in it.
    pub fn membership(&self) -> Result<Membership, InvitationError> {
        let mut membership = Membership::for_dossier(self.dossier);
        for entry in &self.entries {
            membership
                .add(entry)
                .map_err(|_| InvitationError::Invalid)?;
        }
        Ok(membership)
    }

    /// That the entries found the dossier and reach the grant, and the secret is the grant's.
    fn check(&self) -> Result<(), InvitationError> {
        let within = self.relay.len() <= RELAY_URL_BYTES_MAX
            && self.entries.len() <= ENTRIES_IN_LINK_MAX
            && self
                .entries
                .iter()
                .all(|entry| entry.len() <= ENTRY_LONG_BYTES_MAX);
        if !within {
            return Err(InvitationError::TooLong);
        }
        if self.membership()?.invitation(&self.grant) == Some(self.secret.id()) {
            Ok(())
        } else {
            Err(InvitationError::Invalid)
        }
    }
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation")
            .field("relay", &self.relay)
            .field("dossier", &self.dossier)
            .finish_non_exhaustive()
    }
}

fn is_wrapping(c: char) -> bool {
    matches!(c, '<' | '>' | '"' | '\u{200b}' | '\u{feff}' | '\u{ad}')
}

/// Programs capitalise what looks like the start of a sentence.
fn strip_scheme(link: &str) -> Option<&str> {
    let (scheme, rest) = link.split_at_checked(SCHEME.len())?;
    scheme.eq_ignore_ascii_case(SCHEME).then_some(rest)
}

/// Takes off length and checksum. The length comes first, so that a missing end is told from damage,
/// and what a sentence puts after a link (a full stop, a parenthesis) is left out.
fn unframe(text: &str) -> Result<Zeroizing<Vec<u8>>, InvitationError> {
    let start = text.get(..LENGTH_CHARS).ok_or(InvitationError::Truncated)?;
    let start = decode_base64(start)?;
    let length = start
        .first_chunk::<LENGTH_BYTES>()
        .ok_or(InvitationError::Damaged)?;
    let length = u32::from_be_bytes(*length) as usize;
    if length > INVITATION_LINK_BYTES_MAX {
        return Err(InvitationError::Damaged);
    }
    let body_bytes = LENGTH_BYTES + length + CHECKSUM_BYTES;
    let body_chars = (body_bytes * 4).div_ceil(3);
    let text = text.get(..body_chars).ok_or(InvitationError::Truncated)?;
    let mut body = decode_base64(text)?;
    let (_, rest) = body
        .split_at_checked(LENGTH_BYTES)
        .ok_or(InvitationError::Damaged)?;
    let (encoded, found) = rest
        .split_at_checked(length)
        .ok_or(InvitationError::Damaged)?;
    if found != checksum(encoded) {
        return Err(InvitationError::Damaged);
    }
    body.drain(..LENGTH_BYTES);
    body.truncate(length);
    Ok(body)
}

fn decode_base64(text: &str) -> Result<Zeroizing<Vec<u8>>, InvitationError> {
    URL_SAFE_NO_PAD
        .decode(text)
        .map(Zeroizing::new)
        .map_err(|_| InvitationError::Damaged)
}

fn checksum(encoded: &[u8]) -> [u8; CHECKSUM_BYTES] {
    let digest = hash(&[domain::LINK_CHECKSUM, encoded].concat());
    let mut checksum = [0_u8; CHECKSUM_BYTES];
    checksum.copy_from_slice(&digest[..CHECKSUM_BYTES]);
    checksum
}
