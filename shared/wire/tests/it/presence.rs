use proptest::prelude::*;
use wire::limits::{PRESENCE_CURSOR_BYTES_MAX, PRESENCE_FIELD_BYTES_MAX, SIGNAL_PAYLOAD_BYTES_MAX};
use wire::{DecodeError, Presence};

/// The most there can be.
fn full() -> Presence {
    Presence {
        seq: u64::MAX,
        line: Some([0xff; 16]),
        indicator: Some([0xff; 16]),
        field: "f".repeat(PRESENCE_FIELD_BYTES_MAX),
        writing: true,
        anchor: Some("a".repeat(PRESENCE_CURSOR_BYTES_MAX)),
        head: Some("h".repeat(PRESENCE_CURSOR_BYTES_MAX)),
        leaving: true,
    }
}

#[test]
fn a_presence_comes_back_as_it_went() {
    let nowhere = Presence {
        seq: 7,
        ..Presence::default()
    };
    for presence in [nowhere, full()] {
        assert_eq!(Presence::decode(&presence.encode()), Ok(presence));
    }
}

/// What older and newer programs agree on.
#[test]
fn the_same_presence_gives_the_same_bytes() {
    let presence = Presence {
        seq: 300,
        line: Some([1; 16]),
        indicator: None,
        field: "formula".to_owned(),
        writing: true,
        anchor: None,
        head: Some("3@ab".to_owned()),
        leaving: false,
    };
    let mut expected = vec![0x88, 0x19, 0x01, 0x2c, 0x50];
    expected.extend([1; 16]);
    expected.extend([0xf6, 0x67]);
    expected.extend(b"formula");
    expected.extend([0xf5, 0xf6, 0x64]);
    expected.extend(b"3@ab");
    expected.push(0xf4);
    assert_eq!(presence.encode(), expected);
}

#[test]
fn its_texts_have_a_length() {
    let check = |change: fn(&mut Presence, usize), max: usize| {
        for (bytes, accepted) in [(max - 1, true), (max, true), (max + 1, false)] {
            let mut presence = full();
            change(&mut presence, bytes);
            assert_eq!(presence.is_within_limits(), accepted, "{bytes} bytes");
            let decoded = Presence::decode(&presence.encode());
            let expected = if accepted {
                Ok(presence)
            } else {
                Err(DecodeError::Malformed)
            };
            assert_eq!(decoded, expected, "{bytes} bytes");
        }
    };
    check(
        |presence, bytes| presence.field = "f".repeat(bytes),
        PRESENCE_FIELD_BYTES_MAX,
    );
    check(
        |presence, bytes| presence.anchor = Some("a".repeat(bytes)),
        PRESENCE_CURSOR_BYTES_MAX,
    );
    check(
        |presence, bytes| presence.head = Some("h".repeat(bytes)),
        PRESENCE_CURSOR_BYTES_MAX,
    );
}

#[test]
fn the_fullest_presence_fits_a_signal() {
    let bytes = full().encode();
    assert!(
        bytes.len() <= SIGNAL_PAYLOAD_BYTES_MAX,
        "{} bytes",
        bytes.len()
    );
}

/// A newer program's presence, as large as a signal may carry and one byte larger.
#[test]
fn a_presence_has_a_size_and_skips_what_is_new() {
    let longer = |bytes: usize| {
        let mut encoded = full().encode();
        encoded[0] += 1;
        let text = bytes - encoded.len() - 3;
        encoded.extend([0x79, (text >> 8) as u8, text as u8]);
        encoded.resize(bytes, b'n');
        encoded
    };
    let max = SIGNAL_PAYLOAD_BYTES_MAX;
    assert_eq!(Presence::decode(&longer(max)), Ok(full()));
    let too_large = DecodeError::TooLarge {
        bytes: max + 1,
        limit_bytes: max,
    };
    assert_eq!(Presence::decode(&longer(max + 1)), Err(too_large));
}

proptest! {
    #[test]
    fn junk_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        if let Ok(presence) = Presence::decode(&bytes) {
            prop_assert!(presence.is_within_limits());
            prop_assert_eq!(Presence::decode(&presence.encode()), Ok(presence));
        }
    }

    #[test]
    fn changed_presences_never_panic(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
        cut in any::<prop::sample::Index>(),
    ) {
        let mut bytes = full().encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(presence) = Presence::decode(&bytes) {
            prop_assert_eq!(Presence::decode(&presence.encode()), Ok(presence));
        }
        bytes.truncate(cut.index(bytes.len()));
        prop_assert!(Presence::decode(&bytes).is_err(), "cut short");
    }
}
