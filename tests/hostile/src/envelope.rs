//! Envelopes: nothing opens that a member did not seal for exactly that place, and what a member sealed
//! is inspected before anything looks at it.

use std::sync::LazyLock;

use seal::{open_envelope, seal_envelope, verify_envelope};
use wire::limits::ENVELOPE_PAYLOAD_BYTES_MAX;
use wire::{Budget, DocumentKind, DossierId, Envelope, EnvelopeHeader, Payload};

use crate::chunks;
use crate::people::{dice, key, person, sign_envelope};
use crate::script::Script;

fn header(index: u64) -> EnvelopeHeader {
    EnvelopeHeader {
        dossier: DossierId([7; 16]),
        document: DocumentKind::Matrix,
        device: person(0).id(),
        index,
        epoch: 1,
        previous: if index == 1 { [0; 32] } else { [3; 32] },
        schema: 1,
    }
}

/// What honest devices sealed: a change, and a bundle.
pub(crate) fn genuine() -> Vec<Vec<u8>> {
    static GENUINE: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
        let payloads = chunks::payloads();
        let sealed = (1..).zip(payloads).map(|(index, payload)| {
            let sealed = seal_envelope(
                person(0),
                &key(),
                &header(index),
                &payload,
                &mut dice(index),
            );
            sealed.unwrap()
        });
        sealed.collect()
    });
    GENUINE.clone()
}

/// That bytes are no envelope, or one of the genuine ones, or say what was never sealed under the key.
pub(crate) fn stays_shut(bytes: &[u8]) {
    let Ok((envelope, header, hash)) = verify_envelope(bytes) else {
        return;
    };
    assert_eq!(envelope.encode(), bytes, "one envelope has one hash");
    assert_eq!(hash, seal::hash(bytes));
    assert_eq!(header.encode(), envelope.header);
    let opened = open_envelope(&key(), &envelope);
    assert!(
        opened.is_err() || genuine().iter().any(|one| one == bytes),
        "something opened that nobody sealed"
    );
}

pub(crate) fn survives(bytes: &[u8]) {
    let mut script = Script::new(bytes);
    match script.below(4) {
        0 => stays_shut(script.rest()),
        // A genuine one, changed on its way.
        1 => {
            let genuine = genuine();
            let mut changed = genuine[script.below(genuine.len())].clone();
            let before = changed.clone();
            script.edit(&mut changed);
            if changed != before {
                assert!(verify_envelope(&changed).is_err(), "a change goes unseen");
            }
        }
        // Any header and any text, signed by the device it names or by another.
        2 => {
            let own = header(1 + script.below(4) as u64).encode();
            let mut header = own.clone();
            script.edit(&mut header);
            let author = person(script.below(2));
            let nonce = [script.byte(); 24];
            let ciphertext = script.rest().to_vec();
            let signature = sign_envelope(author, &header, &nonce, &ciphertext);
            let envelope = Envelope {
                header,
                nonce,
                ciphertext,
                signature,
            };
            stays_shut(&envelope.encode());
        }
        // A member whose program was changed seals whatever it likes.
        _ => {
            let payload = script.rest();
            let sealed = seal_envelope(person(0), &key(), &header(1), payload, &mut dice(1));
            let fits = (1..=ENVELOPE_PAYLOAD_BYTES_MAX).contains(&payload.len());
            assert_eq!(sealed.is_ok(), fits);
            let Ok(sealed) = sealed else { return };
            let (envelope, ..) = verify_envelope(&sealed).unwrap();
            assert_eq!(open_envelope(&key(), &envelope).as_deref(), Ok(payload));
            if let Ok((opened, inspected)) = Payload::open(payload, &Budget::ENVELOPE) {
                chunks::are_within(&inspected, &Budget::ENVELOPE);
                chunks::merges_or_is_refused(opened.chunks);
            }
        }
    }
}

pub(crate) fn samples() -> Vec<Vec<u8>> {
    let mut samples = Vec::new();
    for envelope in genuine() {
        samples.push([&[0], &envelope[..]].concat());
    }
    samples.push(vec![1, 0, 0, 0, 40, 1, 0, 5]);
    samples.push(vec![1, 1, 2, 1, 0, 1, 2, 0, 4, 2, 3, 0, 7, 4, 3, 9, 9, 9]);
    samples.push(vec![2, 0, 0, 0, 9, 0, 0, 0, 1, 5, 5, 5, 5]);
    for payload in chunks::payloads() {
        samples.push([&[3], &payload[..]].concat());
    }
    samples
}
