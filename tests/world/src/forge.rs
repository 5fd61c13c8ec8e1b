//! What somebody hostile between a device and the relay can make: everything but what takes a key
//! he does not have, and, for the worst case, with the dossier's own key in his hand.

use seal::{DeviceKey, DossierKey, Membership, Profile};
use wire::{
    DocumentKind, DossierId, Entry, EntryBody, Envelope, EnvelopeHeader, Frame, Payload,
    PayloadFormat, Role, Vector,
};

use crate::dice::Dice;
use crate::ledger::Kept;
use crate::plan::Forgery;

/// What the forger knows.
pub(crate) struct Loot<'a> {
    pub(crate) dossier: DossierId,
    pub(crate) key: [u8; 32],
    /// Everything the relay keeps.
    pub(crate) envelopes: &'a [Kept],
    pub(crate) entries: &'a [Vec<u8>],
    /// What the victim already has.
    pub(crate) held: Vector,
    /// Somebody who may only read, and somebody who may not invite.
    pub(crate) reader: Option<&'a DeviceKey>,
}

/// A frame that must change nothing, if it can be made of what is there.
pub(crate) fn forge(forgery: Forgery, loot: &Loot<'_>, dice: &mut Dice) -> Option<Vec<u8>> {
    let genuine = dice.pick(loot.envelopes);
    let envelope = match forgery {
        Forgery::Bit => {
            let mut bytes = genuine?.bytes.clone();
            let at = dice.below(bytes.len());
            bytes[at] ^= 1 << dice.below(8);
            bytes
        }
        Forgery::Again => {
            let known =
                genuine.filter(|kept| kept.index <= loot.held.get(kept.document, kept.device));
            known?.bytes.clone()
        }
        Forgery::Role => write(loot.reader?, loot, loot.dossier, dice)?,
        Forgery::Stranger => {
            let stranger = stranger(dice);
            write(&stranger, loot, loot.dossier, dice)?
        }
        Forgery::Elsewhere => {
            let stranger = stranger(dice);
            write(&stranger, loot, DossierId(dice.bytes()), dice)?
        }
        Forgery::Moved => {
            let other = dice.pick(loot.envelopes)?;
            let mut envelope = Envelope::decode(&genuine?.bytes).ok()?;
            envelope.header = Envelope::decode(&other.bytes).ok()?.header;
            if envelope.encode() == other.bytes {
                return None;
            }
            envelope.encode()
        }
        Forgery::Entry => {
            let mut entry = dice.pick(loot.entries)?.clone();
            let at = dice.below(entry.len());
            entry[at] ^= 1 << dice.below(8);
            return Some(
                Frame::Entry {
                    dossier: loot.dossier,
                    entry,
                }
                .encode(),
            );
        }
        Forgery::Promotion => return promotion(loot, dice),
    };
    Some(Frame::Deliver { envelope }.encode())
}

fn stranger(dice: &mut Dice) -> DeviceKey {
    DeviceKey::generate(&mut |bytes: &mut [u8]| dice.fill(bytes))
}

/// The first envelope of a series, properly sealed with the dossier's key.
fn write(
    author: &DeviceKey,
    loot: &Loot<'_>,
    dossier: DossierId,
    dice: &mut Dice,
) -> Option<Vec<u8>> {
    let header = EnvelopeHeader {
        dossier,
        document: DocumentKind::Matrix,
        device: author.id(),
        index: 1,
        epoch: seal::EPOCH_FIRST,
        previous: [0; 32],
        schema: 1,
    };
    let payload = Payload {
        format: PayloadFormat::Chunks,
        chunks: b"anything",
    }
    .encode()
    .ok()?;
    let key = DossierKey::from_secret_bytes(loot.key);
    let mut throw = |bytes: &mut [u8]| dice.fill(bytes);
    seal::seal_envelope(author, &key, &header, &payload, &mut throw).ok()
}

/// A grant by somebody who is no coordinator, made in a log where he is.
fn promotion(loot: &Loot<'_>, dice: &mut Dice) -> Option<Vec<u8>> {
    let genesis = seal::hash(loot.entries.first()?);
    let mut throw = |bytes: &mut [u8]| dice.fill(bytes);
    let impostor = match loot.reader {
        Some(reader) => DeviceKey::from_secret_bytes(*reader.expose_secret_for_disk()),
        None => DeviceKey::generate(&mut throw),
    };
    let key = DossierKey::from_secret_bytes(loot.key);
    let profile = Profile {
        name: "Nadie".to_owned(),
        institution: "Ninguna".to_owned(),
    };
    let own = Membership::found(&impostor, &key, &profile, &mut throw).ok()?;
    let invitation = DeviceKey::generate(&mut throw);
    let grant = own.grant(&impostor, &invitation, Role::Coordinator).ok()?;
    let mut entry = Entry::decode(&grant).ok()?;
    // The same words about the dossier of others; the signature no longer fits, and were it made
    // anew its author would still be no coordinator.
    let mut body = entry.decode_body().ok()?;
    if let EntryBody::Grant { dossier, seen, .. } = &mut body {
        *dossier = loot.dossier;
        *seen = vec![genesis];
    }
    entry.body = body.encode();
    Some(
        Frame::Entry {
            dossier: loot.dossier,
            entry: entry.encode(),
        }
        .encode(),
    )
}
