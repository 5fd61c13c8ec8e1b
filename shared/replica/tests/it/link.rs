use replica::{Link, LinkEffect, LinkInput, PROTOCOL_VERSION_NEWEST, PROTOCOL_VERSION_OLDEST};
use seal::{DeviceKey, verify_challenge};
use wire::{Frame, Refusal};

use crate::people::{device, dice};

const RELAY: [u8; 16] = [3; 16];
const NONCE: [u8; 32] = [4; 32];

fn told(link: &mut Link, input: LinkInput, key: &DeviceKey) -> Vec<LinkEffect> {
    link.handle(input, key, 1_000, &mut dice(1))
}

/// A link whose socket is open.
fn dialed(key: &DeviceKey) -> Link {
    let mut link = Link::new();
    assert_eq!(told(&mut link, LinkInput::Tick, key), [LinkEffect::Dial]);
    assert_eq!(told(&mut link, LinkInput::Dialed, key), []);
    link
}

fn challenge(oldest: u16, newest: u16) -> LinkInput {
    LinkInput::Frame(Frame::Challenge {
        relay: RELAY,
        nonce: NONCE,
        oldest,
        newest,
    })
}

fn welcome(version: u16) -> LinkInput {
    LinkInput::Frame(Frame::Welcome { version })
}

#[test]
fn the_newest_version_that_both_speak_is_spoken() {
    assert_eq!((PROTOCOL_VERSION_OLDEST, PROTOCOL_VERSION_NEWEST), (1, 4));
    let key = device(1);
    for (oldest, newest, expect) in [
        (1, 1, 1),
        (1, 2, 2),
        (2, 2, 2),
        (1, 3, 3),
        (1, 4, 4),
        (1, 5, 4),
        (3, 9, 4),
    ] {
        let mut link = dialed(&key);
        let effects = told(&mut link, challenge(oldest, newest), &key);
        let [
            LinkEffect::Send(Frame::Hello {
                version,
                device,
                signature,
            }),
        ] = effects.as_slice()
        else {
            panic!("a proof was expected: {effects:?}");
        };
        assert_eq!((*version, *device), (expect, key.id()));
        assert_eq!(
            verify_challenge(*device, &RELAY, &NONCE, expect, signature),
            Ok(())
        );
        assert_eq!(link.version(), None, "the relay has not answered");
        assert_eq!(
            told(&mut link, welcome(expect), &key),
            [LinkEffect::Up],
            "{oldest} to {newest}"
        );
        assert_eq!((link.is_up(), link.version()), (true, Some(expect)));
        told(&mut link, LinkInput::Lost, &key);
        assert_eq!((link.is_up(), link.version()), (false, None));
    }
}

/// A relay may speak less than was said, never more.
#[test]
fn a_welcome_raises_no_version() {
    let key = device(1);
    for (newest, welcomed, expect) in [(2, 1, 1), (1, 2, 1), (2, 9, 2), (3, 9, 3)] {
        let mut link = dialed(&key);
        told(&mut link, challenge(1, newest), &key);
        told(&mut link, welcome(welcomed), &key);
        assert_eq!(link.version(), Some(expect), "{newest}, {welcomed}");
    }
    let mut link = dialed(&key);
    told(&mut link, welcome(2), &key);
    assert_eq!(link.version(), Some(1), "welcomed before anything was said");
}

#[test]
fn without_a_version_in_common_nothing_is_proved() {
    let key = device(1);
    for (oldest, newest, expect) in [(0, 0, Refusal::TooNew), (5, 6, Refusal::TooOld)] {
        let mut link = dialed(&key);
        let effects = told(&mut link, challenge(oldest, newest), &key);
        let expected = [LinkEffect::HangUp, LinkEffect::Refused(expect)];
        assert_eq!(effects, expected, "{oldest} to {newest}");
        assert!(link.wake_at_ms().is_some_and(|at_ms| at_ms > 1_000));
    }
}

/// Found by the fuzzer: a welcome in version 0, which nobody speaks, was taken for one.
#[test]
fn a_welcome_in_a_version_nobody_speaks_is_none() {
    let key = device(1);
    let mut link = dialed(&key);
    told(&mut link, challenge(1, 2), &key);
    let effects = told(&mut link, welcome(0), &key);
    let expected = [LinkEffect::HangUp, LinkEffect::Refused(Refusal::TooNew)];
    assert_eq!(effects, expected);
    assert_eq!((link.is_up(), link.version()), (false, None));
}
