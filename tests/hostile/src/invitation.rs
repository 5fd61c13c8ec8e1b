//! Invitation links, as people paste them and as an enemy may write them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use seal::{INVITATION_LINK_BYTES_MAX, Invitation, hash};
use wire::Role;

use crate::people::{device, four, key, person};
use crate::script::Script;

const START: &str = "cotejo:unirse/1/";

/// A link somebody sends.
fn genuine() -> String {
    let mut membership = four();
    let secret = device(300);
    let grant = membership.grant(person(0), &secret, Role::Editor).unwrap();
    membership.add(&grant).unwrap();
    let invitation = Invitation {
        relay: "wss://rele.example/socket".to_owned(),
        dossier: membership.dossier(),
        epoch: seal::EPOCH_FIRST,
        key: key(),
        secret,
        grant: hash(&grant),
        entries: membership.lineage(&hash(&grant)),
    };
    invitation.to_link().unwrap().to_string()
}

/// What a link carries, without its length and checksum.
fn content(link: &str) -> Vec<u8> {
    let body = URL_SAFE_NO_PAD.decode(&link[START.len()..]).unwrap();
    body[4..body.len() - 8].to_vec()
}

/// A link with any content.
fn framed(content: &[u8]) -> String {
    let checksum = hash(&[&b"cotejo invitation checksum 1\0"[..], content].concat());
    let length = (content.len() as u32).to_be_bytes();
    let body = [&length[..], content, &checksum[..8]].concat();
    format!("{START}{}", URL_SAFE_NO_PAD.encode(body))
}

pub(crate) fn survives(bytes: &[u8]) {
    let mut script = Script::new(bytes);
    let text = match script.below(3) {
        0 => String::from_utf8_lossy(script.rest()).into_owned(),
        // Past the checksum.
        1 => framed(script.rest()),
        _ => {
            let mut text = genuine().into_bytes();
            script.edit(&mut text);
            String::from_utf8_lossy(&text).into_owned()
        }
    };
    let Ok(read) = Invitation::parse(&text) else {
        return;
    };
    let membership = read.membership().expect("what it tells holds together");
    assert_eq!(membership.invitation(&read.grant), Some(read.secret.id()));
    let link = read.to_link().expect("what was read can be handed on");
    assert!(link.len() <= INVITATION_LINK_BYTES_MAX);
    let again = Invitation::parse(&link).unwrap();
    let said = |invitation: &Invitation| {
        let secrets = (
            *invitation.key.expose_secret_for_disk(),
            *invitation.secret.expose_secret_for_disk(),
        );
        let names = (invitation.dossier, invitation.epoch, invitation.grant);
        let rest = (invitation.relay.clone(), invitation.entries.clone());
        (secrets, names, rest)
    };
    assert_eq!(said(&again), said(&read));
    assert!(!format!("{read:?}").contains(&link[START.len()..]));
}

pub(crate) fn samples() -> Vec<Vec<u8>> {
    let link = genuine();
    assert_eq!(framed(&content(&link)), link, "links are still framed so");
    let wrapped = format!("<{}\r\n  {}>", &link[..80], &link[80..]);
    vec![
        [&[0], link.as_bytes()].concat(),
        [&[0], wrapped.as_bytes()].concat(),
        [&[1], &content(&link)[..]].concat(),
        vec![2, 0, 1, 20, 1, 65],
        vec![2, 3, 1, 20, 5, 2, 0, 40, 3, 1, 1, 90, 0, 7],
    ]
}
