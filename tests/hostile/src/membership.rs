//! Membership logs: four people act without hearing each other, among them those who sign what no
//! honest program writes; then everything reaches everybody in some other order. Every log must come to
//! the same, and nothing may be in it that its author did not sign.

use std::collections::BTreeMap;

use seal::{Added, Keyring, Membership, Seed, Terms, hash};
use wire::limits::ENTRIES_PENDING_MAX;
use wire::{DeviceId, DocumentKind, EntryBody, Hash, Role, SeriesEnd};

use crate::people::{PEOPLE, device, dice, face, four, key, person, sign_entry, sign_join};
use crate::script::Script;

/// People who keep a log of their own.
const LOGS: usize = 4;
/// Deeds of one story.
const DEEDS_MAX: usize = 48;
const ROLES: [Role; 4] = [
    Role::Reader,
    Role::Reviewer,
    Role::Editor,
    Role::Coordinator,
];

struct Story<'a> {
    script: Script<'a>,
    logs: Vec<Membership>,
    /// Secrets of the invitations made, by their public half.
    secrets: BTreeMap<DeviceId, u64>,
    /// Everything that was ever written, also what nobody took in.
    written: Vec<Vec<u8>>,
}

/// What a log comes to.
#[derive(Debug, PartialEq, Eq)]
struct Outcome {
    entries: Vec<Hash>,
    roles: BTreeMap<DeviceId, Role>,
    former: Vec<DeviceId>,
    open: Vec<Hash>,
    kept: Vec<u64>,
}

impl Outcome {
    fn of(log: &Membership) -> Self {
        let mut entries = log.hashes();
        entries.sort_unstable();
        let roles = log.members().map(|member| (member.device, member.role));
        let kept = (0..PEOPLE).map(|who| log.kept_up_to(person(who).id(), DocumentKind::Matrix));
        Self {
            entries,
            roles: roles.collect(),
            former: log.former().map(|member| member.device).collect(),
            open: log.open_grants().map(|grant| grant.hash).collect(),
            kept: kept.collect(),
        }
    }
}

impl Story<'_> {
    fn role(&mut self) -> Role {
        ROLES[self.script.below(ROLES.len())]
    }

    fn ends(&mut self) -> Vec<SeriesEnd> {
        let index = self.script.below(6) as u64;
        let document = DocumentKind::Matrix;
        vec![SeriesEnd { document, index }; usize::from(index > 0)]
    }

    /// A hash of something in a log, or, rarely, of nothing.
    fn some_hash(&mut self, who: usize) -> Hash {
        let hashes = self.logs[who].hashes();
        let choice = self.script.below(hashes.len() + 1);
        hashes.get(choice).copied().unwrap_or([9; 32])
    }

    fn secret(&mut self) -> u64 {
        let secret = 1_000 + self.secrets.len() as u64;
        self.secrets.insert(device(secret).id(), secret);
        secret
    }

    /// Keeps what was made, and takes it into its maker's log if that will have it.
    fn write(&mut self, who: usize, entry: Vec<u8>) {
        if self.logs[who].pending_len() < ENTRIES_PENDING_MAX / 2 {
            let before = self.logs[who].hashes().len();
            match self.logs[who].add(&entry) {
                Ok(Added::New(more)) => {
                    assert_eq!(self.logs[who].hashes().len(), before + more.len());
                }
                Ok(Added::Known | Added::Pending) | Err(_) => {
                    assert_eq!(self.logs[who].hashes().len(), before);
                }
            }
        }
        self.written.push(entry);
    }

    /// What an honest program writes.
    fn deed(&mut self, who: usize) {
        let author = person(who);
        let made = match self.script.below(6) {
            0 => {
                let mut terms = Terms::from(self.role());
                terms.expires_ms = (self.script.below(3) == 0).then_some(1_000);
                terms.uses = (self.script.below(3) == 0).then_some(1);
                terms.approval = self.script.below(3) == 0;
                let secret = self.secret();
                self.logs[who].grant(author, &device(secret), terms)
            }
            1 => {
                let open: Vec<_> = self.logs[who].open_grants().collect();
                let choice = self.script.below(open.len() + 1);
                let Some(open) = open.get(choice) else {
                    return;
                };
                let Some(&secret) = self.secrets.get(&open.invitation) else {
                    return;
                };
                let guest = person(self.script.below(PEOPLE));
                let at_ms = 500 * self.script.below(4) as u64;
                let face = face(secret);
                self.logs[who].join(open.hash, &device(secret), guest, face, at_ms)
            }
            2 => {
                let about = person(self.script.below(PEOPLE)).id();
                let role = (self.script.below(2) == 0).then(|| self.role());
                let ends = self.ends();
                self.logs[who].change(author, about, role, ends)
            }
            3 => {
                let grant = self.some_hash(who);
                self.logs[who].close(author, grant)
            }
            4 => {
                let about = person(self.script.below(PEOPLE)).id();
                let ends = self.ends();
                self.logs[who].witness(author, about, ends)
            }
            _ => {
                let log = &self.logs[who];
                let mut keyring = Keyring::new(Seed::founder(key()));
                keyring.refresh(log, author);
                log.rotate(author, &keyring, &mut dice(self.written.len() as u64))
            }
        };
        if let Ok(entry) = made {
            self.write(who, entry);
        }
    }

    /// What a changed program signs: any author, about anything, seeing any part of the past.
    fn misdeed(&mut self, who: usize) {
        let author = person(self.script.below(PEOPLE));
        let dossier = self.logs[who].dossier();
        let seen: Vec<Hash> = (0..=self.script.below(3))
            .map(|_| self.some_hash(who))
            .collect();
        let about = person(self.script.below(PEOPLE));
        let (role, kept, author_id) = (self.role(), self.ends(), author.id());
        let entry = match self.script.below(6) {
            0 => {
                let secret = self.secret();
                let body = EntryBody::Grant {
                    dossier,
                    author: author_id,
                    seen,
                    invitation: device(secret).id(),
                    role,
                    expires_ms: (kept.is_empty()).then_some(700),
                    uses: None,
                    epoch: None,
                    approval: (self.script.below(3) == 0).then_some(true),
                    own: (self.script.below(3) == 0).then_some(true),
                };
                sign_entry(author, &body)
            }
            1 => {
                let grant = seen[0];
                let invitation = self.logs[who].invitation(&grant);
                let secret = invitation.and_then(|key| self.secrets.get(&key)).copied();
                let body = EntryBody::Join {
                    dossier,
                    grant,
                    device: about.id(),
                    profile: face(1),
                    at_ms: (role > Role::Reader).then_some(600),
                };
                sign_join(&device(secret.unwrap_or(5)), about, &body)
            }
            2 => sign_entry(
                author,
                &EntryBody::Change {
                    dossier,
                    author: author_id,
                    seen,
                    device: about.id(),
                    role: (role > Role::Reader).then_some(role),
                    kept,
                },
            ),
            3 => sign_entry(
                author,
                &EntryBody::Close {
                    dossier,
                    author: author_id,
                    grant: seen[0],
                    seen,
                },
            ),
            4 => sign_entry(
                author,
                &EntryBody::Witness {
                    dossier,
                    author: author_id,
                    seen,
                    device: about.id(),
                    kept,
                },
            ),
            _ => sign_entry(
                author,
                &EntryBody::Rotate {
                    dossier,
                    author: author_id,
                    seen,
                    ephemeral: [role as u8; 32],
                    keys: Vec::new(),
                    former: face(2),
                },
            ),
        };
        self.write(who, entry);
    }

    /// Something written, changed on its way: no log takes it for anything.
    fn change_on_the_way(&mut self, who: usize) {
        let choice = self.script.below(self.written.len().max(1));
        let Some(genuine) = self.written.get(choice) else {
            return;
        };
        let mut changed = genuine.clone();
        self.script.edit(&mut changed);
        if self.written.contains(&changed) {
            return;
        }
        let mut log = self.logs[who].clone();
        assert!(
            !matches!(log.add(&changed), Ok(Added::New(_))),
            "a change goes unseen"
        );
    }

    fn hear(&mut self, who: usize, other: usize) {
        let heard: Vec<Vec<u8>> = self.logs[other]
            .entries()
            .map(|(_, entry)| entry.to_vec())
            .collect();
        for entry in heard {
            let added = self.logs[who].add(&entry);
            assert!(
                matches!(added, Ok(Added::New(_) | Added::Known)),
                "one log took what another does not: {added:?}"
            );
        }
    }
}

pub(crate) fn survives(bytes: &[u8]) {
    let base = four();
    let mut story = Story {
        script: Script::new(bytes),
        logs: vec![base.clone(); LOGS],
        secrets: BTreeMap::new(),
        written: base.entries().map(|(_, entry)| entry.to_vec()).collect(),
    };
    let salt = story.script.byte();
    for _ in 0..DEEDS_MAX {
        if story.script.is_over() {
            break;
        }
        let who = story.script.below(LOGS);
        match story.script.below(8) {
            0..=3 => story.deed(who),
            4 | 5 => story.misdeed(who),
            6 => story.change_on_the_way(who),
            _ => {
                let other = story.script.below(LOGS);
                story.hear(who, other);
            }
        }
    }
    let Story {
        mut logs,
        mut written,
        ..
    } = story;
    // Each hears everything, in an order of its own; so does somebody who knew nothing.
    logs.push(Membership::for_dossier(base.dossier()));
    let mut outcomes = Vec::new();
    for (place, log) in logs.iter_mut().enumerate() {
        written.sort_by_key(|entry| hash(&[&[salt, place as u8], &entry[..]].concat()));
        for entry in &written {
            // Refused or not: what they come to together is what is compared.
            drop(log.add(entry));
        }
        outcomes.push(Outcome::of(log));
    }
    for outcome in &outcomes {
        assert_eq!(outcome, &outcomes[0], "the order made a difference");
    }
    keys_reach_only_members(&logs[0]);
}

/// Who is out when a key is brought is given none.
fn keys_reach_only_members(log: &Membership) {
    let Some(author) = log.members().next().map(|member| member.device) else {
        return;
    };
    let Some(author) = (0..PEOPLE).map(person).find(|key| key.id() == author) else {
        return;
    };
    let mut keyring = Keyring::new(Seed::founder(key()));
    keyring.refresh(log, author);
    let Ok(entry) = log.rotate(author, &keyring, &mut dice(77)) else {
        return;
    };
    let mut log = log.clone();
    let Ok(Added::New(_)) = log.add(&entry) else {
        return;
    };
    let Some(EntryBody::Rotate { keys, .. }) = log.body(&hash(&entry)) else {
        panic!("it is in the log")
    };
    for former in log.former() {
        let given = keys.iter().any(|key| key.recipient == former.device);
        assert!(!given, "a key for somebody who is out");
    }
}

/// Bytes as an entry of a log that is complete.
pub(crate) fn stays_out(bytes: &[u8]) {
    let mut log = four();
    let known = log.entry(&hash(bytes)).is_some();
    match log.add(bytes) {
        Ok(Added::Known) => assert!(known),
        Ok(Added::New(_)) => panic!("an entry nobody signed is in the log"),
        Ok(Added::Pending) | Err(_) => assert!(!known),
    }
}

/// Stories: invited and joined, removed by each other, re-admitted, closed beside a join; every kind of
/// deed and misdeed.
pub(crate) fn samples() -> Vec<Vec<u8>> {
    let mut samples = vec![
        vec![
            1, 0, 0, 0, 2, 1, 1, 0, 1, 0, 5, 0, 1, 7, 0, 0, 0, 2, 1, 1, 0, 3,
        ],
        vec![
            2, 0, 0, 2, 1, 1, 3, 1, 0, 2, 0, 1, 2, 0, 7, 1, 1, 7, 0, 0, 0, 5, 1, 0, 5,
        ],
        vec![
            3, 0, 0, 0, 3, 0, 0, 0, 0, 1, 0, 4, 0, 0, 3, 11, 1, 4, 2, 1, 5, 0, 3, 2, 6, 2, 4, 1,
        ],
    ];
    for kind in 0..6 {
        samples.push(vec![
            4, 0, 0, kind, 1, 0, 1, 2, 3, 1, 4, kind, 2, 3, 1, 5, 2, 0, 1,
        ]);
        samples.push(vec![
            5, 2, 4, 1, 1, 7, 8, 2, 3, 4, kind, 7, 0, 2, 0, 2, 2, 1, 1, 6, 3, 9, 0, 1, 20, 5,
        ]);
    }
    samples
}
