//! Text with the changes tracked in it: what it was before them, and what it would be after one
//! person's.

use std::collections::BTreeMap;

/// A change somebody tracked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) author: String,
    pub(super) dated_unix_s: Option<i64>,
}

/// Index of a mark in [`super::raw::Document::marks`].
pub(super) type MarkId = usize;

/// A piece of text under the same marks.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Run {
    text: String,
    inserted: Option<MarkId>,
    deleted: Option<MarkId>,
}

/// A text in pieces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Runs {
    runs: Vec<Run>,
}

impl Runs {
    pub(super) fn push(&mut self, text: &str, inserted: Option<MarkId>, deleted: Option<MarkId>) {
        if text.is_empty() {
            return;
        }
        match self.runs.last_mut() {
            Some(last) if (last.inserted, last.deleted) == (inserted, deleted) => {
                last.text.push_str(text);
            }
            _ => self.runs.push(Run {
                text: text.to_owned(),
                inserted,
                deleted,
            }),
        }
    }

    pub(super) fn append(&mut self, mut other: Self) {
        self.runs.append(&mut other.runs);
    }

    /// Gives back room that was made for more.
    pub(super) fn shrink(&mut self) {
        for run in &mut self.runs {
            run.text.shrink_to_fit();
        }
        self.runs.shrink_to_fit();
    }

    pub(super) fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The text as it was before anybody's tracked change.
    pub(super) fn before(&self) -> String {
        let kept = self.runs.iter().filter(|run| run.inserted.is_none());
        tidy(kept.map(|run| run.text.as_str()))
    }

    /// The text with every tracked change done.
    pub(super) fn after_all(&self) -> String {
        let kept = self.runs.iter().filter(|run| run.deleted.is_none());
        tidy(kept.map(|run| run.text.as_str()))
    }

    /// For each author of a tracked change: when the last of theirs was made, and the text with theirs
    /// done and nobody else's.
    pub(super) fn after_each(&self, marks: &[Mark]) -> Vec<(Mark, String)> {
        let mut authors: BTreeMap<&str, Option<i64>> = BTreeMap::new();
        let used = |id: &Option<MarkId>| id.and_then(|id| marks.get(id));
        for run in &self.runs {
            for mark in [used(&run.inserted), used(&run.deleted)]
                .into_iter()
                .flatten()
            {
                let latest = authors.entry(&mark.author).or_default();
                *latest = (*latest).max(mark.dated_unix_s);
            }
        }
        let of =
            |id: &Option<MarkId>, author: &str| used(id).is_some_and(|mark| mark.author == author);
        authors
            .into_iter()
            .map(|(author, dated_unix_s)| {
                let kept = self.runs.iter().filter(|run| {
                    (run.inserted.is_none() || of(&run.inserted, author))
                        && !of(&run.deleted, author)
                });
                let mark = Mark {
                    author: author.to_owned(),
                    dated_unix_s,
                };
                (mark, tidy(kept.map(|run| run.text.as_str())))
            })
            .collect()
    }
}

/// Pieces as one text: no blanks at the ends of lines, no empty lines at either end.
fn tidy<'a>(pieces: impl Iterator<Item = &'a str>) -> String {
    let text: String = pieces.collect();
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    lines.join("\n").trim().to_owned()
}
