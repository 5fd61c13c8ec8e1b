//! Acts as they lie in the document: each a map of its own at the root, under a key that nobody else
//! can have drawn. So two devices never make the same container twice, and an older version leaves
//! them alone.

use std::collections::BTreeMap;

use automerge::{ObjId, ROOT, hydrate};
use document::{Author, NewMap, Record, Version, View};
use model::HeadingId;

use crate::act::{Act, ActData, LineState, Outcome, Verdict};
use crate::limits::{ACT_CELLS_MAX, ACT_OVER_MAX, MENTIONS_MAX};
use crate::schema::{
    ACT_PREFIX, AT_MS, BASE, FIELD, IMPORTED_AT_MS, IMPORTED_AUTHOR, INDICATOR, LINE, MENTIONS,
    TEXT,
};
use crate::{ActId, CommentId, Credit};

const KIND: &str = "kind";
const OVER: &str = "over";
const BEFORE: &str = "before";
const VALUE: &str = "value";
const REASON: &str = "reason";
const AFTER: &str = "after";
const HEADING: &str = "heading";
const CELLS: &str = "cells";
const RETIRED: &str = "retired";
const ABOUT: &str = "about";
const OUTCOME: &str = "outcome";
const BODY: &str = "body";
const NOTE: &str = "note";
const ON: &str = "on";
const DUE: &str = "due";
const STATE: &str = "state";
const NOTIFY: &str = "notify";
const PERSON: &str = "person";
const NAME: &str = "name";
const REVIEW: &str = "review";
const ROWS: &str = "rows";
const DIGEST: &str = "digest";

/// The act a key of the root names.
pub(crate) fn act_of_key(key: &str) -> Option<ActId> {
    key.strip_prefix(ACT_PREFIX)?.parse().ok()
}

/// The key of an act.
pub(crate) fn key_of(id: ActId) -> String {
    format!("{ACT_PREFIX}{id}")
}

/// Authors in hexadecimal, one after another.
pub(crate) fn write_authors(authors: &[Author]) -> String {
    let names: Vec<String> = authors.iter().map(Author::to_string).collect();
    names.join(" ")
}

/// Reads [`write_authors`]; what is not an author is passed over.
pub(crate) fn read_authors(text: &str) -> Vec<Author> {
    let authors = text.split(' ').filter_map(document::parse_hash);
    authors
        .take(MENTIONS_MAX)
        .map(|hash| Author(hash.0))
        .collect()
}

/// Whom a file names, beside what came out of it.
pub(crate) fn write_credit(map: NewMap, credit: Option<&Credit>) -> NewMap {
    let Some(Credit { author, at_ms }) = credit else {
        return map;
    };
    let at_ms = at_ms.map(|at_ms| at_ms.to_string()).unwrap_or_default();
    map.put_written(IMPORTED_AUTHOR, author)
        .put_written(IMPORTED_AT_MS, &at_ms)
}

/// Reads [`write_credit`]. What names nobody came out of no file.
pub(crate) fn read_credit(view: View<'_>, record: &Record) -> Option<Credit> {
    let author = view.register(record, IMPORTED_AUTHOR).value;
    (!author.is_empty()).then(|| Credit {
        author,
        at_ms: view.register(record, IMPORTED_AT_MS).value.parse().ok(),
    })
}

/// An act as the map it will be.
pub(crate) fn write(data: &ActData) -> hydrate::Value {
    let over: Vec<String> = data.over.iter().map(ActId::to_string).collect();
    let map = NewMap::default()
        .put(KIND, kind(&data.act))
        .put(AT_MS, data.at_ms)
        .put_written(OVER, &over.join(" "));
    fill(write_credit(map, data.credit.as_ref()), &data.act).into()
}

fn kind(act: &Act) -> &'static str {
    match act {
        Act::EditComment { .. } => "editComment",
        Act::WithdrawComment { .. } => "withdrawComment",
        Act::Suggest { .. } => "suggest",
        Act::SuggestLine { .. } => "suggestLine",
        Act::SuggestRetire { .. } => "suggestRetire",
        Act::Verdict { .. } => "verdict",
        Act::Consult { .. } => "consult",
        Act::Answer { .. } => "answer",
        Act::State { .. } => "state",
        Act::Window { .. } => "window",
        Act::WindowChange { .. } => "windowChange",
        Act::Verify { .. } => "verify",
        Act::CloseVersion { .. } => "closeVersion",
    }
}

fn some<T: ToString>(id: Option<&T>) -> String {
    id.map(T::to_string).unwrap_or_default()
}

fn fill(map: NewMap, act: &Act) -> NewMap {
    match act {
        Act::EditComment {
            comment,
            text,
            mentions,
        } => map
            .put(ABOUT, comment.to_string())
            .put_written(TEXT, text)
            .put_written(MENTIONS, &write_authors(mentions)),
        Act::WithdrawComment { comment } => map.put(ABOUT, comment.to_string()),
        Act::Suggest {
            line,
            indicator,
            field,
            base,
            before,
            value,
            reason,
        } => map
            .put(LINE, line.to_string())
            .put_written(INDICATOR, &some(indicator.as_ref()))
            .put(FIELD, field.as_str())
            .put(BASE, base.to_hex())
            .put_written(BEFORE, before)
            .put_written(VALUE, value)
            .put_written(REASON, reason),
        Act::SuggestLine {
            after,
            heading,
            cells,
            base,
            reason,
        } => {
            let cells = cells.iter().fold(NewMap::default(), |map, (field, value)| {
                map.put(field, value.as_str())
            });
            map.put_written(AFTER, &some(after.as_ref()))
                .put_written(HEADING, &some(heading.as_ref()))
                .map(CELLS, cells)
                .put(BASE, base.to_hex())
                .put_written(REASON, reason)
        }
        Act::SuggestRetire {
            line,
            retired,
            base,
            before,
            reason,
        } => map
            .put(LINE, line.to_string())
            .put(RETIRED, *retired)
            .put(BASE, base.to_hex())
            .put_written(BEFORE, before)
            .put_written(REASON, reason),
        Act::Verdict {
            suggestion,
            verdict,
            applied,
            reason,
        } => map
            .put(ABOUT, suggestion.to_string())
            .put(OUTCOME, verdict.as_str())
            .put_written(VALUE, applied)
            .put_written(REASON, reason),
        Act::Consult {
            line,
            indicator,
            field,
            body,
            question,
            note,
            asked_on,
            due_on,
        } => map
            .put(LINE, line.to_string())
            .put_written(INDICATOR, &some(indicator.as_ref()))
            .put_written(FIELD, field)
            .put(BODY, body.as_str())
            .put_written(TEXT, question)
            .put_written(NOTE, note)
            .put(ON, asked_on.as_str())
            .put_written(DUE, due_on),
        Act::Answer {
            consultation,
            answer,
            answered_on,
            outcome,
        } => map
            .put(ABOUT, consultation.to_string())
            .put_written(TEXT, answer)
            .put_written(ON, answered_on)
            .put_written(OUTCOME, outcome.map_or("", Outcome::as_str)),
        Act::State {
            line,
            state,
            reason,
            matrix,
        } => map
            .put(LINE, line.to_string())
            .put(STATE, state.as_str())
            .put_written(REASON, reason)
            .put(BASE, matrix.to_hex()),
        Act::Window {
            closes_on,
            notify_to,
            note,
            matrix,
        } => map
            .put(ON, closes_on.as_str())
            .put_written(NOTIFY, notify_to)
            .put_written(NOTE, note)
            .put(BASE, matrix.to_hex()),
        Act::WindowChange {
            window,
            closes_on,
            reason,
        } => map
            .put(ABOUT, window.to_string())
            .put_written(ON, closes_on)
            .put_written(REASON, reason),
        Act::Verify {
            line,
            indicator,
            corrected,
            value,
            person,
            note,
        } => map
            .put(LINE, line.to_string())
            .put(INDICATOR, indicator.to_string())
            .put(OUTCOME, if *corrected { "corrected" } else { "verified" })
            .put_written(VALUE, value)
            .put_written(PERSON, person)
            .put_written(NOTE, note),
        Act::CloseVersion {
            name,
            note,
            matrix,
            review,
            rows,
            digest,
        } => map
            .put(NAME, name.as_str())
            .put_written(NOTE, note)
            .put(BASE, matrix.to_hex())
            .put(REVIEW, review.to_hex())
            .put(ROWS, *rows)
            .put(DIGEST, digest.as_str()),
    }
}

/// Reads an act; `None`: there is none under its key, or it is of a newer version.
pub(crate) fn read(view: View<'_>, id: ActId) -> Option<(ObjId, ActData)> {
    let object = view.child(&ROOT, &key_of(id))?;
    let record = view.record(&object);
    let value = |key: &str| view.register(&record, key).value;
    let over = value(OVER);
    let act = parse(view, &record)?;
    let data = ActData {
        id,
        author: view.stamp_of(&object).author,
        at_ms: value(AT_MS).parse().unwrap_or(0),
        credit: read_credit(view, &record).filter(|_| act.is_creditable()),
        act,
        over: over
            .split(' ')
            .filter_map(|id| id.parse().ok())
            .take(ACT_OVER_MAX)
            .collect(),
    };
    // What a hostile program wrote past the limits is not shown.
    data.check().ok()?;
    Some((object, data))
}

fn parse(view: View<'_>, record: &Record) -> Option<Act> {
    let value = |key: &str| view.register(record, key).value;
    let version = |key: &str| Version::from_hex(&value(key)).ok();
    let comment = || value(ABOUT).parse::<CommentId>().ok();
    let about = || value(ABOUT).parse::<ActId>().ok();
    Some(match value(KIND).as_str() {
        "editComment" => Act::EditComment {
            comment: comment()?,
            text: value(TEXT),
            mentions: read_authors(&value(MENTIONS)),
        },
        "withdrawComment" => Act::WithdrawComment {
            comment: comment()?,
        },
        "suggest" => Act::Suggest {
            line: value(LINE).parse().ok()?,
            indicator: value(INDICATOR).parse().ok(),
            field: value(FIELD),
            base: version(BASE)?,
            before: value(BEFORE),
            value: value(VALUE),
            reason: value(REASON),
        },
        "suggestLine" => Act::SuggestLine {
            after: value(AFTER).parse().ok(),
            heading: value(HEADING).parse::<HeadingId>().ok(),
            cells: cells(view, record),
            base: version(BASE)?,
            reason: value(REASON),
        },
        "suggestRetire" => Act::SuggestRetire {
            line: value(LINE).parse().ok()?,
            retired: value(RETIRED) == "true",
            base: version(BASE)?,
            before: value(BEFORE),
            reason: value(REASON),
        },
        "verdict" => Act::Verdict {
            suggestion: about()?,
            verdict: Verdict::read(&value(OUTCOME))?,
            applied: value(VALUE),
            reason: value(REASON),
        },
        "consult" => Act::Consult {
            line: value(LINE).parse().ok()?,
            indicator: value(INDICATOR).parse().ok(),
            field: value(FIELD),
            body: value(BODY),
            question: value(TEXT),
            note: value(NOTE),
            asked_on: value(ON),
            due_on: value(DUE),
        },
        "answer" => Act::Answer {
            consultation: about()?,
            answer: value(TEXT),
            answered_on: value(ON),
            outcome: match value(OUTCOME).as_str() {
                "" => None,
                word => Some(Outcome::read(word)?),
            },
        },
        "state" => Act::State {
            line: value(LINE).parse().ok()?,
            state: LineState::read(&value(STATE))?,
            reason: value(REASON),
            matrix: version(BASE)?,
        },
        "window" => Act::Window {
            closes_on: value(ON),
            notify_to: value(NOTIFY),
            note: value(NOTE),
            matrix: version(BASE)?,
        },
        "windowChange" => Act::WindowChange {
            window: about()?,
            closes_on: value(ON),
            reason: value(REASON),
        },
        "verify" => Act::Verify {
            line: value(LINE).parse().ok()?,
            indicator: value(INDICATOR).parse().ok()?,
            corrected: value(OUTCOME) == "corrected",
            value: value(VALUE),
            person: value(PERSON),
            note: value(NOTE),
        },
        "closeVersion" => Act::CloseVersion {
            name: value(NAME),
            note: value(NOTE),
            matrix: version(BASE)?,
            review: version(REVIEW)?,
            rows: value(ROWS).parse().ok()?,
            digest: value(DIGEST),
        },
        _ => return None,
    })
}

fn cells(view: View<'_>, record: &Record) -> BTreeMap<String, String> {
    let Some(object) = record.map_at(CELLS) else {
        return BTreeMap::new();
    };
    let cells = view.record(object);
    let keys: Vec<String> = cells.keys().map(str::to_owned).collect();
    keys.into_iter()
        .take(ACT_CELLS_MAX + 1)
        .map(|key| {
            let value = view.register(&cells, &key).value;
            (key, value)
        })
        .collect()
}
