//! "Mientras estabas sin conexión": what others changed between losing and regaining contact.

use std::collections::{BTreeMap, BTreeSet};

use contract::{AwayItem, AwayKind, CommentView, Row};
use wire::DeviceId;

use crate::people::People;
use crate::screen;

/// Items kept of one absence; past it the list says enough.
pub(crate) const ITEMS_MAX: usize = 500;

/// Watches the read model from the moment contact is regained until everything has arrived.
#[derive(Default)]
pub(crate) struct AwayWatch {
    before: BTreeMap<String, Option<Row>>,
    after: BTreeMap<String, Row>,
    authors: BTreeMap<(String, String), BTreeSet<String>>,
    comments: Vec<CommentView>,
}

impl AwayWatch {
    /// A row changed. Without `author` it was this device's own doing.
    pub(crate) fn row_changed(
        &mut self,
        key: &str,
        before: Option<&Row>,
        after: &Row,
        author: Option<DeviceId>,
        people: &People,
    ) {
        let Some(author) = author else { return };
        self.before
            .entry(key.to_owned())
            .or_insert_with(|| before.cloned());
        self.after.insert(key.to_owned(), after.clone());
        if let Some(before) = before {
            for (field, _, _) in differences(before, after) {
                let authors = self.authors.entry((key.to_owned(), field)).or_default();
                authors.insert(people.name(author));
            }
        } else {
            let authors = self
                .authors
                .entry((key.to_owned(), String::new()))
                .or_default();
            authors.insert(people.name(author));
        }
    }

    /// The comments changed.
    pub(crate) fn comments_changed(&mut self, before: &[CommentView], after: &[CommentView]) {
        let known: BTreeSet<&str> = before
            .iter()
            .map(|comment| comment.comment.as_str())
            .collect();
        self.comments.extend(
            after
                .iter()
                .filter(|comment| !known.contains(comment.comment.as_str()))
                .cloned(),
        );
    }

    /// The list, in the order of the matrix; comments after the cells.
    pub(crate) fn items(self) -> Vec<AwayItem> {
        let mut items = Vec::new();
        for (key, after) in &self.after {
            match self.before.get(key) {
                Some(Some(before)) => self.row_items(key, before, after, &mut items),
                Some(None) | None => {
                    items.push(self.item(key, after, "", AwayKind::Added, "", &after.action_line));
                }
            }
        }
        for comment in &self.comments {
            items.push(AwayItem {
                row: comment.row,
                line: comment.line.clone(),
                indicator: comment.indicator.clone(),
                field: comment.field.clone(),
                kind: AwayKind::Comment,
                author: comment.author.clone(),
                before: comment.quote.clone(),
                after: comment.text.clone(),
            });
        }
        items.sort_by_key(|item| (item.row.unwrap_or(u32::MAX), item.kind == AwayKind::Comment));
        items.truncate(ITEMS_MAX);
        items
    }

    fn row_items(&self, key: &str, before: &Row, after: &Row, items: &mut Vec<AwayItem>) {
        if before.retired != after.retired {
            let kind = if after.retired {
                AwayKind::Retired
            } else {
                AwayKind::Restored
            };
            items.push(self.item(key, after, "retired", kind, "", &after.action_line));
        }
        for (field, was, is) in differences(before, after) {
            if field == "retired" {
                continue;
            }
            let waits = after
                .conflicts
                .iter()
                .any(|conflict| conflict.field == field)
                || after.to_decide.iter().any(|decide| decide.field == field);
            let kind = if waits {
                AwayKind::ToDecide
            } else if before.unsent.contains(&field) {
                AwayKind::Merged
            } else {
                AwayKind::Changed
            };
            items.push(self.item(key, after, &field, kind, &was, &is));
        }
    }

    fn item(
        &self,
        key: &str,
        row: &Row,
        field: &str,
        kind: AwayKind,
        before: &str,
        after: &str,
    ) -> AwayItem {
        let authors = self.authors.get(&(key.to_owned(), field.to_owned()));
        AwayItem {
            row: row.row,
            line: row.line.clone(),
            indicator: row.indicator.clone(),
            field: field.to_owned(),
            kind,
            author: authors
                .map(|authors| authors.iter().cloned().collect::<Vec<_>>().join(", "))
                .unwrap_or_default(),
            before: before.to_owned(),
            after: after.to_owned(),
        }
    }
}

/// Fields in which two states of a row differ, with both texts. A field whose value is the same but
/// that now waits for a decision counts too.
fn differences(before: &Row, after: &Row) -> Vec<(String, String, String)> {
    let was = screen::cells(before);
    let is = screen::cells(after);
    let waiting = |row: &Row| -> BTreeSet<String> {
        let conflicts = row.conflicts.iter().map(|conflict| conflict.field.clone());
        conflicts
            .chain(row.to_decide.iter().map(|decide| decide.field.clone()))
            .collect()
    };
    let newly: BTreeSet<String> = waiting(after)
        .difference(&waiting(before))
        .cloned()
        .collect();
    let names: BTreeSet<&String> = was.keys().chain(is.keys()).collect();
    names
        .into_iter()
        .filter_map(|name| {
            let before = was.get(name).cloned().unwrap_or_default();
            let after = is.get(name).cloned().unwrap_or_default();
            (before != after || newly.contains(name)).then(|| (name.clone(), before, after))
        })
        .collect()
}
