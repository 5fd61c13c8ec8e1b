//! An office of four, and what they do.

use std::collections::{BTreeMap, BTreeSet};

use document::{Author, Version};
use model::LineId;
use review::{Act, ActId, CommentId, EditError, LineState, Rank, Review, ReviewEdit, Verdict};

use crate::seat::{BoxedDice, author, dice};

pub(crate) const COORDINATOR: u8 = 1;
pub(crate) const EDITOR: u8 = 2;
pub(crate) const REVIEWER: u8 = 3;
pub(crate) const READER: u8 = 4;

pub(crate) fn rank(who: Author) -> Rank {
    match who.0[0] {
        COORDINATOR => Rank::Coordinator,
        EDITOR => Rank::Editor,
        REVIEWER => Rank::Reviewer,
        _ => Rank::Reader,
    }
}

/// For writing what an honest program would not.
pub(crate) fn everybody_may(_: Author) -> Rank {
    Rank::Coordinator
}

pub(crate) struct Person {
    pub(crate) review: Review,
    pub(crate) dice: BoxedDice,
    pub(crate) at_ms: u64,
    pub(crate) number: u8,
    /// Every change they hold, by its hash.
    pub(crate) held: BTreeMap<[u8; 32], Vec<u8>>,
}

pub(crate) fn founded() -> Person {
    let (review, edited) = Review::found([1; 16], author(COORDINATOR), 1_000).unwrap();
    Person {
        review,
        dice: Box::new(dice(1)),
        at_ms: 10_000,
        number: COORDINATOR,
        held: [(edited.hash, edited.change)].into(),
    }
}

/// A coordinator, an editor, a reviewer and a reader who hold the same.
pub(crate) fn office() -> [Person; 4] {
    let first = founded();
    let join = |number: u8| {
        let mut person = Person {
            review: Review::empty([number; 16], author(number)),
            dice: Box::new(dice(u64::from(number))),
            at_ms: 10_000 + u64::from(number),
            number,
            held: BTreeMap::new(),
        };
        person.hears(&first);
        person
    };
    let others = [join(EDITOR), join(REVIEWER), join(READER)];
    let [editor, reviewer, reader] = others;
    [first, editor, reviewer, reader]
}

impl Person {
    pub(crate) fn acts(&mut self, act: Act) -> Result<ActId, EditError> {
        self.at_ms += 1_000;
        let (id, edited) = self
            .review
            .act(act, None, &rank, self.at_ms, &mut self.dice)?;
        assert_eq!(edited.touched.acts, BTreeSet::from([id]));
        self.held.insert(edited.hash, edited.change);
        self.reads_the_same_anew();
        Ok(id)
    }

    /// Does it if they may: nothing else can be wrong with it.
    pub(crate) fn tries(&mut self, act: Act) {
        let outcome = self.acts(act);
        assert!(matches!(outcome, Ok(_) | Err(EditError::NotAllowed)));
    }

    /// What a program does that asks nobody whether it may.
    pub(crate) fn forges(&mut self, act: Act) {
        let made = self
            .review
            .act(act, None, &everybody_may, 99_000, &mut self.dice);
        let (_, edited) = made.unwrap();
        self.held.insert(edited.hash, edited.change);
    }

    pub(crate) fn comments(&mut self, text: &str) -> CommentId {
        self.at_ms += 1_000;
        let edit = ReviewEdit::Comment {
            thread: None,
            line: line(1),
            indicator: None,
            field: "actionLine".to_owned(),
            quote: String::new(),
            text: text.to_owned(),
            credit: None,
            mentions: vec![author(EDITOR)],
            internal: true,
            anchor: None,
        };
        let edited = self.review.edit(&edit, self.at_ms, &mut self.dice);
        let edited = edited.unwrap().unwrap();
        self.held.insert(edited.hash, edited.change);
        *edited.touched.comments.first().unwrap()
    }

    pub(crate) fn hears(&mut self, other: &Self) {
        self.held.extend(other.held.clone());
        let news: Vec<u8> = other.held.values().flatten().copied().collect();
        self.review.merge(&news).unwrap();
        self.reads_the_same_anew();
    }

    /// What is kept current is what is read anew.
    pub(crate) fn reads_the_same_anew(&self) {
        let snapshot = self.review.snapshot().unwrap();
        let anew = Review::load([&snapshot[..]], [9; 16], author(9)).unwrap();
        assert_eq!(anew.acts(), self.review.acts());
        assert_eq!(anew.comments(), self.review.comments());
    }

    pub(crate) fn state(&self, line: LineId) -> (LineState, bool) {
        self.review.agreement(&rank).state(line)
    }
}

pub(crate) fn meet(people: &mut [Person]) {
    let all: BTreeMap<_, _> = people
        .iter()
        .flat_map(|person| person.held.clone())
        .collect();
    let news: Vec<u8> = all.into_values().flatten().collect();
    for person in people {
        person.review.merge(&news).unwrap();
    }
}

pub(crate) fn line(number: u64) -> LineId {
    LineId::new(&mut dice(100 + number))
}

pub(crate) fn gives(line: LineId, state: LineState) -> Act {
    Act::State {
        line,
        state,
        reason: "porque sí".to_owned(),
        matrix: Version::new(vec![[7; 32]]),
    }
}

pub(crate) fn suggests(value: &str) -> Act {
    Act::Suggest {
        line: line(1),
        indicator: None,
        field: "actionLine".to_owned(),
        base: Version::new(vec![[7; 32]]),
        before: "Capacitar a 50 personas".to_owned(),
        value: value.to_owned(),
        reason: "la meta subió".to_owned(),
    }
}

pub(crate) fn decides(suggestion: ActId, verdict: Verdict) -> Act {
    Act::Verdict {
        suggestion,
        verdict,
        applied: String::new(),
        reason: "de acuerdo".to_owned(),
    }
}
