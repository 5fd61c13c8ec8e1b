use std::collections::BTreeMap;

use proptest::prelude::*;
use seal::{Added, Membership, MembershipError, SealError, hash, open_profile, seal_profile};
use wire::limits::{ENTRIES_MAX, ENTRIES_PENDING_MAX, MEMBERS_MAX};
use wire::{DecodeError, DeviceId, DossierId, Entry, EntryBody, Hash, Role};

use crate::people::{
    add, device, dice, forged, founded, invite, key, profile, sign_entry, sign_join,
};

fn entries(membership: &Membership) -> Vec<Vec<u8>> {
    membership
        .entries()
        .map(|(_, bytes)| bytes.to_vec())
        .collect()
}

fn roles(membership: &Membership) -> BTreeMap<DeviceId, Role> {
    membership
        .members()
        .map(|member| (member.device, member.role))
        .collect()
}

/// The genesis of a log.
fn genesis(membership: &Membership) -> Vec<u8> {
    entries(membership)[0].clone()
}

#[test]
fn a_founder_coordinates() {
    let membership = founded();
    assert!(membership.is_ready());
    assert_eq!(membership.role(device(1).id()), Some(Role::Coordinator));
    assert_eq!(membership.role(device(2).id()), None);
    let member = membership.member(device(1).id()).unwrap();
    assert_eq!(open_profile(&key(), &member.profile), Ok(profile("Ana")));

    let [genesis] = entries(&membership).try_into().unwrap();
    assert_eq!(membership.dossier().0, hash(&genesis)[..16]);
    let copy = Membership::from_genesis(&genesis).unwrap();
    assert_eq!(copy.dossier(), membership.dossier());
    assert_eq!(roles(&copy), roles(&membership));
}

/// What a program writes today others have to read for ever.
#[test]
fn the_same_dice_give_the_same_dossier() {
    assert_eq!(
        founded().dossier().to_string(),
        "e8ef7cc69782b3d5bada36adf301aec7"
    );
}

#[test]
fn every_role_joins_by_invitation() {
    let mut membership = founded();
    let roles = [
        Role::Reader,
        Role::Reviewer,
        Role::Editor,
        Role::Coordinator,
    ];
    for (role, n) in roles.into_iter().zip(10..) {
        invite(&mut membership, &device(1), &device(n), role, 100 + n);
        assert_eq!(membership.role(device(n).id()), Some(role));
        let member = membership.member(device(n).id()).unwrap();
        assert_eq!(open_profile(&key(), &member.profile), Ok(profile("Ben")));
    }
    assert_eq!(membership.members().len(), 5);
    assert_eq!(membership.hashes().len(), 9);

    // Only the coordinator among them invites.
    for n in 10..13 {
        assert_eq!(
            membership.grant(&device(n), &device(200), Role::Reader),
            Err(MembershipError::NotCoordinator(device(n).id()))
        );
    }
    invite(&mut membership, &device(13), &device(20), Role::Editor, 120);
    assert_eq!(membership.role(device(20).id()), Some(Role::Editor));
}

#[test]
fn a_link_serves_an_office() {
    let mut membership = founded();
    let invitation = device(50);
    let grant = membership
        .grant(&device(1), &invitation, Role::Editor)
        .unwrap();
    let grant = add(&mut membership, &grant);
    for n in 2..5 {
        let join = membership
            .join(
                grant,
                &invitation,
                &device(n),
                seal_profile(&key(), &profile("Ben"), &mut dice(n)).unwrap(),
                0,
            )
            .unwrap();
        add(&mut membership, &join);
        assert_eq!(membership.role(device(n).id()), Some(Role::Editor));
    }
}

#[test]
fn the_highest_role_stands() {
    for seeds in [[31, 32], [33, 34], [35, 36]] {
        let mut membership = founded();
        let joins = [Role::Editor, Role::Reader].into_iter().zip(seeds);
        for (role, seed) in joins {
            invite(&mut membership, &device(1), &device(2), role, seed);
        }
        assert_eq!(membership.role(device(2).id()), Some(Role::Editor));
    }
    // Not even an invitation of their own makes a coordinator less.
    let mut membership = founded();
    invite(&mut membership, &device(1), &device(1), Role::Reader, 37);
    assert_eq!(membership.role(device(1).id()), Some(Role::Coordinator));
}

#[test]
fn an_entry_counts_once() {
    let mut membership = founded();
    let [grant, join] = invite(&mut membership, &device(1), &device(2), Role::Editor, 50);
    for entry in [genesis(&membership), grant, join] {
        assert_eq!(membership.add(&entry), Ok(Added::Known));
        assert_eq!(membership.entry(&hash(&entry)), Some(entry.as_slice()));
    }
    assert_eq!(membership.hashes().len(), 3);
    assert_eq!(membership.entry(&[0; 32]), None);
}

#[test]
fn entries_wait_for_their_parents() {
    let mut membership = founded();
    let [grant, join] = invite(&mut membership, &device(1), &device(2), Role::Editor, 50);
    let genesis = genesis(&membership);

    let mut late = Membership::for_dossier(membership.dossier());
    assert!(!late.is_ready());
    assert_eq!(late.add(&join), Ok(Added::Pending));
    assert_eq!(late.add(&join), Ok(Added::Pending));
    assert_eq!(late.add(&grant), Ok(Added::Pending));
    assert_eq!(
        (late.pending_len(), late.members().len(), late.is_ready()),
        (2, 0, false)
    );
    assert_eq!(
        late.add(&genesis),
        Ok(Added::New(vec![hash(&genesis), hash(&grant), hash(&join)])),
        "what waited is told too, to be kept"
    );
    assert_eq!(late.pending_len(), 0);
    assert_eq!(roles(&late), roles(&membership));
}

#[test]
fn what_waits_is_bounded() {
    let mut membership = founded();
    let invitation = device(50);
    let grant = membership
        .grant(&device(1), &invitation, Role::Reader)
        .unwrap();
    let granted = add(&mut membership, &grant);
    let mut late = Membership::for_dossier(membership.dossier());
    for n in 0..=ENTRIES_PENDING_MAX as u64 {
        let join = membership
            .join(
                granted,
                &invitation,
                &device(n),
                seal_profile(&key(), &profile("Ben"), &mut dice(n)).unwrap(),
                0,
            )
            .unwrap();
        let expect = if n < ENTRIES_PENDING_MAX as u64 {
            Ok(Added::Pending)
        } else {
            Err(MembershipError::TooManyPending)
        };
        assert_eq!(late.add(&join), expect, "{n}");
    }
    assert_eq!(
        late.add(&genesis(&membership)).map(|_| late.pending_len()),
        Ok(ENTRIES_PENDING_MAX)
    );
    late.add(&grant).unwrap();
    assert_eq!(
        (late.pending_len(), late.members().len()),
        (0, ENTRIES_PENDING_MAX)
    );
}

#[test]
fn members_are_bounded() {
    let mut membership = founded();
    let invitation = device(50);
    let grant = membership
        .grant(&device(1), &invitation, Role::Reader)
        .unwrap();
    let granted = add(&mut membership, &grant);
    let mut join = |n: u64| {
        let entry = membership
            .join(
                granted,
                &invitation,
                &device(n),
                seal_profile(&key(), &profile(""), &mut dice(n)).unwrap(),
                0,
            )
            .unwrap();
        let added = membership.add(&entry);
        (added.map(|_| ()), membership.members().len())
    };
    for n in 2..MEMBERS_MAX as u64 {
        assert_eq!(join(1000 + n).0, Ok(()));
    }
    assert_eq!(
        join(1),
        (Ok(()), MEMBERS_MAX - 1),
        "who is in already may join again"
    );
    assert_eq!(join(2), (Ok(()), MEMBERS_MAX));
    assert_eq!(join(3), (Err(MembershipError::TooManyMembers), MEMBERS_MAX));
    assert_eq!(join(2), (Ok(()), MEMBERS_MAX));
}

#[test]
fn entries_are_bounded() {
    let mut membership = founded();
    for n in 1..=ENTRIES_MAX {
        let grant = membership
            .grant(&device(1), &device(n as u64), Role::Reader)
            .unwrap();
        let expect = if n < ENTRIES_MAX {
            Ok(Added::New(vec![hash(&grant)]))
        } else {
            Err(MembershipError::TooManyEntries)
        };
        assert_eq!(membership.add(&grant), expect, "{n} besides the first");
    }
    assert_eq!(membership.hashes().len(), ENTRIES_MAX);
}

/// A log with several coordinators, chains of invitations and a device that joined twice.
fn rich() -> Membership {
    let mut membership = founded();
    invite(
        &mut membership,
        &device(1),
        &device(2),
        Role::Coordinator,
        102,
    );
    invite(
        &mut membership,
        &device(2),
        &device(3),
        Role::Coordinator,
        103,
    );
    invite(&mut membership, &device(3), &device(4), Role::Editor, 104);
    invite(&mut membership, &device(3), &device(5), Role::Reviewer, 105);
    invite(&mut membership, &device(1), &device(5), Role::Editor, 106);
    invite(&mut membership, &device(2), &device(5), Role::Editor, 107);
    invite(&mut membership, &device(1), &device(6), Role::Reader, 108);
    membership
}

/// Entries nobody should count, that arrive among the honest ones.
fn intruders(membership: &Membership) -> Vec<Vec<u8>> {
    let mut parallel = membership.clone();
    let own = invite(&mut parallel, &device(1), &device(9), Role::Reader, 109);
    let promoted = forged(&own[0], |body| {
        if let EntryBody::Grant { role, .. } = body {
            *role = Role::Coordinator;
        }
    });
    // A reader invites, with a true signature, building on their own entry.
    let reader = membership.member(device(6).id()).unwrap().entry;
    let by_reader = grant_by(6, membership, vec![reader]);
    // A coordinator invites, but builds on nothing that makes them one.
    let early = membership.hashes()[0];
    let by_coordinator_too_early = grant_by(3, membership, vec![early]);
    vec![promoted, by_reader, by_coordinator_too_early]
}

/// A grant that says what a careful program would not.
fn grant_by(author: u64, membership: &Membership, seen: Vec<Hash>) -> Vec<u8> {
    let body = EntryBody::Grant {
        dossier: membership.dossier(),
        author: device(author).id(),
        seen,
        invitation: device(300 + author).id(),
        role: Role::Coordinator,
        expires_ms: None,
        uses: None,
        epoch: None,
        approval: None,
        own: None,
    };
    sign_entry(&device(author), &body)
}

#[test]
fn the_order_of_arrival_does_not_matter_here() {
    let membership = rich();
    assert_eq!(membership.role(device(5).id()), Some(Role::Editor));
    assert_eq!(membership.members().len(), 6);
    let mut reversed = Membership::for_dossier(membership.dossier());
    for entry in entries(&membership).iter().rev() {
        reversed.add(entry).unwrap();
    }
    assert_eq!(
        reversed.members().collect::<Vec<_>>(),
        membership.members().collect::<Vec<_>>()
    );
}

#[test]
fn parents_come_first() {
    let membership = rich();
    let mut known = Membership::for_dossier(membership.dossier());
    for (name, entry) in membership.entries() {
        assert_eq!(known.add(entry), Ok(Added::New(vec![name])));
    }
}

#[test]
fn a_lineage_is_enough_for_a_stranger() {
    let membership = rich();
    let deepest = membership.member(device(4).id()).unwrap().entry;
    let lineage = membership.lineage(&deepest);
    assert_eq!(
        lineage.len(),
        7,
        "genesis, and the grant and join of three people"
    );
    let mut stranger = Membership::for_dossier(membership.dossier());
    for entry in &lineage {
        add(&mut stranger, entry);
    }
    assert_eq!(stranger.role(device(4).id()), Some(Role::Editor));
    assert!(membership.lineage(&[0; 32]).is_empty());
}

#[test]
fn a_dossier_has_one_beginning() {
    let membership = founded();
    let other = Membership::found(&device(1), &key(), &profile("Ana"), &mut dice(101)).unwrap();
    assert_ne!(
        other.dossier(),
        membership.dossier(),
        "the salt makes the difference"
    );
    let mut late = Membership::for_dossier(membership.dossier());
    let refused = Err(MembershipError::OtherDossier(other.dossier()));
    assert_eq!(late.add(&genesis(&other)), refused);
    assert!(!late.is_ready());

    // Nobody founds in another's name, nor gives a dossier another founder.
    let change = |body: &mut EntryBody| {
        if let EntryBody::Genesis { founder, .. } = body {
            *founder = device(2).id();
        }
    };
    let stolen = forged(&genesis(&membership), change);
    let bad = MembershipError::Seal(SealError::BadSignature);
    assert_eq!(Membership::from_genesis(&stolen).err(), Some(bad));
    assert!(matches!(
        late.add(&stolen),
        Err(MembershipError::OtherDossier(_))
    ));
    assert!(Membership::from_genesis(&rich_grant()).is_err());
}

fn rich_grant() -> Vec<u8> {
    entries(&rich())[1].clone()
}

#[test]
fn entries_do_not_pass_to_another_dossier() {
    let mut membership = founded();
    let [grant, join] = invite(&mut membership, &device(1), &device(2), Role::Editor, 50);
    let mut other = Membership::found(&device(1), &key(), &profile("Ana"), &mut dice(101)).unwrap();
    for entry in [&grant, &join] {
        let refused = Err(MembershipError::OtherDossier(membership.dossier()));
        assert_eq!(other.add(entry), refused);
        let moved = forged(entry, |body| match body {
            EntryBody::Grant { dossier, .. } | EntryBody::Join { dossier, .. } => {
                *dossier = DossierId(other.dossier().0);
            }
            _ => {}
        });
        assert_eq!(other.add(&moved), Err(SealError::BadSignature.into()));
    }
}

#[test]
fn grants_are_not_forged() {
    let membership = rich();
    let [promoted, by_reader, too_early] = intruders(&membership).try_into().unwrap();
    let check = |entry: &[u8], expect: MembershipError| {
        assert_eq!(membership.clone().add(entry), Err(expect));
    };
    check(&promoted, SealError::BadSignature.into());
    check(&by_reader, MembershipError::NotCoordinator(device(6).id()));
    check(&too_early, MembershipError::NotCoordinator(device(3).id()));
    let outsider = grant_by(7, &membership, membership.hashes()[..3].to_vec());
    check(&outsider, MembershipError::NotCoordinator(device(7).id()));
    let rootless = grant_by(1, &membership, Vec::new());
    check(&rootless, MembershipError::BadParent);
}

#[test]
fn joins_are_not_forged() {
    let mut membership = founded();
    let invitation = device(50);
    let grant = membership
        .grant(&device(1), &invitation, Role::Editor)
        .unwrap();
    let granted = add(&mut membership, &grant);
    let join = membership
        .join(
            granted,
            &invitation,
            &device(2),
            seal_profile(&key(), &profile("Ben"), &mut dice(2)).unwrap(),
            0,
        )
        .unwrap();
    let check = |entry: Vec<u8>, expect: MembershipError| {
        assert_eq!(membership.clone().add(&entry), Err(expect));
    };
    let bad = || MembershipError::Seal(SealError::BadSignature);
    let parts = Entry::decode(&join).unwrap();

    // Without the invitation's key; without the device's; with another device put in.
    check(
        Entry {
            signature: [0; 64],
            ..parts.clone()
        }
        .encode(),
        bad(),
    );
    check(
        Entry {
            counter_signature: None,
            ..parts.clone()
        }
        .encode(),
        bad(),
    );
    check(
        Entry {
            counter_signature: Some([0; 64]),
            ..parts.clone()
        }
        .encode(),
        bad(),
    );
    let swapped = Entry {
        signature: parts.counter_signature.unwrap(),
        counter_signature: Some(parts.signature),
        ..parts.clone()
    };
    check(swapped.encode(), bad());
    let impostor = forged(&join, |body| {
        if let EntryBody::Join { device: id, .. } = body {
            *id = device(3).id();
        }
    });
    check(impostor, bad());

    // By another invitation's key, though a true one.
    let wrong = membership.join(
        granted,
        &device(51),
        &device(2),
        seal_profile(&key(), &profile(""), &mut dice(2)).unwrap(),
        0,
    );
    assert_eq!(wrong, Err(MembershipError::BadParent));
    let missing = membership.join(
        [9; 32],
        &invitation,
        &device(2),
        seal_profile(&key(), &profile(""), &mut dice(2)).unwrap(),
        0,
    );
    assert_eq!(missing, Err(MembershipError::BadParent));

    // Building on something that is not a grant.
    let body = EntryBody::Join {
        dossier: membership.dossier(),
        grant: membership.hashes()[0],
        device: device(2).id(),
        profile: membership.member(device(1).id()).unwrap().profile.clone(),
        at_ms: None,
    };
    check(
        sign_join(&invitation, &device(2), &body),
        MembershipError::BadParent,
    );

    // A grant has one signature, no more.
    let extra = Entry {
        counter_signature: Some([1; 64]),
        ..Entry::decode(&grant).unwrap()
    };
    check(extra.encode(), bad());
}

#[test]
fn every_altered_bit_is_noticed() {
    let mut membership = founded();
    let [grant, join] = invite(&mut membership, &device(1), &device(2), Role::Editor, 50);
    let known = roles(&membership);
    for entry in [genesis(&membership), grant, join] {
        for bit in 0..entry.len() * 8 {
            let mut altered = entry.clone();
            altered[bit / 8] ^= 1 << (bit % 8);
            let found = membership.add(&altered);
            assert!(
                !matches!(found, Ok(Added::New(_) | Added::Known)),
                "bit {bit}: {found:?}"
            );
        }
    }
    assert_eq!(roles(&membership), known);
}

#[test]
fn only_the_canonical_form_is_accepted() {
    let membership = founded();
    let entry = genesis(&membership);
    let longer = [&[entry[0] + 1][..], &entry[1..], &[0xf6]].concat();
    assert_eq!(Entry::decode(&longer), Entry::decode(&entry));
    let not_canonical = MembershipError::Seal(SealError::NotCanonical);
    assert_eq!(Membership::from_genesis(&longer).err(), Some(not_canonical));
    let trailing = [&entry[..], &[0]].concat();
    let expect = MembershipError::Seal(SealError::Decode(DecodeError::Trailing));
    assert_eq!(Membership::from_genesis(&trailing).err(), Some(expect));
}

#[test]
fn nobody_invites_before_the_beginning() {
    let membership = Membership::for_dossier(founded().dossier());
    let found = membership.grant(&device(1), &device(2), Role::Reader);
    assert_eq!(found, Err(MembershipError::NotReady));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever the order, and whatever is repeated or forged among them.
    #[test]
    fn order_does_not_matter(order in Just((0..18_usize).collect::<Vec<_>>()).prop_shuffle()) {
        let membership = rich();
        let mut arriving = entries(&membership);
        arriving.extend(intruders(&membership));
        prop_assert_eq!(arriving.len(), 18);
        let mut shuffled = Membership::for_dossier(membership.dossier());
        let mut told = Vec::new();
        for at in order {
            if let Ok(Added::New(names)) = shuffled.add(&arriving[at]) {
                told.extend(names);
            }
        }
        prop_assert_eq!(
            shuffled.members().collect::<Vec<_>>(),
            membership.members().collect::<Vec<_>>()
        );
        prop_assert_eq!(shuffled.pending_len(), 0);
        prop_assert_eq!(&told, &shuffled.hashes(), "all that counts was told, parents first");
        told.sort_unstable();
        let mut expect = membership.hashes();
        expect.sort_unstable();
        prop_assert_eq!(told, expect);
    }

    #[test]
    fn junk_is_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(founded().add(&bytes).is_err());
        prop_assert!(Membership::from_genesis(&bytes).is_err());
    }
}
