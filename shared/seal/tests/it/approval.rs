//! Who has to be let in, and other devices of the same person.

use seal::{
    EPOCH_FIRST, Keyring, Membership, MembershipError, Seed, Terms, code_to_compare, open_profile,
    seal_profile,
};
use wire::{DeviceId, Hash, Role};

use crate::people::{add, device, dice, founded, invite, key, profile};

/// An invitation that asks for approval.
pub(crate) fn asking(role: Role) -> Terms {
    Terms {
        approval: true,
        ..Terms::from(role)
    }
}

fn id(n: u64) -> DeviceId {
    device(n).id()
}

/// The founder (1), a second coordinator (2), an editor (3).
fn three() -> Membership {
    let mut membership = founded();
    invite(
        &mut membership,
        &device(1),
        &device(2),
        Role::Coordinator,
        102,
    );
    invite(&mut membership, &device(1), &device(3), Role::Editor, 103);
    membership
}

fn hear(membership: &mut Membership, other: &Membership) {
    for (_, entry) in other.entries() {
        membership.add(entry).unwrap();
    }
}

fn grant(membership: &mut Membership, author: u64, secret: u64, terms: Terms) -> Hash {
    let entry = membership
        .grant(&device(author), &device(secret), terms)
        .unwrap();
    add(membership, &entry)
}

fn join(membership: &mut Membership, grant: Hash, secret: u64, guest: u64, at_ms: u64) -> Hash {
    let face = seal_profile(&key(), &profile("Ben"), &mut dice(guest)).unwrap();
    let entry = membership
        .join(grant, &device(secret), &device(guest), face, at_ms)
        .unwrap();
    add(membership, &entry)
}

fn change(membership: &mut Membership, author: u64, about: u64, role: Option<Role>) {
    let entry = membership
        .change(&device(author), id(about), role, Vec::new())
        .unwrap();
    add(membership, &entry);
}

fn waiting(membership: &Membership) -> Vec<(DeviceId, Role)> {
    membership
        .waiting()
        .map(|one| (one.device, one.role))
        .collect()
}

#[test]
fn who_has_to_be_approved_waits_and_belongs_once_a_coordinator_says_so() {
    let mut membership = three();
    let office = grant(&mut membership, 1, 60, asking(Role::Editor));
    join(&mut membership, office, 60, 5, 7);
    assert_eq!(waiting(&membership), [(id(5), Role::Editor)]);
    assert_eq!(membership.role(id(5)), None);
    let face = membership.face(id(5)).unwrap();
    assert_eq!(
        open_profile(&key(), face).unwrap(),
        profile("Ben"),
        "a name to decide by"
    );
    // They decide nothing, not even about themselves.
    let own = membership.change(&device(5), id(5), Some(Role::Editor), Vec::new());
    assert_eq!(own, Err(MembershipError::NotCoordinator(id(5))));

    change(&mut membership, 2, 5, Some(Role::Reviewer));
    assert!(waiting(&membership).is_empty());
    assert_eq!(membership.role(id(5)), Some(Role::Reviewer));
    assert_eq!(
        membership
            .open_grants()
            .map(|open| open.used)
            .collect::<Vec<_>>()[..]
            .iter()
            .max(),
        Some(&1)
    );
}

#[test]
fn who_is_rejected_is_out_and_their_invitation_closed() {
    let mut membership = three();
    let office = grant(&mut membership, 1, 60, asking(Role::Editor));
    join(&mut membership, office, 60, 5, 7);
    change(&mut membership, 1, 5, None);
    assert!(waiting(&membership).is_empty());
    assert_eq!(membership.role(id(5)), None);
    assert_eq!(membership.removed_by(id(5)), Some(id(1)));
    assert!(!membership.is_open(&office), "they know its secret");
    // A later invitation makes them ask again.
    let again = grant(&mut membership, 1, 61, asking(Role::Reader));
    join(&mut membership, again, 61, 5, 9);
    assert_eq!(waiting(&membership), [(id(5), Role::Reader)]);
}

#[test]
fn of_letting_in_and_rejecting_at_once_the_rejection_stands() {
    let mut one = three();
    let office = grant(&mut one, 1, 60, asking(Role::Editor));
    join(&mut one, office, 60, 5, 7);
    let mut two = one.clone();
    change(&mut one, 1, 5, Some(Role::Editor));
    change(&mut two, 2, 5, None);
    let first = one.clone();
    hear(&mut one, &two);
    hear(&mut two, &first);
    for membership in [&one, &two] {
        assert_eq!(membership.role(id(5)), None);
        assert!(waiting(membership).is_empty());
    }
}

#[test]
fn who_was_let_in_by_somebody_removed_beside_it_waits_again() {
    let mut one = three();
    let office = grant(&mut one, 1, 60, asking(Role::Editor));
    join(&mut one, office, 60, 5, 7);
    let mut two = one.clone();
    change(&mut one, 1, 2, None);
    change(&mut two, 2, 5, Some(Role::Coordinator));
    assert_eq!(two.role(id(5)), Some(Role::Coordinator));
    hear(&mut two, &one);
    assert_eq!(two.role(id(5)), None);
    assert_eq!(waiting(&two), [(id(5), Role::Editor)]);
}

#[test]
fn what_was_given_by_somebody_let_in_beside_a_removal_does_not_count_either() {
    let (mut one, mut two) = (three(), three());
    change(&mut one, 1, 2, None);
    invite(&mut two, &device(2), &device(6), Role::Coordinator, 170);
    invite(&mut two, &device(6), &device(7), Role::Coordinator, 171);
    change(&mut two, 6, 3, Some(Role::Coordinator));
    invite(&mut two, &device(3), &device(8), Role::Reader, 172);
    hear(&mut two, &one);
    for n in [2, 6, 7, 8] {
        assert_eq!(two.role(id(n)), None, "{n}");
    }
    assert_eq!(two.role(id(3)), Some(Role::Editor));
}

#[test]
fn a_member_brings_another_device_with_no_more_than_their_role() {
    let mut membership = three();
    let own = grant(&mut membership, 3, 70, Terms::own(Role::Editor, 1_000));
    join(&mut membership, own, 70, 5, 900);
    assert_eq!(membership.role(id(5)), Some(Role::Editor));
    assert_eq!(membership.person(id(5)), id(3));
    let devices: Vec<DeviceId> = membership.devices_of(id(3)).map(|one| one.device).collect();
    assert_eq!(devices.len(), 2);
    // From the second one a third, of the same person.
    let third = grant(&mut membership, 5, 71, Terms::own(Role::Reader, 1_000));
    join(&mut membership, third, 71, 6, 900);
    assert_eq!(
        (membership.person(id(6)), membership.role(id(6))),
        (id(3), Some(Role::Reader))
    );
    // One use, and not too late.
    let late = grant(&mut membership, 3, 72, Terms::own(Role::Editor, 1_000));
    join(&mut membership, late, 72, 7, 1_001);
    assert_eq!(membership.role(id(7)), None);

    let refused = |membership: &Membership, terms: Terms| {
        membership
            .grant(&device(3), &device(73), terms)
            .unwrap_err()
    };
    let more = refused(&membership, Terms::own(Role::Coordinator, 1_000));
    assert_eq!(more, MembershipError::NotCoordinator(id(3)));
    // Made by a program that was changed, others do not take it in either.
    for terms in [
        Terms {
            uses: Some(2),
            ..Terms::own(Role::Editor, 1_000)
        },
        Terms {
            expires_ms: None,
            ..Terms::own(Role::Editor, 1_000)
        },
    ] {
        let entry = membership.grant(&device(3), &device(74), terms).unwrap();
        assert_eq!(
            membership.add(&entry),
            Err(MembershipError::NotCoordinator(id(3)))
        );
    }
}

#[test]
fn a_device_brought_beside_the_loss_of_its_person_does_not_come_in() {
    for (role, given, expect) in [
        (None, Role::Reader, None),
        (Some(Role::Reviewer), Role::Editor, None),
        (Some(Role::Reviewer), Role::Reviewer, Some(Role::Reviewer)),
    ] {
        let (mut one, mut two) = (three(), three());
        change(&mut one, 1, 3, role);
        let own = grant(&mut two, 3, 70, Terms::own(given, 1_000));
        join(&mut two, own, 70, 5, 900);
        assert_eq!(two.role(id(5)), Some(given));
        hear(&mut two, &one);
        assert_eq!(two.role(id(5)), expect, "{role:?} {given:?}");
        assert_eq!(two.person(id(5)), id(3));
    }
}

#[test]
fn a_lost_computer_goes_alone() {
    let mut membership = three();
    let own = grant(&mut membership, 3, 70, Terms::own(Role::Editor, 1_000));
    join(&mut membership, own, 70, 5, 900);
    change(&mut membership, 1, 3, None);
    assert_eq!(membership.role(id(3)), None);
    assert_eq!(membership.role(id(5)), Some(Role::Editor));
    assert_eq!(membership.person(id(5)), id(3), "still of the same person");
}

#[test]
fn a_key_brought_while_somebody_waits_is_followed_by_one_they_can_open() {
    let mut membership = three();
    let secret = 60;
    let once = Terms {
        uses: Some(1),
        ..asking(Role::Editor)
    };
    let once = grant(&mut membership, 1, secret, once);
    join(&mut membership, once, secret, 5, 7);
    // A key that is not theirs: they wait, and nothing is wrapped for who waits.
    change(&mut membership, 1, 3, None);
    let mut ana = Keyring::new(Seed::founder(key()));
    ana.refresh(&membership, &device(1));
    let rotation = membership.rotate(&device(1), &ana, &mut dice(7)).unwrap();
    add(&mut membership, &rotation);
    ana.refresh(&membership, &device(1));
    assert!(ana.fresh().is_some());
    let seed = Seed {
        epoch: EPOCH_FIRST,
        key: key(),
        invitation: Some(device(secret)),
    };
    let mut ben = Keyring::new(seed);
    assert!(
        !ben.refresh(&membership, &device(5)),
        "who waits gets no new key"
    );

    change(&mut membership, 1, 5, Some(Role::Editor));
    ana.refresh(&membership, &device(1));
    assert!(ana.fresh().is_none());
    let rotation = membership.rotate(&device(1), &ana, &mut dice(8)).unwrap();
    add(&mut membership, &rotation);
    ana.refresh(&membership, &device(1));
    assert!(ben.refresh(&membership, &device(5)));
    assert_eq!(
        ana.fresh().map(|(epoch, _)| epoch),
        ben.fresh().map(|(epoch, _)| epoch)
    );
    assert!(ben.fresh().is_some());
}

#[test]
fn a_code_to_compare_names_one_device_in_one_dossier() {
    let membership = founded();
    let code = code_to_compare(membership.dossier(), id(1));
    assert_eq!(code, code_to_compare(membership.dossier(), id(1)));
    assert_ne!(code, code_to_compare(membership.dossier(), id(2)));
    assert_ne!(code, code_to_compare(wire::DossierId([9; 16]), id(1)));
    let groups: Vec<&str> = code.split('-').collect();
    assert!(groups.len() == 4 && groups.iter().all(|group| group.len() == 4));
    assert!(!code.contains(['I', 'L', 'O', 'U']));
}
