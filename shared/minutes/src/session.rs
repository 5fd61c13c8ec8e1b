//! Minutas put together from what was read: their parts in order, how they stand, and what became of
//! their acuerdos. Pure functions of the document: every device that holds the same changes shows the
//! same.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use document::{Uuid, Version};

use crate::act::{Act, ActData, AgreementState, Counted, Subject};
use crate::content::Content;
use crate::{ActId, Field, MinutesId, Part, PartId, PartKind};

/// A minuta.
#[derive(Debug, Clone)]
pub struct Session<'a> {
    /// It.
    pub minutes: &'a Part,
    /// Its parts, those taken out too, in the order of their lists.
    parts: Vec<&'a Part>,
    /// The acts that say whether it is closed: the last first; more than one were done at once.
    pub standing: Vec<&'a ActData>,
    /// Everything that was done about that, oldest first.
    pub past: Vec<&'a ActData>,
}

/// What closing a minuta said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Closing<'a> {
    /// The act.
    pub data: &'a ActData,
    /// The minutes document then.
    pub written: &'a Version,
    /// The closing, in the review, of the version that is its annex.
    pub version: Uuid,
    /// What that version counts.
    pub counted: Counted,
}

/// What became of an acuerdo.
#[derive(Debug, Clone, Default)]
pub struct FollowUps<'a> {
    /// What stands: nothing yet, one, or several said at once; the most careful first.
    pub standing: Vec<&'a ActData>,
    /// Everything that was said and not taken back, oldest first.
    pub all: Vec<&'a ActData>,
}

impl<'a> Session<'a> {
    /// Its identifier.
    pub fn id(&self) -> MinutesId {
        self.minutes.minutes
    }

    /// Its parts of a kind, in order.
    pub fn of(&self, kind: PartKind) -> impl Iterator<Item = &'a Part> + '_ {
        let parts = self.parts.iter().copied();
        parts.filter(move |part| part.kind == kind && !part.is_out())
    }

    /// Its parts that were taken out.
    pub fn taken_out(&self) -> impl Iterator<Item = &'a Part> + '_ {
        let parts = self.parts.iter().copied();
        parts.filter(|part| part.is_out())
    }

    /// It and its parts that are not out.
    pub fn everything(&self) -> impl Iterator<Item = &'a Part> + '_ {
        let parts = self.parts.iter().copied();
        std::iter::once(self.minutes).chain(parts.filter(|part| !part.is_out()))
    }

    /// The closing in force; `None`: it is a draft. Closed by one while another opened it again: a
    /// draft, so that somebody looks.
    pub fn closing(&self) -> Option<Closing<'a>> {
        let closings: Vec<_> = self
            .standing
            .iter()
            .map(|data| Closing::of(data))
            .collect::<Option<_>>()?;
        closings.first().copied()
    }

    /// Whether it is closed.
    pub fn is_closed(&self) -> bool {
        self.closing().is_some()
    }

    /// Whether it was closed at some time.
    pub fn was_closed(&self) -> bool {
        self.past.iter().any(|data| Closing::of(data).is_some())
    }

    /// How many values in it wait for a decision.
    pub fn undecided(&self) -> usize {
        self.everything().map(Part::undecided).sum()
    }

    /// Its title: its own, or the computed one.
    pub fn title(&self) -> String {
        let own = self.minutes.text(Field::Title);
        if !own.is_empty() {
            return own.to_owned();
        }
        let session = self.minutes.text(Field::Session);
        let phase = self.minutes.text(Field::Phase);
        match (session.is_empty(), phase.is_empty()) {
            (true, true) => "MINUTA".to_owned(),
            (false, true) => format!("MINUTA MESA {session}"),
            (true, false) => format!("MINUTA FASE {phase}"),
            // As the form spells it.
            (false, false) => format!("MINUTA MESA {session}- FASE {phase}"),
        }
    }

    /// The number of one of its acuerdos: its own, or its place.
    pub fn number(&self, agreement: PartId) -> Option<String> {
        let mut agreements = self.of(PartKind::Agreement).zip(1..);
        let (part, place) = agreements.find(|(part, _)| part.id == agreement)?;
        Some(match part.text(Field::Number) {
            "" => place.to_string(),
            own => own.to_owned(),
        })
    }
}

impl<'a> Closing<'a> {
    /// What an act closed; `None`: it closes nothing.
    pub fn of(data: &'a ActData) -> Option<Self> {
        match &data.act {
            Act::Close {
                written,
                version,
                counted,
                ..
            } => Some(Closing {
                data,
                written,
                version: *version,
                counted: *counted,
            }),
            _ => None,
        }
    }
}

impl Content {
    /// The minutas that are not out, oldest day first; those without a day last.
    pub fn sessions(&self) -> Vec<Session<'_>> {
        let minutes = self.parts().values();
        let mut sessions: Vec<Session<'_>> = minutes
            .filter(|part| part.kind == PartKind::Minutes && !part.is_out())
            .map(|part| self.put_together(part))
            .collect();
        sessions.sort_by(|a, b| {
            let key = |of: &Session<'_>| {
                let date = of.minutes.text(Field::Date).to_owned();
                (date.is_empty(), date, of.minutes.at_ms, of.minutes.id)
            };
            key(a).cmp(&key(b))
        });
        sessions
    }

    /// A minuta that is not out.
    pub fn session(&self, id: MinutesId) -> Option<Session<'_>> {
        self.minutes(id).map(|part| self.put_together(part))
    }

    fn minutes(&self, id: MinutesId) -> Option<&Part> {
        let part = self.parts().get(&id.part())?;
        (part.kind == PartKind::Minutes && !part.is_out()).then_some(part)
    }

    fn put_together<'a>(&'a self, minutes: &'a Part) -> Session<'a> {
        let id = minutes.minutes;
        let mut parts: Vec<&Part> = self.of_minutes(id).collect();
        parts.sort_by(|a, b| (a.kind, &a.order, a.id).cmp(&(b.kind, &b.order, b.id)));
        let (standing, past) = self.about(Subject::Standing(id), |_| true);
        Session {
            minutes,
            parts,
            standing,
            past,
        }
    }

    /// The acts about a subject: those that stand, the last first; and all, oldest first.
    pub(crate) fn about(
        &self,
        subject: Subject,
        counts: impl Fn(&ActData) -> bool,
    ) -> (Vec<&ActData>, Vec<&ActData>) {
        let acts = self.acts_about(subject);
        let mut all: Vec<&ActData> = acts.filter(|data| counts(data)).collect();
        all.sort_by_key(|data| (data.at_ms, data.id));
        let replaced: BTreeSet<ActId> = all
            .iter()
            // An act cannot take its own place.
            .flat_map(|data| data.over.iter().copied().filter(|id| *id != data.id))
            .collect();
        let mut standing: Vec<&ActData> = all
            .iter()
            .copied()
            .filter(|data| !replaced.contains(&data.id))
            .collect();
        standing.sort_by_key(|data| Reverse((data.at_ms, data.id)));
        (standing, all)
    }

    /// What became of an acuerdo. What was said in a minuta that is out was not said.
    pub fn follow_ups(&self, agreement: PartId) -> FollowUps<'_> {
        let subject = Subject::Agreement(agreement);
        let mut gone: BTreeSet<ActId> = BTreeSet::new();
        for data in self.acts_about(subject) {
            if let Act::FollowUp { state, minutes, .. } = &data.act {
                if state.is_none() {
                    gone.extend(&data.over);
                    gone.insert(data.id);
                }
                if minutes.is_some_and(|id| self.minutes(id).is_none()) {
                    gone.insert(data.id);
                }
            }
        }
        let (mut standing, all) = self.about(subject, |data| !gone.contains(&data.id));
        // Stable: of those that say the same the last stays first.
        standing.sort_by_key(|data| said_state(data));
        FollowUps { standing, all }
    }

    /// How an acuerdo stands, and whether others said otherwise at once.
    pub fn agreement_state(&self, agreement: &Part) -> (AgreementState, bool) {
        let follow_ups = self.follow_ups(agreement.id);
        let Some(first) = follow_ups.standing.first() else {
            let state = agreement.text(Field::State).parse();
            return (state.unwrap_or_default(), false);
        };
        let shown = said_state(first);
        let mut standing = follow_ups.standing.iter();
        let contested = standing.any(|data| said_state(data) != shown);
        (shown, contested)
    }

    /// What was said of an acuerdo in a minuta: nothing, what stands, or several things said at once,
    /// the last first.
    pub fn said_in(&self, minutes: MinutesId, agreement: PartId) -> Vec<&ActData> {
        let kept: BTreeSet<ActId> = self
            .follow_ups(agreement)
            .all
            .iter()
            .map(|of| of.id)
            .collect();
        let said_there = |data: &ActData| {
            let there =
                matches!(&data.act, Act::FollowUp { minutes: Some(of), .. } if *of == minutes);
            there && kept.contains(&data.id)
        };
        self.about(Subject::Agreement(agreement), said_there).0
    }

    /// The note about a number that the text of an acuerdo names.
    pub fn count_note(&self, agreement: PartId, said: u64) -> Option<&ActData> {
        let (_, all) = self.about(
            Subject::Count(agreement),
            |data| matches!(&data.act, Act::CountNote { said: of, .. } if *of == said),
        );
        all.into_iter().next_back()
    }
}

fn said_state(data: &ActData) -> AgreementState {
    match &data.act {
        Act::FollowUp {
            state: Some(state), ..
        } => *state,
        _ => AgreementState::default(),
    }
}
