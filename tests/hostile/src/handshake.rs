//! The conversation before the welcome, as a hostile relay may lead it: in any order, with any numbers,
//! at any time.

use replica::{
    BACKOFF_MAX_MS, HANDSHAKE_MS_MAX, Link, LinkEffect, LinkInput, PROTOCOL_VERSION_NEWEST,
    PROTOCOL_VERSION_OLDEST,
};
use seal::verify_challenge;
use wire::{Frame, Refusal};

use crate::people::{dice, person};
use crate::script::Script;

/// Steps of one story.
const STEPS_MAX: usize = 200;

/// What a relay asked last.
type Asked = ([u8; 16], [u8; 32]);

fn input(script: &mut Script<'_>, now_ms: &mut u64) -> Option<LinkInput> {
    let version = |script: &mut Script<'_>| u16::from(script.byte()) % 8;
    Some(match script.below(9) {
        0 => {
            *now_ms += 1 << script.below(20);
            LinkInput::Tick
        }
        1 => LinkInput::Kick,
        2 => LinkInput::Dialed,
        3 => LinkInput::Lost,
        4 => LinkInput::Frame(Frame::Challenge {
            relay: [script.byte(); 16],
            nonce: [script.byte(); 32],
            oldest: version(script),
            newest: version(script),
        }),
        5 => LinkInput::Frame(Frame::Welcome {
            version: version(script),
        }),
        6 => LinkInput::Frame(Frame::Refused {
            refusal: [Refusal::TooOld, Refusal::Busy, Refusal::Stopping][script.below(3)],
            dossier: None,
            document: None,
            device: None,
            index: None,
        }),
        _ => {
            let len = script.below(256);
            LinkInput::Frame(Frame::decode(script.take(len)).ok()?)
        }
    })
}

pub(crate) fn survives(bytes: &[u8]) {
    let (mut script, key) = (Script::new(bytes), person(0));
    let (mut link, mut now_ms, mut dice) = (Link::new(), 0_u64, dice(1));
    for _ in 0..STEPS_MAX {
        if script.is_over() {
            return;
        }
        let Some(input) = input(&mut script, &mut now_ms) else {
            continue;
        };
        let mut asked: Option<Asked> = None;
        if let LinkInput::Frame(Frame::Challenge { relay, nonce, .. }) = &input {
            asked = Some((*relay, *nonce));
        }
        let was_up = link.is_up();
        let effects = link.handle(input, key, now_ms, &mut dice);
        for effect in &effects {
            match effect {
                LinkEffect::Send(Frame::Hello {
                    version,
                    device,
                    signature,
                }) => {
                    let (relay, nonce) = asked.expect("a proof answers a challenge");
                    assert!(is_spoken(*version), "said to speak {version}");
                    assert_eq!(*device, key.id());
                    let proof = verify_challenge(*device, &relay, &nonce, *version, signature);
                    assert_eq!(proof, Ok(()));
                }
                LinkEffect::Send(other) => panic!("nothing else is said: {other:?}"),
                LinkEffect::Up => assert!(!was_up && link.is_up()),
                LinkEffect::Down => assert!(was_up && !link.is_up()),
                LinkEffect::Dial | LinkEffect::HangUp | LinkEffect::Refused(_) => {}
            }
        }
        if let Some(version) = link.version() {
            assert!(link.is_up() && is_spoken(version), "speaks {version}");
        } else {
            assert!(!link.is_up());
            let wake = link.wake_at_ms().expect("it tries again by itself");
            assert!(wake <= now_ms + BACKOFF_MAX_MS.max(HANDSHAKE_MS_MAX));
        }
    }
}

fn is_spoken(version: u16) -> bool {
    (PROTOCOL_VERSION_OLDEST..=PROTOCOL_VERSION_NEWEST).contains(&version)
}

/// Dialled, challenged, welcomed, lost; refused; too old; frames as they are written.
pub(crate) fn samples() -> Vec<Vec<u8>> {
    let frame = |frame: &Frame| {
        let bytes = frame.encode();
        [&[7, bytes.len() as u8], &bytes[..]].concat()
    };
    let challenge = frame(&Frame::Challenge {
        relay: [1; 16],
        nonce: [2; 32],
        oldest: 1,
        newest: PROTOCOL_VERSION_NEWEST,
    });
    let welcome = frame(&Frame::Welcome { version: 3 });
    vec![
        vec![
            0, 1, 2, 4, 1, 2, 1, 4, 5, 4, 3, 0, 12, 1, 2, 4, 3, 3, 1, 1, 5, 1, 3,
        ],
        vec![
            0, 1, 2, 4, 1, 2, 6, 7, 0, 19, 1, 2, 6, 1, 0, 19, 6, 2, 0, 19,
        ],
        [&[0, 1, 2][..], &challenge, &welcome, &[3]].concat(),
    ]
}
