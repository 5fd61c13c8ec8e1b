//! Coordinators of a test, each with a replica of their own.

use std::collections::BTreeMap;

use document::Author;
use minutes::{
    Act, ActId, EditError, Field, Minutes, MinutesEdit, MinutesId, Part, PartId, PartKind, Session,
};

/// Dice that replay from a seed (splitmix64).
pub(crate) fn dice(seed: u64) -> impl FnMut(&mut [u8]) {
    let mut state = seed;
    move |bytes| {
        for byte in bytes {
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (z ^ (z >> 31)).to_le_bytes()[0];
        }
    }
}

pub(crate) fn author(number: u8) -> Author {
    Author([number; 32])
}

pub(crate) struct Coordinator {
    pub(crate) minutes: Minutes,
    pub(crate) dice: Box<dyn FnMut(&mut [u8])>,
    pub(crate) at_ms: u64,
    /// Every change they hold, by its hash.
    pub(crate) held: BTreeMap<[u8; 32], Vec<u8>>,
}

pub(crate) fn office<const COUNT: usize>() -> [Coordinator; COUNT] {
    let mut number = 0;
    [(); COUNT].map(|()| {
        number += 1;
        Coordinator {
            minutes: Minutes::empty([number; 16], author(number)),
            dice: Box::new(dice(u64::from(number))),
            at_ms: 10_000 + u64::from(number),
            held: BTreeMap::new(),
        }
    })
}

impl Coordinator {
    pub(crate) fn edits(&mut self, edit: &MinutesEdit) -> Result<Option<PartId>, EditError> {
        self.at_ms += 1_000;
        let edited = self.minutes.edit(edit, self.at_ms, &mut self.dice)?;
        let Some(edited) = edited else {
            return Ok(None);
        };
        self.held.insert(edited.hash, edited.change);
        self.reads_the_same_anew();
        Ok(edited.made)
    }

    pub(crate) fn acts(&mut self, act: Act) -> Result<ActId, EditError> {
        self.at_ms += 1_000;
        let (id, edited) = self.minutes.act(act, self.at_ms, &mut self.dice)?;
        self.held.insert(edited.hash, edited.change);
        self.reads_the_same_anew();
        Ok(id)
    }

    pub(crate) fn begins(&mut self, session: &str) -> MinutesId {
        let values = [
            (Field::Session, session.to_owned()),
            (Field::Phase, "1".to_owned()),
            (Field::Date, format!("2023-04-{session}")),
        ];
        let values = values.into();
        let made = self.edits(&MinutesEdit::Begin { values }).unwrap();
        MinutesId(made.unwrap().0)
    }

    pub(crate) fn adds(&mut self, minutes: MinutesId, kind: PartKind, text: &str) -> PartId {
        let field = match kind {
            PartKind::Attendee | PartKind::Coordinator => Field::Name,
            _ => Field::Text,
        };
        let edit = MinutesEdit::Add {
            minutes,
            kind,
            after: None,
            values: [(field, text.to_owned())].into(),
        };
        self.edits(&edit).unwrap().unwrap()
    }

    pub(crate) fn sets(&mut self, part: PartId, field: Field, value: &str) {
        let value = value.to_owned();
        self.edits(&MinutesEdit::Set { part, field, value })
            .unwrap();
    }

    pub(crate) fn part(&self, id: PartId) -> &Part {
        &self.minutes.content().parts()[&id]
    }

    pub(crate) fn session(&self, id: MinutesId) -> Session<'_> {
        self.minutes.content().session(id).unwrap()
    }

    pub(crate) fn texts(&self, id: MinutesId, kind: PartKind) -> Vec<String> {
        let session = self.session(id);
        let texts = session.of(kind).map(|part| match kind {
            PartKind::Attendee | PartKind::Coordinator => part.text(Field::Name).to_owned(),
            _ => part.text(Field::Text).to_owned(),
        });
        texts.collect()
    }

    /// What is kept current is what is read anew.
    pub(crate) fn reads_the_same_anew(&self) {
        let snapshot = self.minutes.snapshot().unwrap();
        let anew = Minutes::load([&snapshot[..]], [9; 16], author(9)).unwrap();
        let (mut anew, mut now) = (anew.content().clone(), self.minutes.content().clone());
        // "Mine" before "theirs" is the only thing that depends on who looks.
        for content in [&mut anew, &mut now] {
            assert!(content.parts().len() <= minutes::limits::PARTS_MAX);
        }
        let said = |content: &minutes::Content| -> Vec<String> {
            let parts = content.parts().values();
            parts
                .map(|part| {
                    let values = part.values.iter();
                    let values: Vec<_> = values
                        .map(|(field, value)| {
                            (*field, &value.text, &value.sides, value.doubt.is_some())
                        })
                        .collect();
                    format!(
                        "{:?} {:?} {:?} {:?} {values:?}",
                        part.id, part.order, part.about, part.removal
                    )
                })
                .collect()
        };
        assert_eq!(said(&anew), said(&now));
        assert_eq!(anew.acts(), now.acts());
    }
}

/// Everybody hears of everything.
pub(crate) fn meet(people: &mut [Coordinator]) {
    let all: BTreeMap<_, _> = people
        .iter()
        .flat_map(|person| person.held.clone())
        .collect();
    let news: Vec<u8> = all.values().flatten().copied().collect();
    for person in people {
        person.minutes.merge(&news).unwrap();
        person.held.clone_from(&all);
        person.reads_the_same_anew();
    }
}
