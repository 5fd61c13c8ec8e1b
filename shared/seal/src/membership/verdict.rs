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
//!    it having seen that, does not count.
//! 4. An invitation is closed by whoever closes it, by the removal of its author, and by the removal
//!    of somebody who came in by it (they know its secret). Who joined before stays.
//! 5. Among joins the highest role stands; a join lifts nobody above a change it has not seen.

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
    /// Grants by which somebody may still come in, as far as the log tells.
    pub(super) open: BTreeSet<Hash>,
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
    /// Joins of each device, and the genesis for its founder, each with the role it gives.
    arrivals: BTreeMap<DeviceId, Vec<(usize, Role)>>,
    /// What closes each grant.
    closers: BTreeMap<Hash, Vec<usize>>,
    /// The joins by each grant.
    joins: BTreeMap<Hash, BTreeSet<Hash>>,
}

impl Verdict {
    pub(super) fn of(log: &Log, scope: Scope<'_>) -> Self {
        let case = Case::new(log, scope);
        let mut verdict = Self::default();
        for (device, arrivals) in &case.arrivals {
            let valid = case.valid(arrivals);
            let role = case.role(*device, &valid);
            // Its face is that of the arrival that gives most, then of the lowest hash: also when
            // nothing is left of it, because what it wrote keeps its name.
            let faces = if valid.is_empty() { arrivals } else { &valid };
            let Some(face) = faces
                .iter()
                .max_by_key(|(at, role)| (*role, std::cmp::Reverse(log.order[*at])))
            else {
                continue;
            };
            let Some(profile) = log.at(face.0).profile() else {
                continue;
            };
            let member = Member {
                device: *device,
                role: role.unwrap_or(Role::Reader),
                profile: profile.clone(),
                entry: case.basis(*device, face.0),
            };
            if role.is_some() {
                verdict.members.insert(*device, member);
            } else {
                verdict.former.insert(*device, member);
            }
        }
        for &at in &case.within {
            if let EntryBody::Grant { uses, .. } = log.at(at) {
                let grant = log.order[at];
                let used = case.joins.get(&grant).map_or(0, BTreeSet::len);
                let is_full = uses.is_some_and(|uses| used >= uses as usize);
                if !case.closers.contains_key(&grant) && !is_full {
                    verdict.open.insert(grant);
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
        };
        for &at in &case.within {
            match log.at(at) {
                EntryBody::Genesis { founder, .. } => {
                    let arrivals = case.arrivals.entry(*founder).or_default();
                    arrivals.push((at, Role::Coordinator));
                }
                EntryBody::Join { grant, device, .. } => {
                    if let Some(role) = log.granted(grant) {
                        case.arrivals.entry(*device).or_default().push((at, role));
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
                        EntryBody::Grant { author, .. } if author == device => {
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

    /// The arrivals that count.
    fn valid(&self, arrivals: &[(usize, Role)]) -> Vec<(usize, Role)> {
        let counts = |at: usize| match self.log.at(at) {
            EntryBody::Join { grant, at_ms, .. } => {
                let closers = self.closers.get(grant).into_iter().flatten();
                let closed = closers.into_iter().any(|closer| !self.log.saw(*closer, at));
                !closed && self.in_time(grant, *at_ms) && self.is_served(grant, at)
            }
            _ => true,
        };
        arrivals
            .iter()
            .copied()
            .filter(|(at, _)| counts(*at))
            .collect()
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

    /// The role of a device, by its arrivals that count and the changes about it.
    fn role(&self, device: DeviceId, arrivals: &[(usize, Role)]) -> Option<Role> {
        let none = Vec::new();
        let changes = self.changes.get(&device).unwrap_or(&none);
        let (weak, strong): (Vec<usize>, Vec<usize>) = changes
            .iter()
            .copied()
            .partition(|&at| self.was_beside_a_loss(at));
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
        // `None`, out, is less than any role.
        let mut role: Option<Role> = match strong.iter().map(|&at| said(at)).min() {
            Some(lowest) => lowest,
            None => arrivals.iter().map(|(_, role)| *role).max(),
        };
        if !strong.is_empty() {
            let later = arrivals
                .iter()
                .filter(|(at, _)| strong.iter().all(|&change| self.log.saw(*at, change)))
                .map(|(_, role)| *role)
                .max();
            role = role.max(later);
        }
        weak.iter().map(|&at| said(at)).fold(role, Option::min)
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
