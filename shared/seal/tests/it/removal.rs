//! Removal, roles that change, invitations that end: the same outcome on every device.

use std::collections::BTreeMap;

use proptest::prelude::*;
use seal::{
    Added, DeviceKey, EPOCH_FIRST, Keyring, Membership, MembershipError, Seed, Terms, hash,
    open_envelope, seal_envelope, seal_profile, verify_envelope,
};
use wire::{DeviceId, DocumentKind, EnvelopeHeader, Hash, Role, SeriesEnd};

use crate::approval::asking;
use crate::people::{add, device, dice, founded, invite, key, profile};

fn roles(membership: &Membership) -> BTreeMap<DeviceId, Role> {
    membership
        .members()
        .map(|member| (member.device, member.role))
        .collect()
}

/// Takes in all that another log has.
fn hear(membership: &mut Membership, other: &Membership) {
    for (_, entry) in other.entries() {
        membership.add(entry).unwrap();
    }
}

fn end(index: u64) -> Vec<SeriesEnd> {
    vec![SeriesEnd {
        document: DocumentKind::Matrix,
        index,
    }]
}

fn change(membership: &mut Membership, author: u64, about: u64, role: Option<Role>) -> Hash {
    let entry = membership
        .change(&device(author), device(about).id(), role, end(3))
        .unwrap();
    add(membership, &entry)
}

/// The founder (1), a second coordinator (2), an editor (3), a reviewer (4).
fn four() -> Membership {
    let mut membership = founded();
    for (n, role) in [
        (2, Role::Coordinator),
        (3, Role::Editor),
        (4, Role::Reviewer),
    ] {
        invite(&mut membership, &device(1), &device(n), role, 100 + n);
    }
    membership
}

fn keyring(membership: &Membership, own: &DeviceKey) -> Keyring {
    let mut keyring = Keyring::new(Seed::founder(key()));
    keyring.refresh(membership, own);
    keyring
}

#[test]
fn who_is_removed_is_out_and_what_they_wrote_counts_as_far_as_it_was_read() {
    let mut membership = four();
    change(&mut membership, 1, 3, None);
    assert_eq!(membership.role(device(3).id()), None);
    assert_eq!(membership.members().len(), 3);
    let former: Vec<DeviceId> = membership.former().map(|member| member.device).collect();
    assert_eq!(former, [device(3).id()]);
    assert!(
        membership.face(device(3).id()).is_some(),
        "a name for what stays"
    );
    let allows = |membership: &Membership, index| {
        membership.allows(device(3).id(), DocumentKind::Matrix, index)
    };
    assert!(allows(&membership, 3) && !allows(&membership, 4));
    assert!(!membership.allows(device(3).id(), DocumentKind::Review, 1));

    // Another member had read more of it when the removal came.
    let witness = membership
        .witness(&device(4), device(3).id(), end(5))
        .unwrap();
    add(&mut membership, &witness);
    assert!(allows(&membership, 5) && !allows(&membership, 6));
    // The removed cannot speak for themselves.
    assert_eq!(
        membership.witness(&device(3), device(3).id(), end(9)),
        Err(MembershipError::NotMember(device(3).id()))
    );
}

#[test]
fn a_role_goes_down_and_up_and_who_was_out_comes_back() {
    let mut membership = four();
    change(&mut membership, 1, 3, Some(Role::Reader));
    assert_eq!(membership.role(device(3).id()), Some(Role::Reader));
    change(&mut membership, 2, 3, Some(Role::Coordinator));
    assert_eq!(membership.role(device(3).id()), Some(Role::Coordinator));
    // With the new right they invite.
    invite(&mut membership, &device(3), &device(5), Role::Editor, 150);
    assert_eq!(membership.role(device(5).id()), Some(Role::Editor));
    change(&mut membership, 1, 5, None);
    change(&mut membership, 1, 5, Some(Role::Editor));
    assert_eq!(membership.role(device(5).id()), Some(Role::Editor));
    // By a new invitation too, because it was made knowing of the removal.
    change(&mut membership, 1, 4, None);
    invite(&mut membership, &device(1), &device(4), Role::Reader, 160);
    assert_eq!(membership.role(device(4).id()), Some(Role::Reader));
}

#[test]
fn only_coordinators_change_and_close() {
    let mut membership = four();
    for n in 3..5 {
        let not = || MembershipError::NotCoordinator(device(n).id());
        let entry = membership.change(&device(n), device(1).id(), None, Vec::new());
        assert_eq!(entry, Err(not()));
        assert_eq!(membership.close(&device(n), [0; 32]), Err(not()));
    }
    let gone = membership
        .change(&device(2), device(1).id(), None, Vec::new())
        .unwrap();
    change(&mut membership, 1, 2, None);
    // Made before the removal was known, it counts all the same; made after, it does not exist.
    assert!(matches!(membership.add(&gone), Ok(Added::New(_))));
    assert_eq!(membership.role(device(1).id()), None);
    let late = membership.change(&device(2), device(3).id(), None, Vec::new());
    assert_eq!(late, Err(MembershipError::NotCoordinator(device(2).id())));
}

#[test]
fn two_coordinators_who_remove_each_other_are_both_out_everywhere() {
    let base = four();
    let (mut one, mut two) = (base.clone(), base);
    change(&mut one, 1, 2, None);
    change(&mut two, 2, 1, None);
    let (first, second) = (one.clone(), two.clone());
    hear(&mut one, &second);
    hear(&mut two, &first);
    assert_eq!(roles(&one), roles(&two));
    assert_eq!(one.role(device(1).id()), None);
    assert_eq!(one.role(device(2).id()), None);
    assert_eq!(one.role(device(3).id()), Some(Role::Editor));
}

#[test]
fn what_the_removed_gave_beside_their_removal_does_not_count() {
    let base = four();
    let (mut one, mut two) = (base.clone(), base);
    change(&mut one, 1, 2, None);
    // Without knowing, 2 lets in 6, and makes a coordinator of 3.
    invite(&mut two, &device(2), &device(6), Role::Coordinator, 170);
    change(&mut two, 2, 3, Some(Role::Coordinator));
    assert_eq!(two.role(device(6).id()), Some(Role::Coordinator));
    hear(&mut one, &two.clone());
    assert_eq!(one.role(device(6).id()), None);
    assert_eq!(one.role(device(3).id()), Some(Role::Editor));
    assert!(one.former().any(|member| member.device == device(6).id()));
}

#[test]
fn an_invitation_ends_by_date_by_number_by_closing_and_with_who_knew_it() {
    let mut membership = four();
    let join = |membership: &Membership, grant: Hash, secret: u64, n: u64, at_ms: u64| {
        let face = seal_profile(&key(), &profile("Ben"), &mut dice(n)).unwrap();
        membership.join(grant, &device(secret), &device(n), face, at_ms)
    };
    let grant = |membership: &mut Membership, secret: u64, terms: Terms| {
        let entry = membership
            .grant(&device(1), &device(secret), terms)
            .unwrap();
        add(membership, &entry)
    };
    let mut terms = Terms::from(Role::Editor);
    terms.expires_ms = Some(1_000);
    let dated = grant(&mut membership, 60, terms);
    for (n, at_ms, expect) in [(20, 1_000, Some(Role::Editor)), (21, 1_001, None)] {
        let entry = join(&membership, dated, 60, n, at_ms).unwrap();
        add(&mut membership, &entry);
        assert_eq!(membership.role(device(n).id()), expect, "{at_ms}");
    }

    let mut terms = Terms::from(Role::Reader);
    terms.uses = Some(2);
    let counted = grant(&mut membership, 61, terms);
    assert!(membership.is_open(&counted));
    for n in 30..33 {
        let entry = join(&membership, counted, 61, n, 0).unwrap();
        add(&mut membership, &entry);
    }
    assert!(!membership.is_open(&counted));
    let served = (30..33).filter(|n| membership.role(device(*n).id()).is_some());
    assert_eq!(served.count(), 2);

    let closed = grant(&mut membership, 62, Role::Reader.into());
    let before = join(&membership, closed, 62, 40, 0).unwrap();
    add(&mut membership, &before);
    let close = membership.close(&device(2), closed).unwrap();
    add(&mut membership, &close);
    let after = join(&membership, closed, 62, 41, 0).unwrap();
    add(&mut membership, &after);
    assert_eq!(membership.role(device(40).id()), Some(Role::Reader));
    assert_eq!(membership.role(device(41).id()), None);

    // 50 is removed, and 51 comes by the link that 50 knows.
    let known = grant(&mut membership, 63, Role::Reader.into());
    let first = join(&membership, known, 63, 50, 0).unwrap();
    add(&mut membership, &first);
    change(&mut membership, 1, 50, None);
    assert!(!membership.is_open(&known));
    let again = join(&membership, known, 63, 51, 0).unwrap();
    add(&mut membership, &again);
    assert_eq!(membership.role(device(51).id()), None);
}

/// Seals one envelope under the fresh key of a log; answers its bytes.
fn write(membership: &Membership, keyring: &Keyring, author: u64, index: u64) -> Vec<u8> {
    let (epoch, key) = keyring.fresh().unwrap();
    let header = EnvelopeHeader {
        dossier: membership.dossier(),
        document: DocumentKind::Matrix,
        device: device(author).id(),
        index,
        epoch,
        previous: if index == 1 { [0; 32] } else { [1; 32] },
        schema: 1,
    };
    seal_envelope(&device(author), key, &header, b"words", &mut dice(index)).unwrap()
}

fn opens(keyring: &Keyring, envelope: &[u8]) -> bool {
    let (envelope, header, _) = verify_envelope(envelope).unwrap();
    keyring
        .of_epoch(header.epoch)
        .any(|key| open_envelope(key, &envelope).is_ok())
}

#[test]
fn a_removed_device_opens_none_of_ten_thousand_later_envelopes() {
    let mut membership = four();
    let before = write(&membership, &keyring(&membership, &device(1)), 1, 1);
    change(&mut membership, 1, 3, None);
    let mut ana = keyring(&membership, &device(1));
    assert!(ana.fresh().is_none(), "the removed has the old key");
    let rotation = membership.rotate(&device(1), &ana, &mut dice(7)).unwrap();
    add(&mut membership, &rotation);
    assert!(ana.refresh(&membership, &device(1)));

    let removed = keyring(&membership, &device(3));
    let stays = keyring(&membership, &device(4));
    assert!(opens(&removed, &before) && opens(&stays, &before));
    let mut opened = 0;
    for index in 2..10_002 {
        let envelope = write(&membership, &ana, 1, index);
        opened += u32::from(opens(&removed, &envelope));
        assert!(opens(&stays, &envelope));
    }
    assert_eq!(opened, 0);
    println!("a removed device opened {opened} of 10000 later envelopes");
}

#[test]
fn who_comes_by_an_older_link_opens_what_was_written_since() {
    let mut membership = four();
    let secret = device(64);
    let grant = membership.grant(&device(1), &secret, Role::Editor).unwrap();
    let grant = add(&mut membership, &grant);
    let old = write(&membership, &keyring(&membership, &device(1)), 1, 1);
    change(&mut membership, 1, 3, None);
    let mut ana = keyring(&membership, &device(1));
    let rotation = membership.rotate(&device(1), &ana, &mut dice(7)).unwrap();
    add(&mut membership, &rotation);
    ana.refresh(&membership, &device(1));
    let new = write(&membership, &ana, 1, 2);

    let face = seal_profile(&key(), &profile("Ben"), &mut dice(9)).unwrap();
    let join = membership
        .join(grant, &secret, &device(9), face, 0)
        .unwrap();
    add(&mut membership, &join);
    let seed = Seed {
        epoch: EPOCH_FIRST,
        key: key(),
        invitation: Some(secret),
    };
    let saved = Seed::from_secret_bytes(&seed.expose_secret_for_disk()).unwrap();
    let mut guest = Keyring::new(saved);
    guest.refresh(&membership, &device(9));
    assert!(opens(&guest, &old) && opens(&guest, &new));
    assert!(guest.fresh().is_some(), "nobody has to bring another");
}

#[test]
fn who_comes_by_a_newer_link_opens_what_was_written_before() {
    let mut membership = four();
    let old = write(&membership, &keyring(&membership, &device(1)), 1, 1);
    change(&mut membership, 1, 3, None);
    let mut ana = keyring(&membership, &device(1));
    let rotation = membership.rotate(&device(1), &ana, &mut dice(7)).unwrap();
    add(&mut membership, &rotation);
    ana.refresh(&membership, &device(1));
    let (epoch, fresh) = ana.fresh().unwrap();
    let mut terms = Terms::from(Role::Editor);
    terms.epoch = epoch;
    let secret = device(65);
    let grant = membership.grant(&device(1), &secret, terms).unwrap();
    let grant = add(&mut membership, &grant);
    let face = seal_profile(fresh, &profile("Ben"), &mut dice(9)).unwrap();
    let join = membership
        .join(grant, &secret, &device(9), face, 0)
        .unwrap();
    add(&mut membership, &join);
    let mut guest = Keyring::new(Seed {
        epoch,
        key: seal::DossierKey::from_secret_bytes(*fresh.expose_secret_for_disk()),
        invitation: Some(secret),
    });
    guest.refresh(&membership, &device(9));
    assert!(opens(&guest, &old));
    assert_eq!(guest.fresh().map(|(epoch, _)| epoch), Some(epoch));
}

#[test]
fn keys_brought_side_by_side_are_followed_by_one_that_saw_both() {
    let base = four();
    let (mut one, mut two) = (base.clone(), base);
    for (membership, author, about) in [(&mut one, 1, 3), (&mut two, 2, 4)] {
        change(membership, author, about, None);
        let ring = keyring(membership, &device(author));
        let rotation = membership
            .rotate(&device(author), &ring, &mut dice(author))
            .unwrap();
        add(membership, &rotation);
    }
    let by_one = write(&one, &keyring(&one, &device(1)), 1, 1);
    hear(&mut one, &two);
    let mut ana = keyring(&one, &device(1));
    assert!(
        ana.fresh().is_none(),
        "each key was given to one who is out"
    );
    let rotation = one.rotate(&device(1), &ana, &mut dice(5)).unwrap();
    add(&mut one, &rotation);
    ana.refresh(&one, &device(1));
    let after = write(&one, &ana, 1, 2);
    let opens_after = |n| opens(&keyring(&one, &device(n)), &after);
    assert!(opens_after(2) && !opens_after(3) && !opens_after(4));
    assert!(opens(&keyring(&one, &device(2)), &by_one));
}

/// What one of several people does at a time.
#[derive(Debug, Clone, Copy)]
enum Deed {
    Invite(u64, Role),
    /// By an invitation that asks for approval.
    Ask(u64, Role),
    /// Another device of one's own.
    Own(u64, Role),
    Change(u64, Option<Role>),
    Hear(usize),
}

fn deed() -> impl Strategy<Value = (usize, Deed)> {
    let role = prop_oneof![
        Just(Role::Reader),
        Just(Role::Editor),
        Just(Role::Coordinator)
    ];
    let deed = prop_oneof![
        (5_u64..9, role.clone()).prop_map(|(n, role)| Deed::Invite(n, role)),
        (5_u64..9, role.clone()).prop_map(|(n, role)| Deed::Ask(n, role)),
        (5_u64..9, role.clone()).prop_map(|(n, role)| Deed::Own(n, role)),
        (1_u64..9, proptest::option::of(role)).prop_map(|(n, role)| Deed::Change(n, role)),
        (0_usize..8).prop_map(Deed::Hear),
    ];
    (0_usize..8, deed)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    /// Removals beside each other, removal and re-admission, coordinators removing each other: in
    /// whatever order the entries come, every log says the same.
    #[test]
    fn every_log_comes_to_the_same(
        deeds in proptest::collection::vec(deed(), 1..40),
        order in any::<u64>(),
    ) {
        let mut logs = vec![four(); 8];
        let mut secrets = 500;
        for (who, deed) in deeds {
            let author = device(who as u64 + 1);
            match deed {
                Deed::Hear(other) => {
                    let other = logs[other].clone();
                    hear(&mut logs[who], &other);
                }
                Deed::Change(about, role) => {
                    let id = device(about).id();
                    if let Ok(entry) = logs[who].change(&author, id, role, end(1)) {
                        // Of somebody who never came there is nothing to say.
                        let added = logs[who].add(&entry);
                        prop_assert!(added.is_ok() || logs[who].face(id).is_none());
                    }
                }
                Deed::Invite(guest, _) | Deed::Ask(guest, _) | Deed::Own(guest, _) => {
                    secrets += 1;
                    let secret = device(secrets);
                    let terms = match deed {
                        Deed::Own(_, role) => Terms::own(role, 1_000),
                        Deed::Ask(_, role) => asking(role),
                        Deed::Invite(_, role) | Deed::Change(_, Some(role)) => role.into(),
                        Deed::Change(..) | Deed::Hear(_) => continue,
                    };
                    if let Ok(entry) = logs[who].grant(&author, &secret, terms) {
                        let grant = add(&mut logs[who], &entry);
                        let face = seal_profile(&key(), &profile("Ben"), &mut dice(secrets));
                        let join = logs[who].join(grant, &secret, &device(guest), face.unwrap(), 0);
                        add(&mut logs[who], &join.unwrap());
                    }
                }
            }
        }
        let mut all: Vec<Vec<u8>> = Vec::new();
        for log in &logs {
            all.extend(log.entries().map(|(_, entry)| entry.to_vec()));
        }
        all.sort_by_key(|entry| hash(&[&order.to_be_bytes()[..], entry].concat()));
        let mut shuffled = Membership::for_dossier(logs[0].dossier());
        for entry in &all {
            shuffled.add(entry).unwrap();
        }
        prop_assert_eq!(shuffled.pending_len(), 0);
        for who in 0..8 {
            let others = logs.clone();
            for other in &others {
                hear(&mut logs[who], other);
            }
            prop_assert_eq!(roles(&logs[who]), roles(&shuffled));
            let waiting = |log: &Membership| log.waiting().cloned().collect::<Vec<_>>();
            prop_assert_eq!(waiting(&logs[who]), waiting(&shuffled));
            let people = |log: &Membership| log.members().cloned().collect::<Vec<_>>();
            prop_assert_eq!(people(&logs[who]), people(&shuffled));
            let open = |log: &Membership| log.open_grants().collect::<Vec<_>>();
            prop_assert_eq!(open(&logs[who]), open(&shuffled));
        }
    }
}
