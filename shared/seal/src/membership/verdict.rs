//! What a set of entries comes to: who belongs with what role, and which invitations still serve.
//!
//! INVARIANT: the verdict is a function of the set, not of the order its entries arrived in; every
//! device that holds the same entries comes to the same one. The rules, strongest first:
//!
//! 1. A change that takes a right away counts if its author was a coordinator by what the change had
//!    seen. Nothing that happens beside it makes it void: two coordinators who remove each other are
//!    both out.
//! 2. Of several changes about one device that have not seen each other, the lowest role stands.
//! 3. Whoever lost coordination by a change had no right to give anything beside it: what they
//!    granted or raised without having seen it, and what was taken up of their invitations without
//!    it having seen that, does not count. Nor does what was given by somebody who came in by what
//!    does not count.
//! 4. An invitation is closed by whoever closes it, by a change that leaves its author less than it
//!    takes to make it, and by the removal of somebody who came in by it (they know its secret). Who
//!    joined before stays.
//! 5. Among joins the highest role stands; a join lifts nobody above a change it has not seen.
//! 6. A join by an invitation that asks for approval gives nothing: who has no more than that waits,
//!    until a change gives them a role or, as rule 1 has it, takes the hope of one.
//! 7. A device that came in only as another one of a member's is of the person that member is of.

use std::collections::{BTreeMap, BTreeSet};

use wire::{DeviceId, EntryBody, Hash, Role};

use super::Member;
use super::log::{Face as _, Log};

/// What a set of entries comes to.
#[derive(Debug, Clone, Default)]
pub(super) struct Verdict {
    pub(super) members: BTreeMap<DeviceId, Member>,
    /// Those who came in at some time and are not members now.
    pub(super) former: BTreeMap<DeviceId, Member>,
    /// Those who ask to come in, each with the role of the invitation.
    pub(super) waiting: BTreeMap<DeviceId, Member>,
    /// Grants by which somebody may still come in, as far as the log tells, each with how many came.
    pub(super) open: BTreeMap<Hash, u32>,
}

/// Which entries of a log are looked at: all, or an entry's own past.
#[derive(Clone, Copy)]
pub(super) enum Scope<'a> {
    All,
    Past(&'a [Hash]),
}

/// The entries of a scope, by what they are about.
struct Case<'a> {
    log: &'a Log,
    /// Position of every entry looked at.
    within: Vec<usize>,
    /// Changes about each device.
    changes: BTreeMap<DeviceId, Vec<usize>>,
    /// Joins of each device, and the genesis for its founder.
    arrivals: BTreeMap<DeviceId, Vec<Arrival>>,
    /// What closes each grant.
    closers: BTreeMap<Hash, Vec<usize>>,
    /// The joins by each grant.
    joins: BTreeMap<Hash, BTreeSet<Hash>>,
    /// By position: whether an arrival counts, and whether the author of a grant or change could give
    /// what it gives.
    stands: Vec<bool>,
}

/// How a device came in.
#[derive(Clone, Copy)]
struct Arrival {
    at: usize,
    role: Role,
    /// Whether it only asks for that role.
    asks: bool,
}

/// What a device comes to.
enum Place {
    Member(Role),
    Waits(Role),
    Out,
}

impl Verdict {
    pub(super) fn of(log: &Log, scope: Scope<'_>) -> Self {
        let case = Case::new(log, scope);
        let mut verdict = Self::default();
        for (device, arrivals) in &case.arrivals {
            let valid: Vec<Arrival> = arrivals
                .iter()
                .copied()
                .filter(|arrival| case.stands[arrival.at])
                .collect();
            let place = case.place(*device, &valid);
            // Its face is that of the arrival that gives most, then of the lowest hash: also when
            // nothing is left of it, because what it wrote keeps its name.
            let faces = if valid.is_empty() { arrivals } else { &valid };
            let face = faces.iter().max_by_key(|arrival| {
                let hash = std::cmp::Reverse(log.order[arrival.at]);
                (!arrival.asks, arrival.role, hash)
            });
            let Some(face) = face else { continue };
            let Some(profile) = log.at(face.at).profile() else {
                continue;
            };
            let (role, places) = match place {
                Place::Member(role) => (role, &mut verdict.members),
                Place::Waits(role) => (role, &mut verdict.waiting),
                Place::Out => (Role::Reader, &mut verdict.former),
            };
            let member = Member {
                device: *device,
                person: case.person(*device),
                role,
                profile: profile.clone(),
                entry: case.basis(*device, face.at),
                arrival: log.order[face.at],
            };
            places.insert(*device, member);
        }
        for &at in &case.within {
            if let EntryBody::Grant { uses, .. } = log.at(at) {
                let grant = log.order[at];
                let used = case.joins.get(&grant).map_or(0, BTreeSet::len);
                let is_full = uses.is_some_and(|uses| used >= uses as usize);
                if case.stands[at] && !case.closers.contains_key(&grant) && !is_full {
                    verdict.open.insert(grant, used as u32);
                }
            }
        }
        verdict
    }
}

impl<'a> Case<'a> {
    fn new(log: &'a Log, scope: Scope<'_>) -> Self {
        let within: Vec<usize> = match scope {
            Scope::All => (0..log.order.len()).collect(),
            Scope::Past(parents) => log.past(parents),
        };
        let mut case = Self {
            log,
            within,
            changes: BTreeMap::new(),
            arrivals: BTreeMap::new(),
            closers: BTreeMap::new(),
            joins: BTreeMap::new(),
            stands: vec![false; log.order.len()],
        };
        for &at in &case.within {
            match log.at(at) {
                EntryBody::Genesis { founder, .. } => {
                    case.arrivals.entry(*founder).or_default().push(Arrival {
                        at,
                        role: Role::Coordinator,
                        asks: false,
                    });
                }
                EntryBody::Join { grant, device, .. } => {
                    if let Some((role, asks)) = log.granted(grant) {
                        let arrivals = case.arrivals.entry(*device).or_default();
                        arrivals.push(Arrival { at, role, asks });
                    }
                    case.joins.entry(*grant).or_default().insert(log.order[at]);
                }
                EntryBody::Change { device, .. } => {
                    case.changes.entry(*device).or_default().push(at);
                }
                EntryBody::Close { grant, .. } => {
                    case.closers.entry(*grant).or_default().push(at);
                }
                EntryBody::Grant { .. } | EntryBody::Rotate { .. } | EntryBody::Witness { .. } => {}
            }
        }
        case.close_by_changes();
        case.weigh();
        case
    }

    /// Rule 4.
    fn close_by_changes(&mut self) {
        let mut closed: Vec<(Hash, usize)> = Vec::new();
        for (device, changes) in &self.changes {
            for &change in changes {
                let EntryBody::Change { role, .. } = self.log.at(change) else {
                    continue;
                };
                if *role == Some(Role::Coordinator) {
                    continue;
                }
                for &at in &self.within {
                    match self.log.at(at) {
                        EntryBody::Grant {
                            author,
                            own,
                            role: given,
                            ..
                        } if author == device && *role < Some(needed(*own, *given)) => {
                            closed.push((self.log.order[at], change));
                        }
                        EntryBody::Join {
                            grant,
                            device: joined,
                            ..
                        } if joined == device && role.is_none() => closed.push((*grant, change)),
                        _ => {}
                    }
                }
            }
        }
        for (grant, change) in closed {
            // One that was made knowing of the change is meant as it stands.
            let knew = |place| self.log.saw(place, change);
            if !self.log.place(&grant).is_some_and(knew) {
                self.closers.entry(grant).or_default().push(change);
            }
        }
    }

    /// What counts, in the order of the entries: whether an arrival does depends on its invitation,
    /// that on how whoever made it came in, and so on back.
    fn weigh(&mut self) {
        for position in 0..self.within.len() {
            let at = self.within[position];
            self.stands[at] = match self.log.at(at) {
                EntryBody::Genesis { .. } => true,
                EntryBody::Join { grant, at_ms, .. } => {
                    let closers = self.closers.get(grant).into_iter().flatten();
                    let closed = closers.into_iter().any(|closer| !self.log.saw(*closer, at));
                    let stands = self.log.place(grant).is_some_and(|at| self.stands[at]);
                    stands && !closed && self.in_time(grant, *at_ms) && self.is_served(grant, at)
                }
                EntryBody::Grant {
                    author, own, role, ..
                } => self.had_right(*author, needed(*own, *role), at),
                EntryBody::Change { author, .. } => {
                    self.had_right(*author, Role::Coordinator, at) && !self.was_beside_a_loss(at)
                }
                EntryBody::Close { .. } | EntryBody::Rotate { .. } | EntryBody::Witness { .. } => {
                    true
                }
            };
        }
    }

    /// Whether something that an entry builds on gave its author the role it takes, as things have come
    /// to stand. That nothing after it took it away was seen to when the entry was taken in.
    fn had_right(&self, author: DeviceId, needed: Role, at: usize) -> bool {
        let seen = |place: usize| self.log.saw(at, place) && self.stands[place];
        let mut arrivals = self.arrivals.get(&author).into_iter().flatten();
        let mut changes = self.changes.get(&author).into_iter().flatten();
        arrivals.any(|arrival| !arrival.asks && arrival.role >= needed && seen(arrival.at))
            || changes.any(|&change| {
                let gives = matches!(self.log.at(change),
                    EntryBody::Change { role: Some(role), .. } if *role >= needed);
                gives && seen(change)
            })
    }

    fn in_time(&self, grant: &Hash, at_ms: Option<u64>) -> bool {
        match self.log.body(grant) {
            Some(EntryBody::Grant {
                expires_ms: Some(expires_ms),
                ..
            }) => at_ms.is_some_and(|at_ms| at_ms <= *expires_ms),
            _ => true,
        }
    }

    /// Of more joins than an invitation serves, those with the lowest hashes count.
    fn is_served(&self, grant: &Hash, join: usize) -> bool {
        let Some(EntryBody::Grant {
            uses: Some(uses), ..
        }) = self.log.body(grant)
        else {
            return true;
        };
        let joins = self.joins.get(grant);
        let own = self.log.order[join];
        joins.is_none_or(|joins| joins.range(..own).count() < *uses as usize)
    }

    /// Whether the author of an entry lost coordination by a change that neither saw it nor was seen
    /// by it (rule 3).
    fn was_beside_a_loss(&self, at: usize) -> bool {
        let EntryBody::Change { author, .. } = self.log.at(at) else {
            return false;
        };
        self.changes
            .get(author)
            .into_iter()
            .flatten()
            .any(|&change| {
                let taken = matches!(
                    self.log.at(change),
                    EntryBody::Change { role, .. } if *role != Some(Role::Coordinator)
                );
                change != at && taken && !self.log.saw(change, at) && !self.log.saw(at, change)
            })
    }

    /// What a device comes to, by its arrivals that count and the changes about it.
    fn place(&self, device: DeviceId, arrivals: &[Arrival]) -> Place {
        let none = Vec::new();
        let changes = self.changes.get(&device).unwrap_or(&none);
        let (strong, weak): (Vec<usize>, Vec<usize>) =
            changes.iter().copied().partition(|&at| self.stands[at]);
        let unseen = |at: &usize, by: &[usize]| !by.iter().any(|&other| self.log.saw(other, *at));
        let weak: Vec<usize> = weak.into_iter().filter(|at| unseen(at, changes)).collect();
        let strong: Vec<usize> = strong
            .iter()
            .copied()
            .filter(|at| unseen(at, &strong))
            .collect();
        let said = |at: usize| match self.log.at(at) {
            EntryBody::Change { role, .. } => *role,
            _ => None,
        };
        // Those that came knowing of every change.
        let latest = |asks: bool| {
            let later = arrivals.iter().filter(move |arrival| arrival.asks == asks);
            later
                .filter(|arrival| {
                    strong
                        .iter()
                        .all(|&change| self.log.saw(arrival.at, change))
                })
                .map(|arrival| arrival.role)
                .max()
        };
        // `None`, out, is less than any role.
        let lowest = strong.iter().map(|&at| said(at)).min().flatten();
        let role = weak
            .iter()
            .map(|&at| said(at))
            .fold(lowest.max(latest(false)), Option::min);
        let is_refused = weak.iter().any(|&at| said(at).is_none());
        match (role, latest(true)) {
            (Some(role), _) => Place::Member(role),
            (None, Some(asked)) if !is_refused => Place::Waits(asked),
            (None, _) => Place::Out,
        }
    }

    /// Rule 7. It ends: who brings a device came in by fewer entries than it did.
    fn person(&self, device: DeviceId) -> DeviceId {
        let mut person = device;
        loop {
            let mut brought: Option<((usize, Hash), DeviceId)> = None;
            for arrival in self.arrivals.get(&person).into_iter().flatten() {
                let owner = match self.log.at(arrival.at) {
                    EntryBody::Join { grant, .. } => self.log.owner(grant),
                    _ => None,
                };
                let Some(owner) = owner else { return person };
                let first = (self.log.depth(arrival.at), self.log.order[arrival.at]);
                if brought.is_none_or(|(known, _)| first < known) {
                    brought = Some((first, owner));
                }
            }
            match brought {
                Some((_, owner)) => person = owner,
                None => return person,
            }
        }
    }

    /// The entry that gives a device its role: what an entry it writes has to build on.
    fn basis(&self, device: DeviceId, arrival: usize) -> Hash {
        let changes = self.changes.get(&device).into_iter().flatten();
        let last = changes
            .copied()
            .filter(|&change| !self.log.saw(arrival, change))
            .max_by_key(|&change| (self.log.depth(change), self.log.order[change]));
        self.log.order[last.unwrap_or(arrival)]
    }
}

/// The role it takes to make a grant.
pub(super) fn needed(own: Option<bool>, given: Role) -> Role {
    if own == Some(true) {
        given
    } else {
        Role::Coordinator
    }
}
