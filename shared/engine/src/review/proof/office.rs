//! People with a dossier each, who write without contact and hear of each other's work in any order.

use std::sync::Arc;

use contract::{DecisionView, ReviewView};
use jiff::civil::date;
use model::{Draft, DraftRow, Edited, Field, MatrixEdit, Version, Via};
use replica::{EditProblem, Found, Record, Replica, Step};
use review::{Act, ActId, ReviewEdit};
use seal::{DeviceKey, Profile};
use wire::{Frame, Role};

use super::super::decisions::{self, Answer};
use super::super::told::{KnownSpans, Teller};
use super::super::{Approvals, Places};
use super::super::{counts::WindowCounts, locks};
use super::truth::{Known, Seen, Truth};
use crate::people::People;

/// Between two things done: each is a stretch of writing of its own.
const STEP_MS: u64 = 3_600_000;
const BEGAN_MS: u64 = 1_730_000_000_000;

/// Dice that fall the same way each time.
pub(super) struct Dice([u8; 32]);

impl Dice {
    fn fill(&mut self, bytes: &mut [u8]) {
        for part in bytes.chunks_mut(32) {
            self.0 = seal::hash(&self.0);
            part.copy_from_slice(&self.0[..part.len()]);
        }
    }
}

/// A member at a computer.
pub(super) struct Person {
    pub(super) replica: Replica,
    /// How many envelopes of each member are here.
    has: Vec<usize>,
    /// The version an editor was opened on, what it showed and held.
    pub(super) opened: (Version, Seen, Known),
    approved: Approvals,
}

/// All of them.
pub(super) struct Office {
    pub(super) people: Vec<Person>,
    /// What each has made, as it is delivered.
    series: Vec<Vec<Vec<u8>>>,
    now_ms: u64,
    dice: Dice,
}

impl Office {
    /// A coordinator who founds the dossier, an editor, and somebody of that role.
    pub(super) fn open(rows: Vec<DraftRow>, third: Role) -> Self {
        let mut dice = Dice([7; 32]);
        let draft = Draft {
            title: "Matriz".to_owned(),
            institution: "SECOEM".to_owned(),
            years: vec![2024],
            rows,
            ..Draft::default()
        };
        let profile = |name: &str| Profile {
            name: name.to_owned(),
            institution: "SECOEM".to_owned(),
        };
        let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
        let device = Arc::new(DeviceKey::generate(&mut fill));
        let founded = Replica::found(
            &draft,
            &Found::default(),
            device,
            &profile("Ana"),
            BEGAN_MS,
            &mut fill,
        );
        let (mut ana, founding) = founded.unwrap();
        let mut replicas = Vec::new();
        for (name, role) in [("Beto", Role::Editor), ("Caro", third)] {
            let key = DeviceKey::generate(&mut fill);
            let (_, grant) = ana.grant(&key, role, &mut fill).unwrap();
            let invitation = ana.invitation("ws://relay".to_owned(), grant, key);
            let device = Arc::new(DeviceKey::generate(&mut fill));
            let joined = Replica::join(invitation, device, &profile(name), BEGAN_MS, &mut fill);
            let guest = joined.unwrap().0;
            introduce(&guest, &mut ana, &mut fill);
            replicas.push(guest);
        }
        for guest in &mut replicas {
            introduce(&ana, guest, &mut fill);
        }
        replicas.insert(0, ana);
        let mut office = Self {
            series: vec![Vec::new(); replicas.len()],
            people: replicas.into_iter().map(Person::at).collect(),
            now_ms: BEGAN_MS,
            dice,
        };
        office.sent(0, &founding);
        for person in 1..office.people.len() {
            office.hear(person, 0);
        }
        office
    }

    /// One hears of everything that is at another's.
    pub(super) fn hear(&mut self, who: usize, from: usize) {
        let there = self.people[from].has.clone();
        for (device, there) in there.into_iter().enumerate() {
            let person = &mut self.people[who];
            while person.has[device] < there {
                let envelope = self.series[device][person.has[device]].clone();
                person.has[device] += 1;
                let dice = &mut self.dice;
                let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
                let heard = person
                    .replica
                    .receive(Frame::Deliver { envelope }, &mut fill);
                assert!(
                    !heard.unwrap().persist.is_empty(),
                    "an envelope was refused"
                );
            }
        }
    }

    /// Everybody hears of everything.
    pub(super) fn meet(&mut self) {
        for who in 1..self.people.len() {
            self.hear(0, who);
        }
        for who in 1..self.people.len() {
            self.hear(who, 0);
        }
    }

    /// Writes in a matrix what the screen would let them write. `None`: they may not, or it changes
    /// nothing.
    pub(super) fn writes(
        &mut self,
        who: usize,
        edit: &MatrixEdit,
        base: Option<&Version>,
        via: Option<&Via>,
    ) -> Option<Edited> {
        let person = &mut self.people[who];
        let agreement = person.replica.agreement();
        let lines = locks::lines_of(person.replica.matrix().rows(), edit);
        if lines.iter().any(|line| agreement.is_locked(*line)) {
            return None;
        }
        self.writes_unlocked(who, edit, base, via)
    }

    fn writes_unlocked(
        &mut self,
        who: usize,
        edit: &MatrixEdit,
        base: Option<&Version>,
        via: Option<&Via>,
    ) -> Option<Edited> {
        self.now_ms += STEP_MS;
        let dice = &mut self.dice;
        let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
        let replica = &mut self.people[who].replica;
        let made = match via {
            Some(via) => replica.edit_matrix_via(edit, base, via, self.now_ms, &mut fill),
            None => replica.edit_matrix(edit, base, self.now_ms, &mut fill),
        };
        let (step, edited) = may(made)??;
        self.sent(who, &step);
        Some(edited)
    }

    /// Says something in the discussion.
    pub(super) fn says(&mut self, who: usize, edit: &ReviewEdit) -> bool {
        self.now_ms += STEP_MS;
        let dice = &mut self.dice;
        let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
        let replica = &mut self.people[who].replica;
        let made = may(replica.edit_review(edit, self.now_ms, &mut fill));
        let Some(Some(step)) = made else {
            return false;
        };
        self.sent(who, &step);
        true
    }

    /// Does something in the review.
    pub(super) fn does(&mut self, who: usize, act: Act) -> Option<ActId> {
        self.now_ms += STEP_MS;
        let dice = &mut self.dice;
        let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
        let replica = &mut self.people[who].replica;
        let (step, id) = may(replica.act_review(act, None, self.now_ms, &mut fill))?;
        self.sent(who, &step);
        Some(id)
    }

    /// Answers what waits; answers what was written in the matrix.
    pub(super) fn decides(&mut self, who: usize, key: &str, choose: u32) -> Option<Edited> {
        let person = &self.people[who];
        let answer = person.told(|teller| decisions::answer(teller, key, choose));
        match answer.unwrap() {
            Answer::Edit(edit) => self.writes_unlocked(who, &edit, None, None),
            Answer::Act(act) => {
                self.does(who, act);
                None
            }
            Answer::NotApplied(suggestion, act) => {
                let made = self.takes_back(who, suggestion);
                self.does(who, act);
                made
            }
        }
    }

    /// Takes back what accepting a suggestion wrote.
    fn takes_back(&mut self, who: usize, suggestion: ActId) -> Option<Edited> {
        self.now_ms += STEP_MS;
        let dice = &mut self.dice;
        let mut fill = |bytes: &mut [u8]| dice.fill(bytes);
        let replica = &mut self.people[who].replica;
        let applied = replica.matrix().has_via(suggestion.to_bytes());
        let undone = may(replica.take_back(&applied, self.now_ms, &mut fill))?;
        let (step, edited) = undone.made?;
        self.sent(who, &step);
        Some(edited)
    }

    fn sent(&mut self, who: usize, step: &Step) {
        for record in &step.persist {
            if let Record::Envelope { bytes, .. } = record {
                self.series[who].push(bytes.clone());
                self.people[who].has[who] += 1;
            }
        }
    }
}

impl Person {
    fn at(replica: Replica) -> Self {
        Self {
            opened: (replica.matrix().version(), Seen::default(), Known::new()),
            replica,
            has: vec![0; 3],
            approved: Approvals::default(),
        }
    }

    /// Opens an editor on everything as it reads now.
    pub(super) fn open(&mut self, truth: &Truth) {
        let matrix = self.replica.matrix();
        self.opened = (matrix.version(), Seen::of(matrix), truth.known(matrix));
    }

    fn told<T>(&self, tell: impl FnOnce(&Teller<'_>) -> T) -> T {
        let replica = &self.replica;
        let agreement = replica.agreement();
        tell(&Teller {
            replica,
            agreement: &agreement,
            people: &People::of(replica),
            places: &Places::of(replica.matrix().rows()),
            today: date(2023, 4, 19),
            approved: &self.approved,
            counts: &WindowCounts::new(),
        })
    }

    /// The list of what waits for a decision.
    pub(super) fn decisions(&self) -> Vec<DecisionView> {
        self.told(decisions::views)
    }

    /// The review as everybody is shown it.
    pub(super) fn review(&self) -> ReviewView {
        let mut review = self.told(|teller| teller.review(&mut KnownSpans::new()));
        for suggestion in &mut review.suggestions {
            suggestion.mine = false;
        }
        review
    }
}

/// What could not be made because it makes no sense, or is not theirs to make, is not made.
fn may<T>(made: Result<T, EditProblem>) -> Option<T> {
    match made {
        Ok(made) => Some(made),
        Err(
            EditProblem::NotAllowed { .. }
            | EditProblem::Refused(_)
            | EditProblem::CommentRefused(_),
        ) => None,
        Err(
            problem @ (EditProblem::NotArrived
            | EditProblem::MinutesRefused(_)
            | EditProblem::Unsealed(_)),
        ) => {
            panic!("{problem}")
        }
    }
}

/// One tells another who belongs to the dossier.
fn introduce(one: &Replica, other: &mut Replica, fill: &mut dyn FnMut(&mut [u8])) {
    let dossier = one.dossier();
    for (_, entry) in one.membership().entries() {
        let entry = entry.to_vec();
        other
            .receive(Frame::Entry { dossier, entry }, fill)
            .unwrap();
    }
}

/// A row to begin with.
pub(super) fn row(cells: &[(Field, &str)]) -> DraftRow {
    let cells = cells
        .iter()
        .map(|(field, value)| (*field, (*value).to_owned()));
    DraftRow {
        cells: cells.collect(),
        ..DraftRow::default()
    }
}
