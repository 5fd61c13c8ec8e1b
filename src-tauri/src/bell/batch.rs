//! What is told through the system, and when: on a given clock, knowing no window and no bus.

use std::collections::{BTreeMap, BTreeSet};

use contract::{NoticeView, Notices, Row};

/// Time between two notifications at least, in milliseconds.
pub(crate) const APART_MS: u64 = 60_000;
/// The first of a batch waits this long for the others, in milliseconds: what comes after a time
/// without connection comes together.
pub(crate) const GATHER_MS: u64 = 5_000;

/// What is news in one dossier since the person last looked at the window.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct DossierNews {
    /// The dossier.
    pub(crate) dossier: String,
    /// What is for this person's eyes, newest first.
    pub(crate) notices: Vec<NoticeView>,
    /// Rows that others changed.
    pub(crate) rows: usize,
}

/// Gathers what comes while nobody looks at the window, and says when to tell it.
#[derive(Debug, Default)]
pub(crate) struct Batch {
    dossiers: BTreeMap<String, Heard>,
    /// When the oldest thing that was not told came.
    waiting_since_ms: Option<u64>,
    told_at_ms: Option<u64>,
}

/// What was heard of one dossier.
#[derive(Debug, Default)]
struct Heard {
    /// Keys of notices that are no news any more. They only grow: a notice that goes and comes back
    /// was already told.
    known: BTreeSet<String>,
    /// News since the person last looked, told or not: a notification takes the place of the one
    /// before, and must say what that one said.
    news: Vec<NoticeView>,
    /// Keys of those that no notification has said yet.
    untold: BTreeSet<String>,
    /// Rows that others changed since then.
    rows: BTreeSet<(String, Option<String>)>,
    /// Whether no notification has counted some of them yet.
    rows_untold: bool,
}

impl Heard {
    fn forget_rows(&mut self) {
        self.rows.clear();
        self.rows_untold = false;
    }

    fn forget_news(&mut self) {
        self.news.clear();
        self.untold.clear();
        self.forget_rows();
    }
}

impl Batch {
    /// Notices that stood when the app started. What was told in an earlier run is among them: they
    /// are on disk before anybody is told.
    pub(crate) fn remember(&mut self, dossier: &str, notices: &[NoticeView]) {
        let heard = self.dossiers.entry(dossier.to_owned()).or_default();
        let keys = notices.iter().map(|notice| notice.key.clone());
        heard.known.extend(keys);
    }

    /// The notices of a dossier, all of them. `looked_at`: whether the person is looking at the
    /// window, where they stand already.
    pub(crate) fn notices(
        &mut self,
        dossier: &str,
        notices: &[NoticeView],
        looked_at: bool,
        now_ms: u64,
    ) {
        let heard = self.dossiers.entry(dossier.to_owned()).or_default();
        // Read elsewhere, withdrawn or decided meanwhile: no longer news.
        let unread: BTreeSet<&str> = notices
            .iter()
            .filter(|notice| notice.unread)
            .map(|notice| notice.key.as_str())
            .collect();
        heard
            .news
            .retain(|notice| unread.contains(notice.key.as_str()));
        heard.untold.retain(|key| unread.contains(key.as_str()));
        for notice in notices {
            let new = heard.known.insert(notice.key.clone());
            if new && notice.unread && !looked_at {
                heard.untold.insert(notice.key.clone());
                heard.news.push(notice.clone());
                self.waiting_since_ms.get_or_insert(now_ms);
            }
        }
    }

    /// Rows of a dossier that others changed.
    pub(crate) fn rows(&mut self, dossier: &str, rows: &[Row], looked_at: bool, now_ms: u64) {
        if looked_at || rows.is_empty() {
            return;
        }
        let heard = self.dossiers.entry(dossier.to_owned()).or_default();
        let keys = rows
            .iter()
            .map(|row| (row.line.clone(), row.indicator.clone()));
        heard.rows.extend(keys);
        heard.rows_untold = true;
        self.waiting_since_ms.get_or_insert(now_ms);
    }

    /// The person looks at the window: whatever came is before their eyes.
    pub(crate) fn looked(&mut self) {
        for heard in self.dossiers.values_mut() {
            heard.forget_news();
        }
        self.waiting_since_ms = None;
    }

    /// When there will be something to tell.
    pub(crate) fn due_ms(&self) -> Option<u64> {
        let gathered = self.waiting_since_ms?.saturating_add(GATHER_MS);
        let apart = self.told_at_ms.map_or(0, |at| at.saturating_add(APART_MS));
        Some(gathered.max(apart))
    }

    /// What is to be told now, if it is time: by dossier, the one with the newest notice first. The
    /// caller tells it.
    pub(crate) fn take(&mut self, wanted: Notices, now_ms: u64) -> Option<Vec<DossierNews>> {
        if self.due_ms()? > now_ms {
            return None;
        }
        self.waiting_since_ms = None;
        let mut told: Vec<DossierNews> = Vec::new();
        let mut fresh = false;
        for (dossier, heard) in &mut self.dossiers {
            match wanted {
                Notices::Never => heard.forget_news(),
                Notices::ForMe => heard.forget_rows(),
                Notices::All => {}
            }
            fresh |= !heard.untold.is_empty() || heard.rows_untold;
            let mut notices = heard.news.clone();
            notices.sort_by(|one, other| (&other.at, &other.key).cmp(&(&one.at, &one.key)));
            let rows = heard.rows.len();
            if !notices.is_empty() || rows > 0 {
                told.push(DossierNews {
                    dossier: dossier.clone(),
                    notices,
                    rows,
                });
            }
        }
        if !fresh {
            return None;
        }
        for heard in self.dossiers.values_mut() {
            heard.untold.clear();
            heard.rows_untold = false;
        }
        let newest = |news: &DossierNews| news.notices.first().map(|notice| notice.at.clone());
        told.sort_by_key(|news| std::cmp::Reverse(newest(news)));
        self.told_at_ms = Some(now_ms);
        Some(told)
    }
}

#[cfg(test)]
mod tests;
