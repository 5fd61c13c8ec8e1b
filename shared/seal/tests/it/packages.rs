//! A package opens for those it is sealed for, whole and unaltered, and for nobody else.

use seal::{DeviceKey, PackageError, open_package, package_head, seal_package};
use wire::{DossierId, Frame};

use crate::people::{device, dice};

const DOSSIER: DossierId = DossierId([7; 16]);

fn frames() -> Vec<Frame> {
    // More than one block: each of these fills most of one.
    (0..3_u8)
        .map(|number| Frame::Push {
            envelope: vec![number; 700 * 1024],
        })
        .collect()
}

fn sealed(to: &[&DeviceKey]) -> Vec<u8> {
    let recipients = to.iter().map(|key| key.id());
    seal_package(
        &device(1),
        DOSSIER,
        recipients,
        frames(),
        5_000,
        &mut dice(9),
    )
    .unwrap()
}

#[test]
fn every_recipient_opens_it_and_nobody_else() {
    let (beto, invitation, eve) = (device(2), device(3), device(4));
    let bytes = sealed(&[&beto, &invitation]);
    for key in [&beto, &invitation] {
        let opened = open_package(&bytes, [key]).unwrap();
        assert_eq!(opened.frames, frames());
        assert_eq!(opened.head.author, device(1).id());
        assert_eq!((opened.head.dossier, opened.head.made_ms), (DOSSIER, 5_000));
    }
    assert_eq!(
        open_package(&bytes, [&eve]).unwrap_err(),
        PackageError::NotForThisDevice
    );
    // Who made it is not among those it is for.
    assert_eq!(
        open_package(&bytes, [&device(1)]).unwrap_err(),
        PackageError::NotForThisDevice
    );
}

#[test]
fn one_with_nothing_in_it_is_whole_all_the_same() {
    let beto = device(2);
    let bytes = seal_package(&device(1), DOSSIER, [beto.id()], [], 1, &mut dice(9)).unwrap();
    assert_eq!(open_package(&bytes, [&beto]).unwrap().frames, Vec::new());
}

#[test]
fn a_cut_at_any_place_is_noticed() {
    let beto = device(2);
    let bytes = sealed(&[&beto]);
    // Also exactly after a block, which is where a lost end would look whole.
    let block = 4 + 4 + 4 + 2 + 700 * 1024 + 16;
    let after_first = bytes.len() - 2 * block;
    let before_and_after = (0..40).map(|step| after_first - 20 + step);
    let everywhere = (0..bytes.len()).step_by(60_011).chain(before_and_after);
    for end in everywhere {
        let refused = open_package(&bytes[..end], [&beto]).unwrap_err();
        assert!(
            matches!(refused, PackageError::Damaged | PackageError::NotAPackage),
            "cut at {end}: {refused:?}"
        );
    }
}

#[test]
fn blocks_cannot_be_moved_repeated_or_altered() {
    let beto = device(2);
    let bytes = sealed(&[&beto]);
    let parts = wire::package::PackageParts::split(&bytes).unwrap();
    let [a, b, c] = parts.blocks.as_slice() else {
        panic!("three blocks");
    };
    for blocks in [
        vec![*b, *a, *c],
        vec![*a, *b],
        vec![*a, *b, *c, *c],
        vec![*a, *c],
        vec![],
    ] {
        let moved = wire::package::PackageParts {
            blocks,
            head: parts.head,
            signature: parts.signature,
        };
        assert_eq!(
            open_package(&moved.join(), [&beto]).unwrap_err(),
            PackageError::Damaged
        );
    }
    for at in (8..bytes.len()).step_by(150_001) {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        assert!(open_package(&altered, [&beto]).is_err(), "byte {at}");
    }
}

#[test]
fn what_it_is_is_said() {
    assert_eq!(
        package_head(b"PK\x03\x04 a document").unwrap_err(),
        PackageError::NotAPackage
    );
    assert_eq!(
        package_head(b"COTEJO\0\x02 of tomorrow").unwrap_err(),
        PackageError::OtherVersion
    );
    let head = package_head(&sealed(&[&device(2)])).unwrap();
    assert_eq!((head.dossier, head.author), (DOSSIER, device(1).id()));
}
