use proptest::prelude::*;
use wire::limits::{
    ENTRIES_MAX, ENVELOPE_BYTES_MAX, FRAME_BYTES_MAX, HANDSHAKE_FRAME_BYTES_MAX, MEMBERS_MAX,
    RECEIPT_BYTES_MAX, SIGNAL_BYTES_MAX, VECTOR_ENTRIES_MAX,
};
use wire::{
    DecodeError, DeviceId, DocumentKind, DossierId, FOUND_VERSION, Frame, Hash, PROTOCOL_VERSION,
    RECEIPT_VERSION, Refusal, SIGNAL_VERSION, Vector, VectorEntry,
};

const DOSSIER: DossierId = DossierId([3; 16]);
const DEVICE: DeviceId = DeviceId([4; 32]);

const REFUSALS: [Refusal; 16] = [
    Refusal::TooOld,
    Refusal::TooNew,
    Refusal::BadSignature,
    Refusal::NotMember,
    Refusal::NotAllowed,
    Refusal::Gap,
    Refusal::BadChain,
    Refusal::TooLarge,
    Refusal::Quota,
    Refusal::Rate,
    Refusal::Malformed,
    Refusal::Unknown,
    Refusal::Busy,
    Refusal::Stopping,
    Refusal::CodeNeeded,
    Refusal::MayNotFound,
];

fn one_of_each() -> Vec<Frame> {
    let vector = Vector::from_iter([VectorEntry {
        document: DocumentKind::Review,
        device: DEVICE,
        index: 300,
    }]);
    let (dossier, device, document) = (DOSSIER, DEVICE, DocumentKind::Minutes);
    let mut frames = vec![
        Frame::Challenge {
            relay: [1; 16],
            nonce: [2; 32],
            oldest: 1,
            newest: 4,
        },
        Frame::Hello {
            version: 2,
            device,
            signature: [5; 64],
        },
        Frame::Welcome { version: 2 },
        Frame::Entry {
            dossier,
            entry: vec![1, 2, 3],
        },
        Frame::EntryKept {
            dossier,
            hash: [6; 32],
        },
        Frame::Open {
            dossier,
            entries: vec![[7; 32], [8; 32]],
            vector: vector.clone(),
        },
        Frame::Opened {
            dossier,
            entries: vec![],
            vector,
        },
        Frame::CaughtUp { dossier },
        Frame::Push {
            envelope: vec![0; 70_000],
        },
        Frame::Kept {
            dossier,
            document,
            device,
            index: u64::MAX,
        },
        Frame::Deliver {
            envelope: Vec::new(),
        },
    ];
    frames.extend(REFUSALS.map(|refusal| Frame::Refused {
        refusal,
        dossier: Some(dossier),
        document: None,
        device: Some(device),
        index: Some(12),
    }));
    frames.push(Frame::Signal {
        dossier,
        device,
        sealed: vec![9; SIGNAL_BYTES_MAX],
    });
    frames.push(Frame::Receipt {
        dossier,
        device,
        sealed: vec![9; RECEIPT_BYTES_MAX],
    });
    frames.push(Frame::ReceiptKept {
        dossier,
        hash: [10; 32],
    });
    frames
}

#[test]
fn every_frame_comes_back_as_it_went() {
    let frames = one_of_each();
    for frame in &frames {
        assert_eq!(Frame::decode(&frame.encode()).as_ref(), Ok(frame));
    }
    let names: std::collections::BTreeSet<_> = frames.iter().map(Frame::name).collect();
    assert_eq!(
        names.len(),
        15,
        "every kind was tried, and each has its own name"
    );
    let names: std::collections::BTreeSet<_> = REFUSALS.map(Refusal::as_str).into();
    assert_eq!(names.len(), REFUSALS.len());
}

/// The first bytes of each kind are what older and newer programs agree on.
#[test]
fn kinds_keep_their_numbers() {
    let mut kinds = one_of_each();
    kinds.dedup_by_key(|frame| frame.name());
    assert_eq!(kinds.len(), 15);
    for (number, frame) in kinds.iter().enumerate() {
        let bytes = frame.encode();
        assert_eq!(
            (bytes[0], usize::from(bytes[1])),
            (0x82, number),
            "{}",
            frame.name()
        );
    }
    for (number, refusal) in REFUSALS.iter().enumerate() {
        assert_eq!(
            minicbor::to_vec(refusal).unwrap(),
            [number as u8],
            "{refusal:?}"
        );
    }
}

#[test]
fn a_frame_has_a_size() {
    // Five bytes before the content: array, kind, array, and the length of the content in five.
    let overhead = Frame::Push {
        envelope: vec![0; 70_000],
    }
    .encode()
    .len()
        - 70_000;
    let check = |limit: usize, decode: fn(&[u8]) -> Result<Frame, DecodeError>| {
        for (bytes, accepted) in [(limit - 1, true), (limit, true), (limit + 1, false)] {
            let frame = Frame::Entry {
                dossier: DOSSIER,
                entry: Vec::new(),
            };
            let shorter = Frame::Push {
                envelope: vec![7; bytes - overhead],
            };
            let encoded = if bytes > 70_000 {
                shorter.encode()
            } else {
                sized(&frame, bytes)
            };
            assert_eq!(encoded.len(), bytes);
            let refused = DecodeError::TooLarge {
                bytes,
                limit_bytes: limit,
            };
            assert_eq!(decode(&encoded).err(), (!accepted).then_some(refused));
        }
    };
    check(FRAME_BYTES_MAX, Frame::decode);
    check(HANDSHAKE_FRAME_BYTES_MAX, Frame::decode_handshake);
}

/// An entry frame of exactly that many bytes.
fn sized(empty: &Frame, bytes: usize) -> Vec<u8> {
    let extra = bytes - empty.encode().len() - 2;
    Frame::Entry {
        dossier: DOSSIER,
        entry: vec![0; extra],
    }
    .encode()
}

#[test]
fn the_largest_honest_frames_fit() {
    let envelope = vec![0xff; ENVELOPE_BYTES_MAX];
    let device = |n: usize| {
        let mut id = [0xff; 32];
        id[..8].copy_from_slice(&(n as u64).to_be_bytes());
        DeviceId(id)
    };
    let vector: Vector = (0..MEMBERS_MAX)
        .flat_map(|n| {
            [
                DocumentKind::Matrix,
                DocumentKind::Review,
                DocumentKind::Minutes,
            ]
            .map(|document| VectorEntry {
                document,
                device: device(n),
                index: u64::MAX,
            })
        })
        .collect();
    assert_eq!(vector.len(), VECTOR_ENTRIES_MAX);
    let entries = vec![[0xff; 32]; ENTRIES_MAX];
    for frame in [
        Frame::Push {
            envelope: envelope.clone(),
        },
        Frame::Deliver { envelope },
        Frame::Open {
            dossier: DOSSIER,
            entries: entries.clone(),
            vector: vector.clone(),
        },
        Frame::Opened {
            dossier: DOSSIER,
            entries,
            vector,
        },
    ] {
        let bytes = frame.encode();
        assert!(
            bytes.len() <= FRAME_BYTES_MAX,
            "{}: {} bytes",
            frame.name(),
            bytes.len()
        );
        assert_eq!(Frame::decode(&bytes), Ok(frame));
    }
}

#[test]
fn lists_of_hashes_are_bounded() {
    let check = |count: usize, accepted: bool| {
        let entries: Vec<Hash> = vec![[1; 32]; count];
        let frame = Frame::Open {
            dossier: DOSSIER,
            entries,
            vector: Vector::new(),
        };
        assert_eq!(Frame::decode(&frame.encode()).is_ok(), accepted, "{count}");
    };
    check(ENTRIES_MAX - 1, true);
    check(ENTRIES_MAX, true);
    check(ENTRIES_MAX + 1, false);
}

#[test]
fn what_is_not_a_frame_says_why() {
    let check = |bytes: &[u8], expect: DecodeError| {
        assert_eq!(Frame::decode(bytes), Err(expect), "{bytes:02x?}");
    };
    let welcome = Frame::Welcome { version: 1 }.encode();
    assert_eq!(welcome, [0x82, 2, 0x81, 1]);
    check(&[], DecodeError::Malformed);
    check(&welcome[..3], DecodeError::Malformed);
    check(&[&welcome[..], &[0]].concat(), DecodeError::Trailing);
    check(&[0x82, 16, 0x80], DecodeError::UnknownKind);
    check(&[0x82, 11, 0x81, 16], DecodeError::UnknownKind);
    check(&[0x82, 9, 0x84, 0x50], DecodeError::Malformed);
    // A byte string that announces four gibibytes.
    check(
        &[0x82, 8, 0x81, 0x5a, 0xff, 0xff, 0xff, 0xff],
        DecodeError::Malformed,
    );
    // A list that announces 2^64 - 1 hashes.
    let mut list = vec![0x82, 5, 0x83, 0x50];
    list.extend([0; 16]);
    list.extend([0x9b, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]);
    check(&list, DecodeError::Malformed);
}

/// Like an entry or an envelope, one that is too large is still read as a frame, so that the answer
/// can say what was too large.
#[test]
fn each_version_keeps_what_it_brought() {
    let versions = (SIGNAL_VERSION, RECEIPT_VERSION, FOUND_VERSION);
    assert_eq!((versions, PROTOCOL_VERSION), ((2, 3, 4), 4));
    let (dossier, device) = (DOSSIER, DEVICE);
    for max in [SIGNAL_BYTES_MAX, RECEIPT_BYTES_MAX] {
        for bytes in [0, max - 1, max, max + 1] {
            let sealed = vec![1; bytes];
            let signal = Frame::Signal {
                dossier,
                device,
                sealed: sealed.clone(),
            };
            let receipt = Frame::Receipt {
                dossier,
                device,
                sealed,
            };
            for frame in [signal, receipt] {
                assert_eq!(Frame::decode(&frame.encode()), Ok(frame));
            }
        }
    }
}

/// A newer program may add fields at the end; this one skips them.
#[test]
fn fields_of_the_future_are_skipped() {
    let bytes = minicbor::to_vec((2_u8, (1_u16, "new", [1_u8, 2]))).unwrap();
    assert_eq!(Frame::decode(&bytes), Ok(Frame::Welcome { version: 1 }));
}

proptest! {
    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(frame) = Frame::decode(&bytes) {
            prop_assert_eq!(Frame::decode(&frame.encode()), Ok(frame));
        }
    }

    #[test]
    fn changed_frames_never_panic(
        which in 0_usize..28,
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = one_of_each()[which].encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(frame) = Frame::decode(&bytes) {
            prop_assert_eq!(Frame::decode(&frame.encode()), Ok(frame));
        }
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(Frame::decode(&bytes).is_err(), "cut short");
    }
}
