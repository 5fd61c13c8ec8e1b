use proptest::prelude::*;
use wire::limits::{
    ENTRY_BYTES_MAX, ENTRY_LONG_BYTES_MAX, ENVELOPE_BYTES_MAX, PROFILE_CIPHERTEXT_BYTES_MAX,
    SEEN_MAX,
};
use wire::limits::{ENVELOPE_HEADER_BYTES_MAX, ENVELOPE_PAYLOAD_BYTES_MAX};
use wire::{
    DecodeError, DeviceId, DocumentKind, DossierId, Entry, EntryBody, Envelope, EnvelopeHeader,
    Role, Sealed, SeriesEnd, WrappedKey,
};

fn header() -> EnvelopeHeader {
    EnvelopeHeader {
        dossier: DossierId([1; 16]),
        document: DocumentKind::Review,
        device: DeviceId([2; 32]),
        index: u64::MAX,
        epoch: u32::MAX,
        previous: [3; 32],
        schema: u32::MAX,
    }
}

fn envelope(ciphertext_bytes: usize) -> Envelope {
    Envelope {
        header: header().encode(),
        nonce: [4; 24],
        ciphertext: vec![5; ciphertext_bytes],
        signature: [6; 64],
    }
}

fn bodies() -> Vec<EntryBody> {
    let profile = Sealed {
        nonce: [7; 24],
        ciphertext: vec![8; 300],
    };
    let dossier = DossierId([9; 16]);
    vec![
        EntryBody::Genesis {
            founder: DeviceId([1; 32]),
            salt: [2; 16],
            profile: profile.clone(),
        },
        EntryBody::Grant {
            dossier,
            author: DeviceId([1; 32]),
            seen: vec![[3; 32]],
            invitation: DeviceId([4; 32]),
            role: Role::Reviewer,
            expires_ms: Some(7),
            uses: Some(1),
            epoch: Some(9),
            approval: None,
            own: None,
        },
        EntryBody::Join {
            dossier,
            grant: [5; 32],
            device: DeviceId([6; 32]),
            profile: profile.clone(),
            at_ms: Some(8),
        },
        EntryBody::Change {
            dossier,
            author: DeviceId([1; 32]),
            seen: vec![[3; 32]; 2],
            device: DeviceId([6; 32]),
            role: None,
            kept: vec![SeriesEnd {
                document: DocumentKind::Review,
                index: 3,
            }],
        },
        EntryBody::Close {
            dossier,
            author: DeviceId([1; 32]),
            seen: vec![[3; 32]],
            grant: [5; 32],
        },
        EntryBody::Rotate {
            dossier,
            author: DeviceId([1; 32]),
            seen: vec![[3; 32]],
            ephemeral: [7; 32],
            keys: vec![WrappedKey {
                recipient: DeviceId([6; 32]),
                ciphertext: [8; 48],
            }],
            former: profile,
        },
        EntryBody::Witness {
            dossier,
            author: DeviceId([1; 32]),
            seen: vec![[3; 32]],
            device: DeviceId([6; 32]),
            kept: Vec::new(),
        },
    ]
}

fn entry(body: &EntryBody) -> Entry {
    Entry {
        body: body.encode(),
        signature: [1; 64],
        counter_signature: Some([2; 64]),
    }
}

#[test]
fn an_envelope_comes_back_as_it_went() {
    let envelope = envelope(1000);
    let decoded = Envelope::decode(&envelope.encode()).unwrap();
    assert_eq!(decoded, envelope);
    assert_eq!(decoded.decode_header(), Ok(header()));
    assert!(header().encode().len() <= ENVELOPE_HEADER_BYTES_MAX);
}

/// These bytes are signed: a change of layout would make every envelope written before unreadable.
#[test]
fn the_header_keeps_its_layout() {
    let text = header()
        .encode()
        .iter()
        .fold(String::new(), |text, byte| text + &format!("{byte:02x}"));
    let expect = [
        "87",
        "50",
        &"01".repeat(16),
        "01",
        "5820",
        &"02".repeat(32),
        "1bffffffffffffffff",
        "1affffffff",
        "5820",
        &"03".repeat(32),
        "1affffffff",
    ]
    .concat();
    assert_eq!(text, expect);
}

#[test]
fn an_envelope_has_a_size() {
    let overhead = envelope(70_000).encode().len() - 70_000;
    let check = |bytes: usize, accepted: bool| {
        let encoded = envelope(bytes - overhead).encode();
        assert_eq!(encoded.len(), bytes);
        assert_eq!(Envelope::decode(&encoded).is_ok(), accepted, "{bytes}");
    };
    check(ENVELOPE_BYTES_MAX - 1, true);
    check(ENVELOPE_BYTES_MAX, true);
    check(ENVELOPE_BYTES_MAX + 1, false);
    let tag_bytes = 16;
    assert!(
        envelope(ENVELOPE_PAYLOAD_BYTES_MAX + tag_bytes)
            .encode()
            .len()
            <= ENVELOPE_BYTES_MAX,
        "the largest payload fits"
    );
}

#[test]
fn a_header_has_a_size() {
    let mut envelope = envelope(10);
    envelope.header.resize(ENVELOPE_HEADER_BYTES_MAX + 1, 0);
    assert_eq!(
        envelope.decode_header(),
        Err(DecodeError::TooLarge {
            bytes: ENVELOPE_HEADER_BYTES_MAX + 1,
            limit_bytes: ENVELOPE_HEADER_BYTES_MAX
        })
    );
    envelope.header.truncate(ENVELOPE_HEADER_BYTES_MAX);
    assert_eq!(envelope.decode_header(), Err(DecodeError::Trailing));
}

#[test]
fn entries_come_back_as_they_went() {
    for body in bodies() {
        let entry = entry(&body);
        let decoded = Entry::decode(&entry.encode()).unwrap();
        assert_eq!(decoded, entry);
        assert_eq!(decoded.decode_body(), Ok(body));
    }
    let unsigned_by_device = Entry {
        counter_signature: None,
        ..entry(&bodies()[0])
    };
    assert_eq!(
        Entry::decode(&unsigned_by_device.encode()),
        Ok(unsigned_by_device)
    );
}

#[test]
fn an_entry_has_a_size() {
    let empty = Entry {
        body: vec![0; 70_000],
        signature: [0; 64],
        counter_signature: None,
    };
    let overhead = empty.encode().len() - 70_000;
    for (bytes, accepted) in [
        (ENTRY_LONG_BYTES_MAX - 1, true),
        (ENTRY_LONG_BYTES_MAX, true),
        (ENTRY_LONG_BYTES_MAX + 1, false),
    ] {
        let encoded = Entry {
            body: vec![0; bytes - overhead],
            ..empty.clone()
        }
        .encode();
        assert_eq!(encoded.len(), bytes);
        assert_eq!(Entry::decode(&encoded).is_ok(), accepted, "{bytes}");
    }
}

#[test]
fn the_parts_of_an_entry_are_bounded() {
    let grant = |seen: usize| EntryBody::Grant {
        dossier: DossierId([0; 16]),
        author: DeviceId([0; 32]),
        seen: vec![[1; 32]; seen],
        invitation: DeviceId([0; 32]),
        role: Role::Reader,
        expires_ms: None,
        uses: None,
        epoch: None,
        approval: None,
        own: None,
    };
    let genesis = |profile_bytes: usize| EntryBody::Genesis {
        founder: DeviceId([0; 32]),
        salt: [0; 16],
        profile: Sealed {
            nonce: [0; 24],
            ciphertext: vec![0; profile_bytes],
        },
    };
    let check = |body: EntryBody, accepted: bool| {
        let expect = if accepted {
            Ok(body.clone())
        } else {
            Err(DecodeError::Malformed)
        };
        assert_eq!(EntryBody::decode(&body.encode()), expect);
        assert!(!accepted || entry(&body).encode().len() <= ENTRY_BYTES_MAX);
    };
    check(grant(SEEN_MAX - 1), true);
    check(grant(SEEN_MAX), true);
    check(grant(SEEN_MAX + 1), false);
    check(genesis(PROFILE_CIPHERTEXT_BYTES_MAX - 1), true);
    check(genesis(PROFILE_CIPHERTEXT_BYTES_MAX), true);
    check(genesis(PROFILE_CIPHERTEXT_BYTES_MAX + 1), false);
}

proptest! {
    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(envelope) = Envelope::decode(&bytes) {
            prop_assert_eq!(Envelope::decode(&envelope.encode()), Ok(envelope));
        }
        if let Ok(body) = EntryBody::decode(&bytes) {
            prop_assert_eq!(EntryBody::decode(&body.encode()), Ok(body));
        }
    }

    #[test]
    fn changed_records_never_panic(
        which in 0_usize..4,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        let mut bytes = match which {
            3 => envelope(40).encode(),
            which => entry(&bodies()[which]).encode(),
        };
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(envelope) = Envelope::decode(&bytes)
            && let Ok(header) = envelope.decode_header()
        {
            prop_assert_eq!(EnvelopeHeader::decode(&header.encode()), Ok(header));
        }
        if let Ok(entry) = Entry::decode(&bytes)
            && let Ok(body) = entry.decode_body()
        {
            prop_assert_eq!(EntryBody::decode(&body.encode()), Ok(body));
        }
    }
}
