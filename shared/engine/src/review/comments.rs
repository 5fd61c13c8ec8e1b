//! Comments as they are shown: where their rows stand now, where their words are, what is unread.

use std::collections::BTreeMap;

use contract::{AnchorState, AnchorView, CommentView};
use model::{Author, Field, IndicatorId, LineId, Matrix, RowKey, RowView};
use replica::Replica;
use review::{Act, Agreement, Anchor, CommentData, ThreadId};
use wire::DeviceId;

use super::read::ReadMarks;
use crate::people::People;
use crate::screen::rfc3339;

/// The comments, oldest first.
pub(crate) fn views(
    replica: &Replica,
    agreement: &Agreement<'_>,
    people: &People,
    read: &ReadMarks,
) -> Vec<CommentView> {
    let matrix = replica.matrix();
    let places = Places::of(matrix.rows());
    let me = replica.author();
    let mut anchors: BTreeMap<ThreadId, Option<AnchorView>> = BTreeMap::new();
    let comments = replica.comments().iter();
    comments
        .map(|comment| {
            let (line, indicator) = places.now(comment.line, comment.indicator);
            let anchor = *anchors
                .entry(comment.thread)
                .or_insert_with(|| anchor_now(matrix, (line, indicator), comment));
            let device = DeviceId(comment.author.0);
            let imported = comment.credit.is_some();
            let mine = comment.author == me && !imported;
            let mut view = CommentView {
                comment: comment.comment.to_string(),
                thread: comment.thread.to_string(),
                author: match &comment.credit {
                    Some(credit) => credit.author.clone(),
                    None => people.name(device),
                },
                imported,
                device: if imported {
                    String::new()
                } else {
                    device.to_string()
                },
                mine,
                at: rfc3339(comment.written_ms()),
                edited: None,
                withdrawn: false,
                row: places.number(line, indicator),
                line: line.to_string(),
                indicator: indicator.map(|indicator| indicator.to_string()),
                field: comment.field.clone(),
                quote: comment.quote.clone(),
                anchor,
                text: comment.text.clone(),
                mentions: names(&comment.mentions),
                for_me: comment.mentions.contains(&me),
                internal: comment.internal,
                resolved: comment.resolved,
                unread: false,
            };
            if let Some(data) = agreement.comments.get(&comment.comment) {
                if let Act::EditComment { text, mentions, .. } = &data.act {
                    view.text.clone_from(text);
                    view.mentions = names(mentions);
                    view.for_me = mentions.contains(&me);
                    view.edited = Some(rfc3339(data.at_ms));
                } else {
                    view.text.clear();
                    view.withdrawn = true;
                    view.for_me = false;
                }
            }
            view.unread = !mine && !view.withdrawn && read.is_unread(&view.comment, comment.at_ms);
            view
        })
        .collect()
}

/// Rows with a thread about some of their words.
pub(crate) fn anchored(replica: &Replica) -> impl Iterator<Item = LineId> + '_ {
    let comments = replica.comments().iter();
    comments
        .filter(|comment| comment.anchor.is_some())
        .map(|comment| comment.line)
}

fn names(authors: &[Author]) -> Vec<String> {
    let devices = authors.iter().map(|author| DeviceId(author.0));
    devices.map(|device| device.to_string()).collect()
}

fn anchor_now(
    matrix: &Matrix,
    (line, indicator): RowKey,
    comment: &CommentData,
) -> Option<AnchorView> {
    let Anchor { from, to, .. } = comment.anchor.as_ref()?;
    let gone = AnchorView {
        from: 0,
        to: 0,
        state: AnchorState::Gone,
    };
    let Ok(field) = comment.field.parse::<Field>() else {
        return Some(gone);
    };
    // The text of a line that was merged into another is not the other's.
    if line != comment.line && !field.is_of_indicator() {
        return Some(gone);
    }
    let place = |cursor: &str| matrix.cursor_position(line, indicator, field, cursor);
    let (Some(from), Some(to), Some(text)) =
        (place(from), place(to), matrix.text(line, indicator, field))
    else {
        return Some(gone);
    };
    let words: Vec<u16> = text
        .encode_utf16()
        .skip(from)
        .take(to.saturating_sub(from))
        .collect();
    let state = if String::from_utf16_lossy(&words) == comment.quote {
        AnchorState::Whole
    } else if words.is_empty() {
        AnchorState::Gone
    } else {
        AnchorState::Changed
    };
    Some(AnchorView {
        from: from as u32,
        to: to.max(from) as u32,
        state,
    })
}

/// Lines merged one into another and again, followed at most so far.
const MERGES_MAX: usize = 32;

/// Where lines and indicators stand now: what is said of them goes along.
pub(crate) struct Places {
    rows: BTreeMap<RowKey, Option<u32>>,
    lines: BTreeMap<LineId, Option<u32>>,
    of_indicator: BTreeMap<IndicatorId, LineId>,
    merged: BTreeMap<LineId, LineId>,
}

impl Places {
    pub(crate) fn of(rows: &[RowView]) -> Self {
        let mut places = Self {
            rows: BTreeMap::new(),
            lines: BTreeMap::new(),
            of_indicator: BTreeMap::new(),
            merged: BTreeMap::new(),
        };
        for row in rows {
            places.rows.insert(row.key(), row.row);
            let number = places.lines.entry(row.line).or_default();
            *number = number.or(row.row);
            if let Some(indicator) = row.indicator {
                places.of_indicator.insert(indicator, row.line);
            }
            if let Some(into) = row.merged_into {
                places.merged.insert(row.line, into);
            }
        }
        places
    }

    /// An indicator may have gone to another line, a line into another.
    pub(crate) fn now(&self, line: LineId, indicator: Option<IndicatorId>) -> RowKey {
        let moved = indicator.and_then(|indicator| self.of_indicator.get(&indicator));
        if let Some(line) = moved {
            return (*line, indicator);
        }
        let mut line = line;
        for _ in 0..MERGES_MAX {
            let Some(into) = self.merged.get(&line) else {
                break;
            };
            line = *into;
        }
        (line, indicator)
    }

    pub(crate) fn number(&self, line: LineId, indicator: Option<IndicatorId>) -> Option<u32> {
        let row = self.rows.get(&(line, indicator));
        row.copied()
            .unwrap_or_else(|| self.lines.get(&line).copied().flatten())
    }
}
