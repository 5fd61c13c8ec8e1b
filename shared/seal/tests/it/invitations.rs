use proptest::prelude::*;
use seal::{
    Added, DossierKey, INVITATION_LINK_BYTES_MAX, Invitation, InvitationError, Membership,
    RELAY_URL_BYTES_MAX, hash, seal_profile,
};
use wire::Role;

use crate::people::{add, device, dice, founded, hex, invite, key, profile};

const RELAY: &str = "wss://relevo.ejemplo.mx/";

fn invitation_to(membership: &mut Membership, author: u64) -> Invitation {
    let secret = device(500);
    let grant = membership
        .grant(&device(author), &secret, Role::Editor)
        .unwrap();
    let grant = add(membership, &grant);
    Invitation {
        relay: RELAY.to_owned(),
        dossier: membership.dossier(),
        epoch: seal::EPOCH_FIRST,
        key: key(),
        secret,
        grant,
        entries: membership.lineage(&grant),
    }
}

fn invitation() -> Invitation {
    invitation_to(&mut founded(), 1)
}

fn link() -> String {
    invitation().to_link().unwrap().to_string()
}

fn error(text: &str) -> InvitationError {
    Invitation::parse(text).unwrap_err()
}

#[test]
fn a_link_brings_a_stranger_in() {
    let mut membership = founded();
    let link = invitation_to(&mut membership, 1).to_link().unwrap();
    assert!(link.starts_with("cotejo:unirse/1/"));
    assert!(link.len() < 2000, "fits in a mail: {}", link.len());

    // The stranger has the link and nothing else.
    let read = Invitation::parse(&link).unwrap();
    assert_eq!(
        (read.relay.as_str(), read.dossier),
        (RELAY, membership.dossier())
    );
    assert_eq!(
        *read.key.expose_secret_for_disk(),
        *key().expose_secret_for_disk()
    );
    let mut theirs = read.membership().unwrap();
    let guest = device(2);
    let join = theirs
        .join(
            read.grant,
            &read.secret,
            &guest,
            seal_profile(&read.key, &profile("Ben"), &mut dice(3)).unwrap(),
            0,
        )
        .unwrap();
    add(&mut theirs, &join);
    assert_eq!(theirs.role(guest.id()), Some(Role::Editor));

    // What they wrote counts for the one who invited.
    add(&mut membership, &join);
    assert_eq!(membership.role(guest.id()), Some(Role::Editor));
}

#[test]
fn a_link_of_a_later_coordinator_carries_all_it_builds_on() {
    let mut membership = founded();
    for n in 20..40 {
        invite(
            &mut membership,
            &device(1),
            &device(n),
            Role::Editor,
            100 + n,
        );
    }
    invite(
        &mut membership,
        &device(1),
        &device(2),
        Role::Coordinator,
        101,
    );
    let invitation = invitation_to(&mut membership, 2);
    assert_eq!(
        invitation.entries.len(),
        4,
        "genesis, grant and join of the inviter, grant"
    );
    let read = Invitation::parse(&invitation.to_link().unwrap()).unwrap();
    assert_eq!(read.membership().unwrap().hashes().len(), 4);
}

#[test]
fn the_link_is_read_as_people_paste_it() {
    let link = link();
    let check = |text: String| {
        let read = Invitation::parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(read.grant, invitation().grant);
    };
    let broken = |width: usize, with: &str| {
        let lines: Vec<&str> = link
            .as_bytes()
            .chunks(width)
            .map(|line| std::str::from_utf8(line).unwrap())
            .collect();
        lines.join(with)
    };
    check(link.clone());
    check(format!("  {link}\n"));
    check(format!("<{link}>"));
    check(format!("\"{link}\""));
    check(format!("{link}."));
    check(format!("{link})."));
    check(broken(76, "\r\n"));
    check(broken(64, "\n"));
    check(broken(40, " \u{a0}\n\t"));
    check(broken(9, "\u{200b}"));
    check(link.replacen("cotejo", "Cotejo", 1));
}

/// Whatever is missing at the end, it is told as that.
#[test]
fn a_truncated_link_says_so() {
    let link = link();
    for len in "cotejo:unirse/".len()..link.len() {
        assert_eq!(
            error(&link[..len]),
            InvitationError::Truncated,
            "{len} of {}",
            link.len()
        );
    }
    for len in 0.."cotejo:unirse/".len() {
        assert_eq!(error(&link[..len]), InvitationError::NotALink);
    }
}

#[test]
fn what_is_not_an_invitation_says_why() {
    let link = link();
    let check = |text: &str, expect: InvitationError| assert_eq!(error(text), expect, "{text}");
    check("", InvitationError::NotALink);
    check("https://ejemplo.mx/unirse/1/abc", InvitationError::NotALink);
    check("cotejo:unirsé/1/abc", InvitationError::NotALink);
    check(
        &link.replacen("/1/", "/2/", 1),
        InvitationError::OtherVersion,
    );
    check("cotejo:unirse/1/!!!!!!!!!!!!", InvitationError::Damaged);
    check("cotejo:unirse/1/ññññññññññññ", InvitationError::Damaged);
    check(
        &link
            .to_uppercase()
            .replacen("COTEJO:UNIRSE", "cotejo:unirse", 1),
        InvitationError::Damaged,
    );
    let start = "cotejo:unirse/1/".len() + 8;
    for at in start..link.len() {
        let mut altered = link.clone().into_bytes();
        altered[at] = if altered[at] == b'A' { b'B' } else { b'A' };
        let altered = String::from_utf8(altered).unwrap();
        check(&altered, InvitationError::Damaged);
    }
}

#[test]
fn a_link_has_a_size() {
    let mut long = invitation();
    long.relay = "x".repeat(RELAY_URL_BYTES_MAX - 1);
    assert!(long.to_link().is_ok());
    long.relay = "x".repeat(RELAY_URL_BYTES_MAX);
    let link = long.to_link().unwrap().to_string();
    assert_eq!(Invitation::parse(&link).unwrap().relay, long.relay);
    long.relay = "x".repeat(RELAY_URL_BYTES_MAX + 1);
    assert_eq!(long.to_link().unwrap_err(), InvitationError::TooLong);

    let padded = |extra: usize| {
        let link = format!("{link}{}", ".".repeat(extra));
        (link.len(), Invitation::parse(&link).map(|_| ()))
    };
    let room = INVITATION_LINK_BYTES_MAX - link.len();
    assert_eq!(padded(room - 1).1, Ok(()));
    assert_eq!(padded(room), (INVITATION_LINK_BYTES_MAX, Ok(())));
    assert_eq!(padded(room + 1).1, Err(InvitationError::TooLong));
    let endless = " ".repeat(2 * INVITATION_LINK_BYTES_MAX + 1);
    assert_eq!(error(&endless), InvitationError::TooLong);
}

#[test]
fn an_invitation_that_does_not_hold_together_is_not_written() {
    let check = |change: fn(&mut Invitation)| {
        let mut invitation = invitation();
        change(&mut invitation);
        assert_eq!(invitation.to_link().unwrap_err(), InvitationError::Invalid);
    };
    check(|invitation| invitation.secret = device(501));
    check(|invitation| invitation.grant = [1; 32]);
    check(|invitation| invitation.entries.truncate(1));
    check(|invitation| {
        invitation.entries.remove(0);
    });
    check(|invitation| invitation.entries[1][30] ^= 1);
    check(|invitation| invitation.dossier.0[0] ^= 1);
}

#[test]
fn secrets_are_not_printed() {
    let invitation = invitation();
    let printed = format!("{invitation:?}");
    assert!(printed.contains(RELAY) && printed.contains(&invitation.dossier.to_string()));
    for secret in [
        invitation.key.expose_secret_for_disk(),
        invitation.secret.expose_secret_for_disk(),
    ] {
        let hex = hex(&secret[..4]);
        let list = format!("{}, {}, {}", secret[0], secret[1], secret[2]);
        assert!(!printed.contains(&hex) && !printed.contains(&list));
    }
}

#[test]
fn the_same_invitation_gives_the_same_link() {
    let name = hex(&hash(link().as_bytes()));
    assert_eq!(
        name,
        "f15ce7fede33f924f8678e0713633a1e4ec01428f9c98d5bea2f1bf84390d886"
    );
}

#[test]
fn another_key_in_the_link_is_only_noticed_when_opening() {
    let mut invitation = invitation();
    invitation.key = DossierKey::from_secret_bytes([1; 32]);
    let read = Invitation::parse(&invitation.to_link().unwrap()).unwrap();
    let membership = read.membership().unwrap();
    let founder = membership.members().next().unwrap();
    assert!(seal::open_profile(&read.key, &founder.profile).is_err());
    assert!(matches!(
        membership.clone().add(&invitation.entries[0]),
        Ok(Added::Known)
    ));
}

proptest! {
    #[test]
    fn junk_is_refused(text in "\\PC{0,200}", body in "[A-Za-z0-9_-]{0,200}") {
        prop_assert!(Invitation::parse(&text).is_err());
        let with_scheme = format!("cotejo:unirse/1/{body}");
        prop_assert!(Invitation::parse(&with_scheme).is_err());
    }
}
