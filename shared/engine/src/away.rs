//! "Mientras estabas sin conexión": what others changed between losing and regaining contact.

use std::collections::{BTreeMap, BTreeSet};

use contract::{AwayItem, AwayKind, CommentView, Event, Row};
use wire::DossierId;

use crate::desk::{Desk, monotonic_ms};
use crate::screen;
use crate::shelf::VIEW_AWAY;

/// Items kept of one absence; past it the list says enough.
pub(crate) const ITEMS_MAX: usize = 500;

/// Others who were without connection too come back within about this long, in milliseconds: what
/// they bring still belongs to the same list.
pub(crate) const GRACE_MS: u64 = 60_000;

/// How far the clocks of two computers may be apart, in milliseconds, for "before" to mean anything.
const CLOCK_SLACK_MS: u64 = 2_000;

/// Watches the read model from the moment contact is regained until everything has arrived, and a
/// while longer for those who come back a little later.
#[derive(Default)]
pub(crate) struct AwayWatch {
    /// Items of earlier absences that nobody has dismissed.
    earlier: Vec<AwayItem>,
    /// (row key, field) of the cells this device changed without connection.
    mine: BTreeSet<(String, String)>,
    /// When contact was regained, by this computer's clock.
    regained_ms: u64,
    /// When the watch ends; `None` until all that the relay had is here.
    until_ms: Option<u64>,
    before: BTreeMap<String, Option<Row>>,
    after: BTreeMap<String, Row>,
    authors: BTreeMap<(String, String), BTreeSet<String>>,
    comments: Vec<CommentView>,
}

impl AwayWatch {
    pub(crate) fn after(
        earlier: Vec<AwayItem>,
        mine: BTreeSet<(String, String)>,
        regained_ms: u64,
    ) -> Self {
        Self {
            earlier,
            mine,
            regained_ms,
            ..Self::default()
        }
    }

    /// All that the relay had is here.
    pub(crate) fn caught_up(&mut self, now_ms: u64) {
        self.until_ms = Some(now_ms + GRACE_MS);
    }

    /// Whether the list is complete enough to be shown.
    pub(crate) fn is_caught_up(&self) -> bool {
        self.until_ms.is_some()
    }

    pub(crate) fn is_over(&self, now_ms: u64) -> bool {
        self.until_ms.is_some_and(|until_ms| now_ms > until_ms)
    }

    /// Whether anything happened.
    pub(crate) fn is_empty(&self) -> bool {
        self.after.is_empty() && self.comments.is_empty()
    }

    /// A row changed. Without `author` it was this device's own doing. `made_at_ms` tells when what a
    /// field says was written: what people do now, all in contact, is no news of an absence.
    pub(crate) fn row_changed(
        &mut self,
        key: &str,
        before: Option<&Row>,
        after: &Row,
        author: Option<String>,
        made_at_ms: impl Fn(&str) -> Option<u64>,
    ) {
        if self.after.contains_key(key) {
            self.after.insert(key.to_owned(), after.clone());
        }
        let Some(author) = author else { return };
        let fields: Vec<String> = match before {
            Some(before) => differences(before, after)
                .into_iter()
                .map(|(field, _, _)| field)
                .filter(|field| self.was_absent(made_at_ms(field)))
                .collect(),
            None => vec![String::new()],
        };
        if fields.is_empty() {
            return;
        }
        self.before
            .entry(key.to_owned())
            .or_insert_with(|| before.cloned());
        self.after.insert(key.to_owned(), after.clone());
        for field in fields {
            self.authors
                .entry((key.to_owned(), field))
                .or_default()
                .insert(author.clone());
        }
    }

    /// Comments came or read differently.
    pub(crate) fn comments_came(&mut self, comments: &[CommentView]) {
        let regained = screen::rfc3339(self.regained_ms + CLOCK_SLACK_MS);
        let caught_up = self.is_caught_up();
        for comment in comments {
            let news = comment.unread && (!caught_up || comment.at <= regained);
            let known = self.comments.iter();
            let known = known.map(|known| &known.comment);
            if news && !known.collect::<BTreeSet<_>>().contains(&comment.comment) {
                self.comments.push(comment.clone());
            }
        }
    }

    /// Whether something was written before contact was regained. Everything that the relay had
    /// waiting counts, whatever its clock says.
    fn was_absent(&self, made_at_ms: Option<u64>) -> bool {
        !self.is_caught_up()
            || made_at_ms.is_some_and(|made_at_ms| made_at_ms <= self.regained_ms + CLOCK_SLACK_MS)
    }

    /// The list, in the order of the matrix; comments after the cells.
    pub(crate) fn items(&self) -> Vec<AwayItem> {
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
        let mut all = self.earlier.clone();
        all.append(&mut items);
        all.truncate(ITEMS_MAX);
        all
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
            let told = self.authors.contains_key(&(key.to_owned(), field.clone()));
            if field == "retired" || !told {
                continue;
            }
            let waits = after
                .conflicts
                .iter()
                .any(|conflict| conflict.field == field)
                || after.to_decide.iter().any(|decide| decide.field == field);
            let kind = if waits {
                AwayKind::ToDecide
            } else if self.mine.contains(&(key.to_owned(), field.clone())) {
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

impl Desk {
    /// Tells what changed while this device was without connection, as far as it has arrived.
    pub(crate) fn tell_away(&mut self, dossier: DossierId) {
        let Some(shelf) = self.shelves.get_mut(&dossier) else {
            return;
        };
        let Some(watch) = &shelf.away else { return };
        if watch.is_over(monotonic_ms()) {
            shelf.away = None;
            return;
        }
        if watch.is_empty() || !watch.is_caught_up() {
            return;
        }
        let items = watch.items();
        self.round.writes.push(store::Write::View {
            dossier: dossier.0,
            name: VIEW_AWAY.to_owned(),
            bytes: screen::json(&items),
        });
        self.round.events.push(Event::Away {
            dossier: dossier.to_string(),
            items,
        });
    }
}
