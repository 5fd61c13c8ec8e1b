//! Frames: whatever arrives is a frame or is refused, and a frame says the same when it is written
//! again.

use wire::limits::{FRAME_BYTES_MAX, HANDSHAKE_FRAME_BYTES_MAX};
use wire::{DocumentKind, DossierId, Frame, Refusal, Vector};

use crate::people::{device, four, person};
use crate::{envelope, membership};

pub(crate) fn survives(bytes: &[u8]) {
    let before = Frame::decode_handshake(bytes);
    let after = Frame::decode(bytes);
    if before.is_ok() {
        assert!(bytes.len() <= HANDSHAKE_FRAME_BYTES_MAX);
        assert_eq!(before, after, "a frame is the same before the proof");
    }
    let Ok(frame) = after else { return };
    assert!(bytes.len() <= FRAME_BYTES_MAX);
    let again = frame.encode();
    assert_eq!(Frame::decode(&again), Ok(frame.clone()));
    match frame {
        Frame::Push { envelope } | Frame::Deliver { envelope } => envelope::stays_shut(&envelope),
        Frame::Entry { entry, .. } | Frame::Found { entry, .. } => membership::stays_out(&entry),
        _ => {}
    }
}

/// One of each kind, and each refusal.
pub(crate) fn samples() -> Vec<Vec<u8>> {
    let dossier = DossierId([7; 16]);
    let device = device(1).id();
    let document = DocumentKind::Review;
    let mut vector = Vector::new();
    vector.advance(document, device, 300);
    vector.advance(DocumentKind::Matrix, person(1).id(), u64::MAX);
    let entries = vec![[1; 32], [2; 32]];
    let entry = four().entries().last().unwrap().1.to_vec();
    let sealed = vec![9; 64];
    let mut frames = vec![
        Frame::Challenge {
            relay: [3; 16],
            nonce: [4; 32],
            oldest: 1,
            newest: wire::PROTOCOL_VERSION,
        },
        Frame::Hello {
            version: 2,
            device,
            signature: [5; 64],
        },
        Frame::Welcome { version: 2 },
        Frame::Entry {
            dossier,
            entry: entry.clone(),
        },
        Frame::EntryKept {
            dossier,
            hash: [6; 32],
        },
        Frame::Open {
            dossier,
            entries: entries.clone(),
            vector: vector.clone(),
        },
        Frame::Opened {
            dossier,
            entries,
            vector,
        },
        Frame::CaughtUp { dossier },
        Frame::Kept {
            dossier,
            document,
            device,
            index: 9,
        },
        Frame::Signal {
            dossier,
            device,
            sealed: sealed.clone(),
        },
        Frame::Receipt {
            dossier,
            device,
            sealed,
        },
        Frame::ReceiptKept {
            dossier,
            hash: [8; 32],
        },
        Frame::Found {
            dossier,
            entry,
            code: b"cuatro-palabras".to_vec(),
        },
    ];
    for envelope in envelope::genuine() {
        frames.push(Frame::Push {
            envelope: envelope.clone(),
        });
        frames.push(Frame::Deliver { envelope });
    }
    for refusal in [Refusal::Gap, Refusal::Rate, Refusal::MayNotFound] {
        frames.push(Frame::Refused {
            refusal,
            dossier: Some(dossier),
            document: Some(document),
            device: Some(device),
            index: Some(4),
        });
    }
    frames.iter().map(Frame::encode).collect()
}
