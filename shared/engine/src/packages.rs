//! A dossier on a memory stick or in a mail: a file with what the others lack, and what came in one.
//! Bytes only; whoever asks reads and writes the disk.

use contract::{Code, PackageLack, PackageOffer, PackagePerson, PackageTaken, Problem};
use replica::{Lacks, Stretch};
use seal::PackageError;
use wire::{DeviceId, DossierId, Frame};

use crate::Engine;
use crate::calls::blocking;
use crate::desk::{Desk, dice, now_ms};
use crate::disk::document_byte;
use crate::{screen, trouble};

/// How the name of such a file ends.
pub const PACKAGE_ENDING: &str = "cotejo";
/// Largest file that is read as a package, in bytes.
pub const PACKAGE_BYTES_MAX: u64 = wire::limits::PACKAGE_BYTES_MAX as u64;

/// A package, not written anywhere yet.
#[derive(Debug)]
pub struct Package {
    /// The file.
    pub bytes: Vec<u8>,
    /// Whether it carries anything that somebody it is for may lack.
    pub carries: bool,
}

impl Engine {
    /// For whom a package of this dossier can be made, and what each lacks.
    pub async fn package_offer(&self, dossier: String) -> Result<PackageOffer, Problem> {
        self.with(&dossier, Desk::package_offer).await
    }

    /// Makes a package with what any of these members' devices is not known to have; for nobody in
    /// particular, with everything. Every member can open it, whoever it was made for.
    pub async fn make_package(&self, dossier: String, to: Vec<String>) -> Result<Package, Problem> {
        let members = to.iter().map(|device| device.parse());
        let members: Result<Vec<DeviceId>, _> = members.collect();
        let members = members.map_err(|_| self.in_words(Problem::of(Code::PersonUnknown)))?;
        // What is to leave is marked so on this disk before it does.
        self.with(&dossier, Desk::offer_for_package).await?;
        self.with(&dossier, move |desk, dossier| {
            desk.make_package(dossier, &members)
        })
        .await
    }

    /// Takes in a package. What is here already changes nothing; what is new is committed when this
    /// answers.
    pub async fn open_package(&self, bytes: Vec<u8>) -> Result<PackageTaken, Problem> {
        let (bytes, head) = self.said(
            blocking(move || {
                let head = seal::package_head(&bytes).map_err(unopened)?;
                Ok((bytes, head))
            })
            .await,
        )?;
        let dossier = head.dossier.to_string();
        self.with(&dossier, move |desk, dossier| {
            desk.take_package(dossier, &bytes)
        })
        .await
    }
}

impl Desk {
    fn package_offer(&mut self, dossier: DossierId) -> Result<PackageOffer, Problem> {
        self.finish_round();
        let shelf = self.shelf(dossier)?;
        let replica = shelf.replica()?;
        let people = shelf.members().iter().filter(|member| !member.me);
        let people = people.filter_map(|member| {
            Some(PackagePerson {
                device: member.device.clone(),
                name: member.name.clone(),
                institution: member.institution.clone(),
                lacks: lack(replica.lacks(member.device.parse().ok()?)),
            })
        });
        Ok(PackageOffer {
            people: people.collect(),
            invitations: replica.membership().open_grants().count() as u32,
        })
    }

    fn offer_for_package(&mut self, dossier: DossierId) -> Result<(), Problem> {
        let replica = self.shelf_mut(dossier)?.replica_mut()?;
        if replica.is_removed() {
            return Err(Problem::of(Code::Removed));
        }
        let offered = replica
            .offer_for_package(&mut dice)
            .map_err(|problem| trouble::of_load(&problem))?;
        let step = offered.ok_or_else(|| Problem::of(Code::NotArrived))?;
        self.stage(dossier, step, &[])?;
        // How far this device has the dossier goes with it.
        self.say_receipt(dossier);
        Ok(())
    }

    fn make_package(
        &mut self,
        dossier: DossierId,
        members: &[DeviceId],
    ) -> Result<Package, Problem> {
        self.finish_round();
        let replica = self.shelf(dossier)?.replica()?;
        let belongs = |member: &DeviceId| replica.membership().role(*member).is_some();
        if !members.iter().all(belongs) {
            return Err(Problem::of(Code::PersonUnknown));
        }
        let stretches = replica.stretches_for(members);
        let mut frames: Vec<Frame> = replica.packed_entries().collect();
        for stretch in &stretches {
            self.pack_stretch(dossier, stretch, &mut frames)?;
        }
        let receipts = self.store.receipts(&dossier.0).map_err(trouble::of_store)?;
        frames.extend(receipts.into_iter().map(|receipt| Frame::Receipt {
            dossier,
            device: DeviceId(receipt.device),
            sealed: receipt.bytes,
        }));
        let bytes = seal::seal_package(
            &self.device,
            dossier,
            replica.package_recipients(),
            frames,
            now_ms(),
            &mut dice,
        )
        .map_err(unopened)?;
        Ok(Package {
            bytes,
            carries: !stretches.is_empty(),
        })
    }

    fn pack_stretch(
        &self,
        dossier: DossierId,
        stretch: &Stretch,
        frames: &mut Vec<Frame>,
    ) -> Result<(), Problem> {
        let (document, device) = (document_byte(stretch.document), &stretch.device.0);
        let held = self
            .store
            .envelopes(&dossier.0, document, device, stretch.first, usize::MAX)
            .map_err(trouble::of_store)?;
        let held = held
            .into_iter()
            .filter(|envelope| envelope.index <= stretch.last);
        frames.extend(held.map(|envelope| Frame::Deliver {
            envelope: envelope.bytes,
        }));
        Ok(())
    }

    fn take_package(&mut self, dossier: DossierId, bytes: &[u8]) -> Result<PackageTaken, Problem> {
        let device = std::sync::Arc::clone(&self.device);
        let Ok(shelf) = self.shelf_mut(dossier) else {
            return Err(Problem::of(Code::PackageElsewhere));
        };
        let replica = shelf.replica_mut()?;
        let invitation = replica.seed().invitation.as_ref();
        let keys = std::iter::once(&*device).chain(invitation);
        let opened = seal::open_package(bytes, keys).map_err(unopened)?;
        let mut unpacking = replica.unpack(&opened.frames);
        for frame in opened.frames {
            let replica = self.shelf_mut(dossier)?.replica_mut()?;
            let step = replica
                .unpack_frame(&mut unpacking, frame, &mut dice)
                .map_err(|problem| trouble::of_load(&problem))?;
            self.stage(dossier, step, &[])?;
        }
        let replica = self.shelf_mut(dossier)?.replica_mut()?;
        let (step, unpacked) = replica.unpacked(unpacking);
        let author = opened.head.author;
        let back = lack(replica.lacks(author));
        self.stage(dossier, step, &[])?;
        let shelf = self.shelf(dossier)?;
        Ok(PackageTaken {
            dossier: dossier.to_string(),
            title: shelf.summary.title.clone(),
            author: author.to_string(),
            name: shelf.person(author),
            made_at: screen::rfc3339(opened.head.made_ms),
            changes: unpacked.changes,
            known: unpacked.known,
            early: unpacked.early,
            left_out: unpacked.left_out,
            refused: unpacked.refused,
            back,
        })
    }
}

fn lack(lacks: Lacks) -> PackageLack {
    match lacks {
        Lacks::Nothing => PackageLack::Nothing,
        Lacks::Some(_) => PackageLack::Part,
        Lacks::Everything => PackageLack::Everything,
    }
}

fn unopened(error: PackageError) -> Problem {
    tracing::warn!(%error, "package");
    Problem::of(match error {
        PackageError::NotAPackage => Code::PackageUnknown,
        PackageError::OtherVersion => Code::PackageNewer,
        PackageError::TooLarge => Code::FileTooLarge,
        PackageError::Damaged => Code::PackageDamaged,
        PackageError::NotForThisDevice => Code::PackageNotForYou,
    })
}
