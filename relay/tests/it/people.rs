//! People with devices, dossiers they share, and the envelopes they write.

use std::cell::Cell;

use seal::{Added, DeviceKey, DossierKey, Membership, Profile, seal_profile};
use wire::{
    DeviceId, DocumentKind, DossierId, Envelope, EnvelopeHeader, Frame, Hash, Role, Vector,
};

thread_local! {
    static THROWN: Cell<u64> = const { Cell::new(1) };
}

/// Dice that never repeat and always fall the same.
pub(crate) fn dice(bytes: &mut [u8]) {
    for chunk in bytes.chunks_mut(32) {
        let thrown = THROWN.get();
        THROWN.set(thrown + 1);
        let name = std::thread::current().name().unwrap_or_default().to_owned();
        let digest = seal::hash(format!("{name} {thrown}").as_bytes());
        chunk.copy_from_slice(&digest[..chunk.len()]);
    }
}

pub(crate) fn device() -> DeviceKey {
    DeviceKey::generate(&mut dice)
}

/// A dossier as its members know it.
pub(crate) struct Dossier {
    pub(crate) key: DossierKey,
    pub(crate) membership: Membership,
    pub(crate) coordinator: DeviceKey,
}

impl Dossier {
    pub(crate) fn found() -> Self {
        let coordinator = device();
        let key = DossierKey::generate(&mut dice);
        let membership =
            Membership::found(&coordinator, &key, &profile("Ana Torres"), &mut dice).unwrap();
        Self {
            key,
            membership,
            coordinator,
        }
    }

    pub(crate) fn id(&self) -> DossierId {
        self.membership.dossier()
    }

    /// Somebody new joins with a role.
    pub(crate) fn join(&mut self, role: Role) -> DeviceKey {
        let device = device();
        let (grant, join) = self.invite(&device, role);
        self.add(&grant);
        self.add(&join);
        device
    }

    /// The grant and the join of somebody new, not yet added.
    pub(crate) fn invite(&self, device: &DeviceKey, role: Role) -> (Vec<u8>, Vec<u8>) {
        let invitation = self::device();
        let grant = self
            .membership
            .grant(&self.coordinator, &invitation, role)
            .unwrap();
        let mut after = self.membership.clone();
        after.add(&grant).unwrap();
        let join = after
            .join(
                seal::hash(&grant),
                &invitation,
                device,
                seal_profile(&self.key, &profile("Beto Luna"), &mut dice).unwrap(),
                0,
            )
            .unwrap();
        (grant, join)
    }

    /// A sealed face of that name.
    pub(crate) fn face(&self, name: &str) -> wire::Sealed {
        seal_profile(&self.key, &profile(name), &mut dice).unwrap()
    }

    pub(crate) fn add(&mut self, entry: &[u8]) {
        assert!(matches!(self.membership.add(entry).unwrap(), Added::New(_)));
    }

    pub(crate) fn entries(&self) -> Vec<Vec<u8>> {
        self.membership
            .entries()
            .map(|(_, bytes)| bytes.to_vec())
            .collect()
    }

    pub(crate) fn hashes(&self) -> Vec<Hash> {
        self.membership.hashes()
    }
}

fn profile(name: &str) -> Profile {
    Profile {
        name: name.to_owned(),
        institution: "SECOEM".to_owned(),
    }
}

/// One device's series of a document.
pub(crate) struct Series<'a> {
    dossier: &'a Dossier,
    device: &'a DeviceKey,
    document: DocumentKind,
    pub(crate) index: u64,
    pub(crate) previous: Hash,
}

impl<'a> Series<'a> {
    pub(crate) fn new(dossier: &'a Dossier, device: &'a DeviceKey, document: DocumentKind) -> Self {
        Self {
            dossier,
            device,
            document,
            index: 0,
            previous: [0; 32],
        }
    }

    pub(crate) fn matrix(dossier: &'a Dossier, device: &'a DeviceKey) -> Self {
        Self::new(dossier, device, DocumentKind::Matrix)
    }

    /// The next envelope of the series.
    pub(crate) fn next(&mut self, payload: &[u8]) -> Vec<u8> {
        self.index += 1;
        let envelope = self.at(self.index, self.previous, payload);
        self.previous = seal::hash(&envelope);
        envelope
    }

    /// An envelope of this series that stands wherever one says.
    pub(crate) fn at(&self, index: u64, previous: Hash, payload: &[u8]) -> Vec<u8> {
        let header = EnvelopeHeader {
            dossier: self.dossier.id(),
            document: self.document,
            device: self.device.id(),
            index,
            epoch: 1,
            previous,
            schema: 1,
        };
        seal::seal_envelope(self.device, &self.dossier.key, &header, payload, &mut dice).unwrap()
    }

    pub(crate) fn kept(&self, index: u64) -> Frame {
        Frame::Kept {
            dossier: self.dossier.id(),
            document: self.document,
            device: self.device.id(),
            index,
        }
    }

    pub(crate) fn refused(&self, refusal: wire::Refusal, index: Option<u64>) -> Frame {
        Frame::Refused {
            refusal,
            dossier: Some(self.dossier.id()),
            document: Some(self.document),
            device: Some(self.device.id()),
            index,
        }
    }
}

pub(crate) fn deliver(envelope: &[u8]) -> Frame {
    Frame::Deliver {
        envelope: envelope.to_vec(),
    }
}

pub(crate) fn vector(entries: &[(DocumentKind, DeviceId, u64)]) -> Vector {
    let mut vector = Vector::new();
    for &(document, device, index) in entries {
        vector.advance(document, device, index);
    }
    vector
}

/// The indexes of delivered envelopes, by author, in the order they came.
pub(crate) fn delivered(frames: &[Frame]) -> Vec<(DeviceId, u64)> {
    frames
        .iter()
        .filter_map(|frame| match frame {
            Frame::Deliver { envelope } => {
                let header = Envelope::decode(envelope).unwrap().decode_header().unwrap();
                Some((header.device, header.index))
            }
            _ => None,
        })
        .collect()
}
