//! Minutas as they are shown: names in place of devices, rows in place of ids, counts beside what is
//! said of them.

use std::collections::{BTreeMap, BTreeSet};

use contract::{
    AboutView, AgreementView, ClosingView, CountMismatch, CountOf, CountedView, FollowUpView,
    MinutaView, MinutesChoice, MinutesPart, MinutesState, MinutesValue, MinutesView, RemovalView,
    SaidView, StandingView,
};
use minutes::{
    About, Act, ActData, ActId, Closing, Content, Field, MinutesId, Part, PartKind, Removal,
    Session, Value, said_counts,
};
use model::{Author, Doubt, LineId, RowView};
use replica::Replica;
use review::{Act as ReviewAct, Agreement};
use wire::DeviceId;

use super::counted;
use crate::people::People;
use crate::review::Places;
use crate::screen::rfc3339;

/// Longest beginning of a line that tells which it is, in characters.
const NAME_CHARS_MAX: usize = 120;

/// What everything is told with.
pub(super) struct Teller<'a> {
    replica: &'a Replica,
    content: &'a Content,
    people: &'a People,
    agreement: Agreement<'a>,
    places: Places,
    /// What each line says.
    lines: BTreeMap<LineId, &'a str>,
    counted: CountedView,
}

impl<'a> Teller<'a> {
    pub(super) fn new(replica: &'a Replica, people: &'a People) -> Self {
        let rows = replica.matrix().rows();
        let counted = counted::counted_at(replica, None).unwrap_or_default();
        Self::of(
            replica,
            people,
            replica.minutes().content(),
            rows,
            counted::view(counted),
        )
    }

    /// Over what the minutas said, and beside the rows of a matrix and what they count.
    pub(super) fn of(
        replica: &'a Replica,
        people: &'a People,
        content: &'a Content,
        rows: &'a [RowView],
        counted: CountedView,
    ) -> Self {
        Self {
            replica,
            content,
            people,
            agreement: replica.agreement(),
            places: Places::of(rows),
            lines: rows
                .iter()
                .map(|row| (row.line, row.action_line.as_str()))
                .collect(),
            counted,
        }
    }

    /// All of it. `frozen`: what closed minutas said, read before.
    pub(super) fn minutes(&self, frozen: &mut BTreeMap<ActId, Content>) -> MinutesView {
        let sessions = self.content.sessions();
        for session in &sessions {
            if let Some(closing) = session.closing()
                && !frozen.contains_key(&closing.data.id)
                && let Some(content) = self.replica.minutes().frozen(session.id())
            {
                frozen.insert(closing.data.id, content);
            }
        }
        MinutesView {
            counted: self.counted,
            minutes: self.told(&sessions, frozen, None),
        }
    }

    /// A minuta as this content has it, told as a draft or as what a closing closed. What the others
    /// said when they were closed is read anew: what is kept may be of later closings.
    pub(super) fn one(&self, id: MinutesId, closing: Option<Closing<'_>>) -> Option<MinutaView> {
        let sessions = self.content.sessions();
        let mut frozen = BTreeMap::new();
        for session in sessions.iter().filter(|session| session.id() != id) {
            if let Some(closing) = session.closing()
                && let Some(content) = self.replica.minutes().at(closing.written)
            {
                frozen.insert(closing.data.id, content);
            }
        }
        let views = self.told(&sessions, &frozen, Some((id, closing)));
        let id = id.to_string();
        views.into_iter().find(|view| view.minutes == id)
    }

    /// `as_if`: how one of them is told, whatever its content says of its closing.
    fn told<'s>(
        &self,
        sessions: &[Session<'s>],
        frozen: &BTreeMap<ActId, Content>,
        as_if: Option<(MinutesId, Option<Closing<'s>>)>,
    ) -> Vec<MinutaView> {
        let closing_of = |session: &Session<'s>| match as_if {
            Some((id, closing)) if id == session.id() => closing,
            _ => session.closing(),
        };
        let mut views: Vec<MinutaView> = sessions
            .iter()
            .map(|session| {
                let closing = closing_of(session);
                let then = closing.and_then(|closing| frozen.get(&closing.data.id));
                self.minuta(session, closing, then)
            })
            .collect();
        for (at, session) in sessions.iter().enumerate() {
            let closing = closing_of(session);
            let then = closing.and_then(|closing| frozen.get(&closing.data.id));
            let follow_up = self.follow_up(session.id(), &views, at, closing.is_some(), then);
            if let Some(view) = views.get_mut(at) {
                view.follow_up = follow_up;
            }
        }
        views
    }

    fn minuta(
        &self,
        now: &Session<'_>,
        closing: Option<Closing<'_>>,
        frozen: Option<&Content>,
    ) -> MinutaView {
        let then = frozen.and_then(|content| content.session(now.id()));
        let session = then.as_ref().unwrap_or(now);
        let counted = closing.map_or(self.counted, |closing| counted::view(closing.counted));
        let of = |kind: PartKind| -> Vec<MinutesPart> {
            let parts = session.of(kind);
            parts
                .map(|part| self.part(session, part, counted))
                .collect()
        };
        let own_counts = session.minutes.text(Field::Counts);
        MinutaView {
            minutes: now.id().to_string(),
            title: session.title(),
            values: self.values(session.minutes),
            state: match closing {
                Some(_) => MinutesState::Closed,
                None => MinutesState::Draft,
            },
            closing: closing.map(|closing| self.closing(now, closing, frozen.is_some())),
            past: now.past.iter().map(|data| self.standing(data)).collect(),
            removal: self.removal(now.minutes.removal),
            agenda: of(PartKind::Agenda),
            agreements: of(PartKind::Agreement),
            attendees: of(PartKind::Attendee),
            coordinators: of(PartKind::Coordinator),
            materials: of(PartKind::Material),
            removed: match closing {
                Some(_) => Vec::new(),
                None => now
                    .taken_out()
                    .map(|part| self.part(now, part, counted))
                    .collect(),
            },
            follow_up: Vec::new(),
            counted,
            counts_sentence: match own_counts {
                "" => counted::sentence(counted),
                own => own.to_owned(),
            },
            undecided: now.undecided() as u32,
            changed_since: then.map_or(0, |then| changed_since(now, &then)),
        }
    }

    fn part(&self, session: &Session<'_>, part: &Part, counted: CountedView) -> MinutesPart {
        MinutesPart {
            part: part.id.to_string(),
            kind: part.kind.to_string(),
            values: self.values(part),
            removal: self.removal(part.removal),
            agreement: (part.kind == PartKind::Agreement).then(|| AgreementView {
                number: session.number(part.id).unwrap_or_default(),
                state: self.content.agreement_state(part).0.to_string(),
                contested: self.content.agreement_state(part).1,
                follow_ups: {
                    let all = self.content.follow_ups(part.id).all;
                    all.into_iter().filter_map(|data| self.said(data)).collect()
                },
                about: self.abouts(part),
                counts: self.counts(part, counted),
            }),
        }
    }

    fn values(&self, part: &Part) -> BTreeMap<String, MinutesValue> {
        let values = part.values.iter();
        values
            .map(|(field, value)| {
                let told = MinutesValue {
                    text: value.text.clone(),
                    choices: self.choices(value),
                };
                (field.to_string(), told)
            })
            .collect()
    }

    fn choices(&self, value: &Value) -> Vec<MinutesChoice> {
        let choice = |choose: u32, value: &str, author: String| MinutesChoice {
            choose,
            value: value.to_owned(),
            author,
        };
        if let Some(doubt) = &value.doubt {
            let Doubt {
                mine,
                mine_author,
                theirs,
                theirs_author,
                merged,
                once,
                sides,
                ..
            } = doubt;
            let mut choices = vec![
                choice(1, mine, self.name(*mine_author)),
                choice(2, theirs, self.name(*theirs_author)),
                choice(3, merged, String::new()),
            ];
            choices.extend(once.iter().map(|once| choice(4, once, String::new())));
            let known: BTreeSet<&str> = [mine.as_str(), theirs, merged].into();
            let sides = sides.iter().zip(5..);
            let others = sides.filter(|(side, _)| !known.contains(side.text.as_str()));
            choices.extend(
                others.map(|(side, choose)| choice(choose, &side.text, self.name(side.author))),
            );
            return choices;
        }
        let sides = value.sides.iter();
        sides
            .map(|side| choice(side.choose, &side.value, self.name(side.author)))
            .collect()
    }

    fn counts(&self, part: &Part, counted: CountedView) -> Vec<CountMismatch> {
        let mut told: Vec<CountMismatch> = Vec::new();
        for said in said_counts(part.text(Field::Text)) {
            let (of, count) = counted::of(counted, said.what);
            let Ok(number) = u32::try_from(said.number) else {
                continue;
            };
            let known = told.iter().any(|told| (told.said, told.of) == (number, of));
            if number == count || known {
                continue;
            }
            let note = self.content.count_note(part.id, said.number);
            told.push(CountMismatch {
                said: number,
                of,
                counted: count,
                note: note.map(note_of).unwrap_or_default(),
                noted_by: note.map(|data| self.name(data.author)).unwrap_or_default(),
            });
        }
        told
    }

    /// What it speaks of, in the order of the rows; versions last.
    fn abouts(&self, part: &Part) -> Vec<AboutView> {
        let mut told: Vec<AboutView> = part.about.iter().map(|about| self.about(about)).collect();
        told.sort_by_key(|about| (about.row.unwrap_or(u32::MAX), about.about.clone()));
        told
    }

    fn about(&self, about: &About) -> AboutView {
        let named = about.to_string();
        let (line, indicator, field) = match about {
            About::Version(id) => {
                let id = review::ActId(*id);
                let versions = self.agreement.versions.iter();
                let version = versions.copied().find(|data| data.id == id);
                let name = version.and_then(|data| match &data.act {
                    ReviewAct::CloseVersion { name, .. } => Some(name.clone()),
                    _ => None,
                });
                return AboutView {
                    about: named,
                    name: name.unwrap_or_default(),
                    ..AboutView::default()
                };
            }
            About::Row { line, indicator } => (*line, *indicator, String::new()),
            About::Cell {
                line,
                indicator,
                field,
            } => (*line, *indicator, field.to_string()),
        };
        let (line, indicator) = self.places.now(line, indicator);
        let text = self.lines.get(&line).copied().unwrap_or_default();
        AboutView {
            about: named,
            row: self.places.number(line, indicator),
            line: line.to_string(),
            indicator: indicator.map(|indicator| indicator.to_string()),
            field,
            name: text.chars().take(NAME_CHARS_MAX).collect(),
        }
    }

    fn follow_up(
        &self,
        id: MinutesId,
        views: &[MinutaView],
        place: usize,
        closed: bool,
        then: Option<&Content>,
    ) -> Vec<FollowUpView> {
        // Of a closed one, what it said then.
        let content = then.unwrap_or(self.content);
        let mut told = Vec::new();
        for (at, view) in views.iter().enumerate() {
            if at == place {
                continue;
            }
            for part in &view.agreements {
                let (Ok(agreement), Some(more)) = (part.part.parse(), &part.agreement) else {
                    continue;
                };
                let said: Vec<SaidView> = content
                    .said_in(id, agreement)
                    .into_iter()
                    .filter_map(|data| self.said(data))
                    .collect();
                let open = matches!(more.state.as_str(), "pending" | "inProgress");
                let offered = !closed && at < place && open;
                if said.is_empty() && !offered {
                    continue;
                }
                let text = |field: Field| {
                    let value = part.values.get(field.as_str());
                    value.map(|value| value.text.clone()).unwrap_or_default()
                };
                let session = view.values.get(Field::Session.as_str());
                told.push(FollowUpView {
                    agreement: part.part.clone(),
                    minutes: view.minutes.clone(),
                    number: match session.map_or("", |value| value.text.as_str()) {
                        "" => more.number.clone(),
                        session => format!("{session}/{}", more.number),
                    },
                    text: text(Field::Text),
                    responsible: text(Field::Responsible),
                    due_date: text(Field::DueDate),
                    state: more.state.clone(),
                    said,
                });
            }
        }
        told
    }

    fn said(&self, data: &ActData) -> Option<SaidView> {
        let Act::FollowUp {
            minutes,
            state: Some(state),
            on,
            remark,
            ..
        } = &data.act
        else {
            return None;
        };
        let session = minutes.and_then(|id| self.content.session(id));
        Some(SaidView {
            state: state.to_string(),
            on: on.clone(),
            remark: remark.clone(),
            by: self.name(data.author),
            at: rfc3339(data.at_ms),
            minutes: minutes.map(|id| id.to_string()).unwrap_or_default(),
            title: session.map(|session| session.title()).unwrap_or_default(),
        })
    }

    fn closing(&self, now: &Session<'_>, closing: Closing<'_>, frozen: bool) -> ClosingView {
        let id = review::ActId(closing.version);
        let versions = self.agreement.versions.iter();
        let version = versions.copied().find(|data| data.id == id);
        let version = version.and_then(|data| match &data.act {
            ReviewAct::CloseVersion {
                name,
                digest,
                matrix,
                ..
            } => Some((name, digest, self.replica.matrix().holds(matrix))),
            _ => None,
        });
        let others = now.standing.iter().skip(1);
        ClosingView {
            by: self.name(closing.data.author),
            at: rfc3339(closing.data.at_ms),
            version: closing.version.hyphenated().to_string(),
            version_name: version.map(|(name, ..)| name.clone()).unwrap_or_default(),
            digest: version
                .map(|(_, digest, _)| digest.clone())
                .unwrap_or_default(),
            here: frozen && version.is_some_and(|(.., here)| here),
            also_by: others.map(|data| self.name(data.author)).collect(),
        }
    }

    fn standing(&self, data: &ActData) -> StandingView {
        let (closed, reason) = match &data.act {
            Act::Reopen { reason, .. } => (false, reason.clone()),
            _ => (true, String::new()),
        };
        StandingView {
            closed,
            by: self.name(data.author),
            at: rfc3339(data.at_ms),
            reason,
        }
    }

    fn removal(&self, removal: Removal) -> Option<RemovalView> {
        match removal {
            Removal::In => None,
            Removal::Out { by, .. } => Some(RemovalView {
                removed_by: self.name(by),
                edited_by: String::new(),
            }),
            Removal::Asked {
                removed_by,
                edited_by,
            } => Some(RemovalView {
                removed_by: self.name(removed_by),
                edited_by: self.name(edited_by),
            }),
        }
    }

    fn name(&self, author: Author) -> String {
        self.people.name(DeviceId(author.0))
    }
}

fn note_of(data: &ActData) -> String {
    match &data.act {
        Act::CountNote { note, .. } => note.clone(),
        _ => String::new(),
    }
}

/// How many parts of a closed minuta read otherwise now.
fn changed_since(now: &Session<'_>, then: &Session<'_>) -> u32 {
    let shown: BTreeMap<_, &Part> = then.everything().map(|part| (part.id, part)).collect();
    let mut changed = 0;
    let mut left: BTreeSet<_> = shown.keys().copied().collect();
    for part in now.everything() {
        left.remove(&part.id);
        let same = shown
            .get(&part.id)
            .is_some_and(|known| known.says_the_same(part));
        changed += u32::from(!same);
    }
    changed + left.len() as u32
}

/// How many líneas de acción a minuta says there are, where that is not so and nobody said why.
pub(super) fn lines_said(view: &MinutaView) -> Option<usize> {
    let agreements = view
        .agreements
        .iter()
        .filter_map(|part| part.agreement.as_ref());
    let mut counts = agreements.flat_map(|agreement| &agreement.counts);
    let open = counts.find(|count| count.of == CountOf::Lines && count.note.is_empty());
    open.map(|count| count.said as usize)
}
