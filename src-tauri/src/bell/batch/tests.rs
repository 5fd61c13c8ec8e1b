#![allow(clippy::unwrap_used)]

use contract::NoticeKind;

use super::*;

fn notice(key: &str, at: &str) -> NoticeView {
    NoticeView {
        key: key.to_owned(),
        kind: NoticeKind::Mention,
        row: Some(4),
        line: "line".to_owned(),
        indicator: None,
        field: "formula".to_owned(),
        subject: String::new(),
        author: "Ana Ruiz".to_owned(),
        at: at.to_owned(),
        text: "lo que dice el comentario".to_owned(),
        now: String::new(),
        unread: true,
    }
}

/// Notices named by letters, the later the newer.
fn list(keys: &str) -> Vec<NoticeView> {
    let keys = keys.chars().rev();
    keys.map(|key| {
        notice(
            &key.to_string(),
            &format!("2026-04-19T10:00:{:02}Z", key as u8 - 60),
        )
    })
    .collect()
}

fn row(line: &str) -> Row {
    let json = serde_json::json!({
        "row": 1, "line": line, "indicator": null, "headings": [], "actionLine": "", "stage": "",
        "responsible": "", "indicatorName": "", "interpretation": "", "unitOfMeasure": "",
        "formula": "", "formulaParts": { "numerator": "", "denominator": "", "factor": "" },
        "frequency": "", "direction": "", "targetBehavior": "", "meansOfVerification": "",
        "baseline": null, "targets": {}, "pendingExternal": false, "retired": false,
        "mergedInto": null, "retiredAndEdited": null, "openComments": 0, "conflicts": [],
        "toDecide": [], "unsent": [],
        "normalized": { "targets": {}, "frequency": null, "unitOfMeasure": null,
            "direction": null, "targetBehavior": null, "baseline": null },
    });
    serde_json::from_value(json).unwrap()
}

/// The keys that are told, in order; "" for nothing.
fn told(batch: &mut Batch, wanted: Notices, now_ms: u64) -> String {
    let news = batch.take(wanted, now_ms).unwrap_or_default();
    let notices = news.into_iter().flat_map(|news| news.notices);
    notices.map(|notice| notice.key).collect()
}

#[test]
fn what_stood_at_the_start_is_not_told_and_what_comes_is_told_once() {
    let mut batch = Batch::default();
    batch.remember("d", &list("ab"));
    batch.notices("d", &list("ab"), false, 0);
    assert_eq!(batch.due_ms(), None);

    batch.notices("d", &list("abc"), false, 1_000);
    assert_eq!(batch.due_ms(), Some(1_000 + GATHER_MS));
    assert_eq!(
        told(&mut batch, Notices::ForMe, 1_000),
        "",
        "others may come with it"
    );
    assert_eq!(told(&mut batch, Notices::ForMe, 1_000 + GATHER_MS), "c");

    // It goes, and comes back.
    batch.notices("d", &list("ab"), false, 300_000);
    batch.notices("d", &list("abc"), false, 400_000);
    assert_eq!(batch.due_ms(), None);
    assert_eq!(told(&mut batch, Notices::ForMe, 900_000), "");
}

#[test]
fn one_a_minute_at_most_and_each_says_all_since_the_person_last_looked() {
    let mut batch = Batch::default();
    batch.notices("d", &list("a"), false, 0);
    assert_eq!(told(&mut batch, Notices::ForMe, GATHER_MS), "a");
    batch.notices("d", &list("ab"), false, 6_000);
    batch.notices("d", &list("abc"), false, 50_000);
    assert_eq!(batch.due_ms(), Some(GATHER_MS + APART_MS));
    assert_eq!(
        told(&mut batch, Notices::ForMe, GATHER_MS + APART_MS - 1),
        ""
    );
    assert_eq!(
        told(&mut batch, Notices::ForMe, GATHER_MS + APART_MS),
        "cba",
        "it takes the place of the one before"
    );

    batch.looked();
    batch.notices("d", &list("abcd"), false, 200_000);
    assert_eq!(told(&mut batch, Notices::ForMe, 300_000), "d");
}

#[test]
fn nothing_is_told_of_what_the_person_saw_come() {
    let mut batch = Batch::default();
    batch.notices("d", &list("a"), true, 0);
    batch.notices("d", &list("a"), false, 10_000);
    assert_eq!(batch.due_ms(), None);

    // They look before it was told.
    batch.notices("d", &list("ab"), false, 20_000);
    batch.looked();
    assert_eq!(batch.due_ms(), None);
    batch.notices("d", &list("abc"), false, 30_000);
    assert_eq!(told(&mut batch, Notices::ForMe, 40_000), "c");
}

#[test]
fn what_was_read_or_withdrawn_before_it_was_told_is_not() {
    let mut batch = Batch::default();
    batch.notices("d", &list("abc"), false, 0);
    let mut read = list("ab");
    for notice in &mut read {
        notice.unread = notice.key == "b";
    }
    batch.notices("d", &read, false, 1_000);
    assert_eq!(told(&mut batch, Notices::ForMe, 10_000), "b");

    let mut batch = Batch::default();
    batch.notices("d", &list("a"), false, 0);
    batch.notices("d", &[], false, 1_000);
    assert_eq!(told(&mut batch, Notices::ForMe, 10_000), "");
}

#[test]
fn what_is_not_wanted_is_dropped_not_kept_for_later() {
    let mut batch = Batch::default();
    batch.notices("d", &list("a"), false, 0);
    batch.rows("d", &[row("1")], false, 0);
    assert_eq!(batch.take(Notices::Never, 10_000), None);
    assert_eq!(batch.take(Notices::All, 900_000), None);

    // Nothing was told: the next does not wait for a minute to pass.
    batch.notices("d", &list("ab"), false, 11_000);
    assert_eq!(told(&mut batch, Notices::All, 11_000 + GATHER_MS), "b");
}

#[test]
fn rows_of_others_are_told_to_who_wants_all_and_counted_once() {
    let mut batch = Batch::default();
    batch.rows("d", &[row("1"), row("2")], false, 0);
    batch.rows("d", &[row("2")], false, 100);
    batch.rows("d", &[row("3")], true, 200);
    let news = batch.take(Notices::All, 10_000).unwrap();
    assert_eq!((news[0].rows, news[0].notices.len()), (2, 0));

    let mut batch = Batch::default();
    batch.rows("d", &[row("1")], false, 0);
    assert_eq!(batch.take(Notices::ForMe, 10_000), None);
}

#[test]
fn what_was_told_is_not_told_again_for_want_of_anything_new() {
    let mut batch = Batch::default();
    batch.notices("d", &list("a"), false, 0);
    assert_eq!(told(&mut batch, Notices::ForMe, 10_000), "a");
    // Rows that are not wanted, and a notice read before its time.
    batch.rows("d", &[row("1")], false, 100_000);
    batch.notices("d", &list("ab"), false, 100_000);
    batch.notices("d", &list("a"), false, 101_000);
    assert_eq!(told(&mut batch, Notices::ForMe, 200_000), "");
    assert_eq!(batch.due_ms(), None);
}

#[test]
fn dossiers_are_told_together_the_newest_first() {
    let mut batch = Batch::default();
    batch.notices("one", &list("a"), false, 0);
    batch.notices("other", &list("bc"), false, 1_000);
    let news = batch.take(Notices::ForMe, 10_000).unwrap();
    let order: Vec<&str> = news.iter().map(|news| news.dossier.as_str()).collect();
    assert_eq!(order, ["other", "one"]);
}
