//! The discussion: threads, answers, resolution, from several people.

use document::MergeError;
use model::LineId;
use review::{CommentData, Credit, EditError, Review, ReviewEdit, ReviewEdited, ThreadId, limits};

use crate::seat::{BoxedDice, author, dice};

struct Reviewer {
    review: Review,
    dice: BoxedDice,
    at_ms: u64,
    made: Vec<u8>,
}

impl Reviewer {
    fn founds() -> Self {
        let (review, edited) = Review::found([1; 16], author(1), 1_000).unwrap();
        assert!(review.is_founded() && edited.touched.comments.is_empty());
        Self {
            review,
            dice: Box::new(dice(1)),
            at_ms: 10_000,
            made: edited.change,
        }
    }

    fn joins(number: u8, other: &Self) -> Self {
        let mut review = Review::empty([number; 16], author(number));
        review.merge(&other.made).unwrap();
        let at_ms = 10_000 + u64::from(number);
        Self {
            review,
            dice: Box::new(dice(u64::from(number))),
            at_ms,
            made: Vec::new(),
        }
    }

    fn edit(&mut self, edit: &ReviewEdit) -> Result<Option<ReviewEdited>, EditError> {
        self.at_ms += 1_000;
        let edited = self.review.edit(edit, self.at_ms, &mut self.dice)?;
        self.made
            .extend(edited.iter().flat_map(|edited| &edited.change));
        check(&self.review);
        Ok(edited)
    }

    fn says(&mut self, thread: Option<ThreadId>, text: &str) -> CommentData {
        let edited = self.edit(&comment(thread, text)).unwrap().unwrap();
        let id = *edited.touched.comments.first().unwrap();
        assert_eq!(edited.touched.comments.len(), 1);
        self.review
            .comments()
            .iter()
            .find(|comment| comment.comment == id)
            .unwrap()
            .clone()
    }

    fn resolves(&mut self, thread: ThreadId, resolved: bool) -> Option<ReviewEdited> {
        self.edit(&ReviewEdit::Resolve { thread, resolved })
            .unwrap()
    }
}

fn comment(thread: Option<ThreadId>, text: &str) -> ReviewEdit {
    ReviewEdit::Comment {
        thread,
        line: LineId::new(&mut dice(5)),
        indicator: None,
        field: "actionLine".to_owned(),
        quote: "Socializar 😀".to_owned(),
        text: text.to_owned(),
        credit: None,
        mentions: Vec::new(),
        internal: false,
        anchor: None,
    }
}

/// The comments kept current are those read anew.
fn check(review: &Review) {
    if let Ok(snapshot) = review.snapshot() {
        let anew = Review::load([&snapshot[..]], [9; 16], author(9)).unwrap();
        assert_eq!(anew.comments(), review.comments());
        assert_eq!(anew.hydrated(), review.hydrated());
    }
}

#[test]
fn a_conversation() {
    let mut first = Reviewer::founds();
    let mut second = Reviewer::joins(2, &first);
    let opened = first.says(None, "¿Se socializó con la SFA?");
    assert_eq!((opened.author, opened.resolved), (author(1), false));
    assert_eq!(
        (opened.field.as_str(), opened.quote.as_str()),
        ("actionLine", "Socializar 😀")
    );
    second.review.merge_from(&first.made, author(1)).unwrap();
    let answer = second.says(Some(opened.thread), "Sí, en abril.");
    assert_eq!((answer.line, answer.thread), (opened.line, opened.thread));
    let touched = first.review.merge_from(&second.made, author(2)).unwrap();
    assert_eq!(
        touched.comments.iter().copied().collect::<Vec<_>>(),
        [answer.comment]
    );
    let texts: Vec<_> = first
        .review
        .comments()
        .iter()
        .map(|comment| &comment.text[..])
        .collect();
    assert_eq!(texts, ["¿Se socializó con la SFA?", "Sí, en abril."]);
    assert_eq!(first.review.comments()[1].author, author(2));

    let edited = first.resolves(opened.thread, true).unwrap();
    assert_eq!(
        edited.touched.comments.len(),
        2,
        "both comments of the thread"
    );
    assert!(
        first
            .review
            .comments()
            .iter()
            .all(|comment| comment.resolved)
    );
    assert!(
        first.resolves(opened.thread, true).is_none(),
        "twice is once"
    );
    assert!(first.resolves(opened.thread, false).is_some());
    assert!(
        first
            .review
            .comments()
            .iter()
            .all(|comment| !comment.resolved)
    );
    check(&first.review);
}

#[test]
fn comments_written_at_once_are_all_kept() {
    let mut first = Reviewer::founds();
    let mut others: Vec<_> = (2..6)
        .map(|number| Reviewer::joins(number, &first))
        .collect();
    let thread = first.says(None, "Abro").thread;
    for other in &mut others {
        other.review.merge(&first.made).unwrap();
        other.says(Some(thread), "Contesto");
        other.says(None, "Y otra cosa");
    }
    others[0].resolves(thread, true);
    for other in &others {
        first.review.merge(&other.made).unwrap();
        check(&first.review);
    }
    assert_eq!(first.review.comments().len(), 9);
    assert_eq!(
        first
            .review
            .comments()
            .iter()
            .filter(|comment| comment.resolved)
            .count(),
        5
    );
}

#[test]
fn closed_by_one_and_opened_by_another_is_open() {
    let mut first = Reviewer::founds();
    let thread = first.says(None, "Abro").thread;
    first.resolves(thread, true);
    let mut second = Reviewer::joins(2, &first);
    first.resolves(thread, false);
    first.resolves(thread, true);
    second.resolves(thread, false);
    first.review.merge(&second.made).unwrap();
    assert!(!first.review.comments()[0].resolved);
    assert!(first.resolves(thread, true).is_some());
    assert!(first.review.comments()[0].resolved);
}

#[test]
fn what_an_import_brings_keeps_its_author() {
    let mut first = Reviewer::founds();
    let ReviewEdit::Comment { line, field, .. } = comment(None, "") else {
        unreachable!()
    };
    let indicator = Some(model::IndicatorId::new(&mut dice(8)));
    let credit = Credit {
        author: "Berta".to_owned(),
        at_ms: Some(1_681_900_000_000),
    };
    first
        .edit(&ReviewEdit::Comment {
            thread: None,
            line,
            indicator,
            field,
            quote: "x".repeat(limits::COMMENT_UTF16_UNITS_MAX + 10),
            text: "Socializar con SFA".to_owned(),
            credit: Some(credit.clone()),
            mentions: Vec::new(),
            internal: false,
            anchor: None,
        })
        .unwrap()
        .unwrap();
    let comment = &first.review.comments()[0];
    assert_eq!(comment.credit.as_ref(), Some(&credit));
    assert_eq!(comment.written_ms(), 1_681_900_000_000);
    assert_eq!(comment.indicator, indicator);
    assert_eq!(
        comment.quote.len(),
        limits::COMMENT_UTF16_UNITS_MAX,
        "a quote is cut"
    );
}

#[test]
fn what_cannot_be_said() {
    let mut empty = Review::empty([3; 16], author(3));
    let answer = empty.edit(&comment(None, "x"), 0, &mut dice(1));
    assert!(matches!(answer, Err(EditError::NotFounded)));
    let mut first = Reviewer::founds();
    let stranger = ThreadId::new(&mut dice(3));
    for edit in [
        comment(Some(stranger), "x"),
        ReviewEdit::Resolve {
            thread: stranger,
            resolved: true,
        },
    ] {
        assert!(matches!(
            first.edit(&edit),
            Err(EditError::ThreadUnknown(_))
        ));
    }
    let long = "x".repeat(limits::COMMENT_UTF16_UNITS_MAX);
    assert!(first.edit(&comment(None, &long)).unwrap().is_some());
    let answer = first.edit(&comment(None, &(long + "x")));
    assert!(matches!(answer, Err(EditError::TextTooLong { .. })));
}

#[test]
fn the_plumbing_is_the_documents() {
    let mut first = Reviewer::founds();
    for n in 0..30 {
        first.says(None, &format!("Comentario {n}"));
    }
    let mut second = Review::empty([2; 16], author(2));
    assert!(matches!(
        second.merge_from(&first.made, author(7)),
        Err(MergeError::NotBy(_))
    ));
    assert!(second.comments().is_empty());
    let touched = second.merge_from(&first.made, author(1)).unwrap();
    assert_eq!(touched.comments.len(), 30);
    assert_eq!(second.comments(), first.review.comments());
    assert_eq!(second.heads(), first.review.heads());
    assert!(!second.has_missing() && second.contains(&second.heads()[0]));
    assert_eq!(second.change_count(), 31);
    let (format, bytes) = second.pack(&second.heads()).unwrap();
    assert!(format == 0 && !bytes.is_empty());
}
