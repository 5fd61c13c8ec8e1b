//! What was altered, moved, reordered, repeated or forked does not get in.

use wire::limits::ENVELOPE_PAYLOAD_BYTES_MAX;
use wire::{DocumentKind, Envelope, Frame, Refusal, Role, Vector};

use crate::client::House;
use crate::people::{Dossier, Series, delivered};

#[tokio::test]
async fn an_index_is_exactly_the_next_one() {
    let house = House::start();
    let dossier = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelopes: Vec<_> = (0..4).map(|_| series.next(b"edici\xC3\xB3n")).collect();

    // a gap from nothing, then the first, then a gap after it
    assert_eq!(
        at_ana.push(&envelopes[1]).await,
        series.refused(Refusal::Gap, Some(1))
    );
    assert_eq!(at_ana.push(&envelopes[0]).await, series.kept(1));
    assert_eq!(
        at_ana.push(&envelopes[2]).await,
        series.refused(Refusal::Gap, Some(2))
    );
    assert_eq!(at_ana.push(&envelopes[1]).await, series.kept(2));
    assert_eq!(at_ana.push(&envelopes[2]).await, series.kept(3));
    // a duplicate is acknowledged with all there is
    assert_eq!(at_ana.push(&envelopes[0]).await, series.kept(3));
    // another envelope in a taken place is not the one that is kept
    let forked = series.at(2, seal::hash(&envelopes[0]), b"otra");
    assert_eq!(
        at_ana.push(&forked).await,
        series.refused(Refusal::BadChain, None)
    );
    // the next one on another past is not the next one
    let unchained = series.at(4, seal::hash(&envelopes[1]), b"otra");
    assert_eq!(
        at_ana.push(&unchained).await,
        series.refused(Refusal::BadChain, None)
    );
    assert_eq!(at_ana.push(&envelopes[3]).await, series.kept(4));
    // an index from beyond everything
    let absurd = series.at(u64::MAX, [9; 32], b"otra");
    assert_eq!(
        at_ana.push(&absurd).await,
        series.refused(Refusal::Gap, Some(5))
    );
}

#[tokio::test]
async fn every_altered_byte_is_refused() {
    let house = House::with(|limits| limits.frames_burst = 100_000);
    let dossier = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelope = series.next(b"cifra");
    for place in 0..envelope.len() {
        let mut altered = envelope.clone();
        altered[place] ^= 1 << (place % 8);
        let answer = at_ana.push(&altered).await;
        assert!(
            matches!(
                answer,
                Frame::Refused {
                    refusal: Refusal::BadSignature
                        | Refusal::Malformed
                        | Refusal::Unknown
                        | Refusal::TooLarge,
                    ..
                }
            ),
            "byte {place} altered: {answer:?}"
        );
    }
    assert_eq!(at_ana.push(&envelope).await, series.kept(1));
}

#[tokio::test]
async fn an_envelope_cannot_be_moved() {
    let house = House::start();
    let dossier = Dossier::found();
    let mut other = Dossier::found();
    let beto = other.join(Role::Editor);
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    at_ana.tell(other.id(), other.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let sealed = Envelope::decode(&series.next(b"de aqu\xC3\xAD")).unwrap();
    let header = sealed.decode_header().unwrap();
    let moves: [(&str, wire::EnvelopeHeader); 4] = [
        (
            "dossier",
            wire::EnvelopeHeader {
                dossier: other.id(),
                ..header.clone()
            },
        ),
        (
            "document",
            wire::EnvelopeHeader {
                document: DocumentKind::Review,
                ..header.clone()
            },
        ),
        (
            "author",
            wire::EnvelopeHeader {
                device: beto.id(),
                ..header.clone()
            },
        ),
        (
            "epoch",
            wire::EnvelopeHeader {
                epoch: 2,
                ..header.clone()
            },
        ),
    ];
    for (what, header) in moves {
        let moved = Envelope {
            header: header.encode(),
            ..sealed.clone()
        }
        .encode();
        let answer = at_ana.push(&moved).await;
        assert!(
            matches!(
                answer,
                Frame::Refused {
                    refusal: Refusal::BadSignature,
                    ..
                }
            ),
            "{what} changed: {answer:?}"
        );
    }
}

#[tokio::test]
async fn the_largest_envelope_passes_and_a_larger_one_does_not() {
    let house = House::start();
    let dossier = Dossier::found();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let largest = series.next(&vec![5; ENVELOPE_PAYLOAD_BYTES_MAX]);
    assert_eq!(at_ana.push(&largest).await, series.kept(1));
    let mut larger = Envelope::decode(&largest).unwrap();
    larger
        .ciphertext
        .resize(ENVELOPE_PAYLOAD_BYTES_MAX + 2_048, 0);
    let answer = at_ana.push(&larger.encode()).await;
    assert!(
        matches!(
            answer,
            Frame::Refused {
                refusal: Refusal::TooLarge,
                ..
            }
        ),
        "{answer:?}"
    );
    // the conversation goes on
    let small = series.next(b"sigue");
    assert_eq!(at_ana.push(&small).await, series.kept(2));
}

#[tokio::test]
async fn nothing_a_member_wrote_can_be_read_where_it_is_kept() {
    let mut house = House::start();
    let mut dossier = Dossier::found();
    dossier.join(Role::Reader);
    let mut at_ana = house.connect(&dossier.coordinator).await;
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    for number in 0..50 {
        let secret = format!("secreto sembrado {number:04} Capacitar a 50 servidores");
        let envelope = series.next(secret.as_bytes());
        at_ana.push(&envelope).await;
    }
    let key = dossier.key.expose_secret_for_disk();
    house.stop();
    let planted: [&[u8]; 5] = [
        b"secreto sembrado",
        b"Capacitar",
        b"Ana Torres",
        b"SECOEM",
        key.as_slice(),
    ];
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        let path = file.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        for secret in planted {
            let found = bytes.windows(secret.len()).any(|window| window == secret);
            assert!(!found, "{} holds what it should not know", path.display());
        }
    }
}

#[tokio::test]
async fn a_relay_that_lost_its_history_gets_it_back() {
    let dossier = Dossier::found();
    let mut series = Series::matrix(&dossier, &dossier.coordinator);
    let envelopes: Vec<_> = (0..5).map(|_| series.next(b"historia")).collect();
    let house = House::start();
    let mut at_ana = house.connect(&dossier.coordinator).await;
    let open = Frame::Open {
        dossier: dossier.id(),
        entries: dossier.hashes(),
        vector: Vector::new(),
    };
    at_ana.send(&open).await;
    assert!(matches!(
        at_ana.frame().await,
        Frame::Refused { refusal: Refusal::Unknown, dossier: Some(id), .. } if id == dossier.id()
    ));
    at_ana.tell(dossier.id(), dossier.entries()).await;
    let (has, sent) = at_ana
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    assert!(has.is_empty() && sent.is_empty());
    for (place, envelope) in envelopes.iter().enumerate() {
        assert_eq!(at_ana.push(envelope).await, series.kept(place as u64 + 1));
    }
    let mut again = house.connect(&dossier.coordinator).await;
    let (_, sent) = again
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let expected: Vec<_> = (1..=5)
        .map(|index| (dossier.coordinator.id(), index))
        .collect();
    assert_eq!(delivered(&sent), expected);
}
