//! What a matrix finds wrong with itself, in short and a page at a time.

use std::collections::BTreeMap;

use contract::{
    FindingLevel, FindingPage, FindingSummary, FindingView, FindingsOf, Language, MatrixAction,
};

use crate::office::Person;

/// Findings of a page at most.
const PAGE_MAX: u32 = 200;

async fn all(ana: &Person, dossier: &str) -> Vec<FindingView> {
    let found = ana.engine.findings(dossier.to_owned(), Language::Spanish);
    found.await.unwrap()
}

async fn summary(ana: &Person, dossier: &str) -> FindingSummary {
    let said = ana
        .engine
        .finding_summary(dossier.to_owned(), Language::Spanish);
    said.await.unwrap()
}

async fn page(
    ana: &Person,
    dossier: &str,
    of: &FindingsOf,
    offset: u32,
    limit: u32,
) -> FindingPage {
    let language = Language::Spanish;
    let page = ana
        .engine
        .finding_page(dossier.to_owned(), of.clone(), offset, limit, language);
    page.await.unwrap()
}

async fn silence(ana: &Person, dossier: &str, key: &str) {
    let silence = MatrixAction::Silence {
        key: key.to_owned(),
        reason: Some("Está bien así.".to_owned()),
    };
    ana.act(dossier, vec![silence]).await;
}

/// What the summary should say of findings: counts by rule, and the cells with marks.
fn check(said: &FindingSummary, found: &[FindingView]) {
    let open = |finding: &&FindingView| finding.silenced.is_none();
    let mut counts: BTreeMap<&str, (u32, u32)> = BTreeMap::new();
    for finding in found {
        let count = counts.entry(&finding.code).or_default();
        *(if open(&finding) {
            &mut count.0
        } else {
            &mut count.1
        }) += 1;
    }
    let rules = said.rules.iter();
    let told = rules.map(|rule| (rule.code.as_str(), (rule.open, rule.silenced)));
    assert_eq!(told.collect::<BTreeMap<_, _>>(), counts);
    assert!(
        said.rules.is_sorted_by_key(|rule| rule.level),
        "errors come first"
    );
    let mut marked: Vec<(String, &str, &str, &str)> = Vec::new();
    for row in &said.rows {
        for mark in row.1.chunks(2) {
            let title = &said.titles[mark[1] as usize];
            let rule = &said.rules[title.rule as usize];
            assert_ne!(
                rule.level,
                FindingLevel::Info,
                "no mark for what is good to know"
            );
            let field = said.fields[mark[0] as usize].as_str();
            marked.push((row.0.clone(), field, &rule.code, &title.text));
        }
    }
    let marks = found
        .iter()
        .filter(open)
        .filter(|finding| finding.level != FindingLevel::Info)
        .filter_map(|finding| {
            let cell = finding.cell.as_ref()?;
            let key = match &cell.indicator {
                Some(indicator) => format!("{}:{indicator}", cell.line),
                None => cell.line.clone(),
            };
            Some((
                key,
                cell.field.as_str(),
                finding.code.as_str(),
                finding.title.as_str(),
            ))
        });
    assert_eq!(marked, marks.collect::<Vec<_>>());
}

#[tokio::test]
async fn in_short_they_say_what_they_say_in_full() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let found = all(&ana, &dossier).await;
    let before = summary(&ana, &dossier).await;
    check(&before, &found);
    assert_eq!(before.version, summary(&ana, &dossier).await.version);
    let wrong = found.iter().find(|one| one.level == FindingLevel::Error);
    silence(&ana, &dossier, &wrong.unwrap().key).await;
    let after = summary(&ana, &dossier).await;
    check(&after, &all(&ana, &dossier).await);
    assert_ne!(after.version, before.version, "the matrix changed");
    let english = ana
        .engine
        .finding_summary(dossier.clone(), Language::English);
    let english = english.await.unwrap();
    assert_ne!(english.version, after.version, "in other words");
    assert_ne!(english.rules[0].title, after.rules[0].title);
    // The window is left, and opened again.
    ana.engine.leave(dossier.clone()).await.unwrap();
    assert_eq!(summary(&ana, &dossier).await, after);
}

#[tokio::test]
async fn pages_hold_the_findings_in_their_order() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    silence(&ana, &dossier, &all(&ana, &dossier).await[3].key).await;
    let found = all(&ana, &dossier).await;
    let version = summary(&ana, &dossier).await.version;
    for rule in summary(&ana, &dossier).await.rules {
        let of = FindingsOf::Rule {
            code: rule.code.clone(),
        };
        let mut paged = Vec::new();
        for offset in (0..rule.open).step_by(2) {
            let page = page(&ana, &dossier, &of, offset, 2).await;
            assert_eq!(page.total, rule.open);
            assert_eq!(page.version, version);
            paged.extend(page.findings);
        }
        let mine = found.iter().filter(|one| one.code == rule.code);
        let open = mine.filter(|one| one.silenced.is_none());
        assert_eq!(paged, open.cloned().collect::<Vec<_>>(), "{}", rule.code);
    }
    let row = ana.row(&dossier, 4).await;
    let of = FindingsOf::Row {
        line: row.line.clone(),
        indicator: row.indicator.clone(),
    };
    let page_of_row = page(&ana, &dossier, &of, 0, PAGE_MAX).await;
    let mine = found.iter().filter(|one| one.row == Some(4));
    assert_eq!(page_of_row.findings, mine.cloned().collect::<Vec<_>>());
    let silenced = |level| FindingsOf::Silenced { level };
    let quiet = page(&ana, &dossier, &silenced(None), 0, PAGE_MAX).await;
    assert_eq!(quiet.total, 1);
    let level = quiet.findings[0].level;
    assert_eq!(quiet.findings[0].silenced.as_ref().unwrap().by, "Ana");
    let same = page(&ana, &dossier, &silenced(Some(level)), 0, PAGE_MAX).await;
    assert_eq!(same, quiet);
    for other in [
        FindingLevel::Error,
        FindingLevel::Warning,
        FindingLevel::Info,
    ] {
        let page = page(&ana, &dossier, &silenced(Some(other)), 0, PAGE_MAX).await;
        assert_eq!(page.total, u32::from(other == level));
    }
}

#[tokio::test]
async fn a_page_has_a_limit() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let line = |at: u32| MatrixAction::AddLine {
        after: None,
        heading: None,
        cells: BTreeMap::from([("actionLine".to_owned(), format!("Publicar el informe {at}"))]),
    };
    ana.act(&dossier, (0..=PAGE_MAX).map(line).collect()).await;
    let of = FindingsOf::Rule {
        code: "IND_MISSING".to_owned(),
    };
    let got = async |offset, limit| {
        page(&ana, &dossier, &of, offset, limit)
            .await
            .findings
            .len()
    };
    assert_eq!(got(0, PAGE_MAX - 1).await, 199);
    assert_eq!(got(0, PAGE_MAX).await, 200);
    assert_eq!(got(0, PAGE_MAX + 1).await, 200);
    assert_eq!(got(0, u32::MAX).await, 200);
    assert_eq!(got(0, 0).await, 0);
    assert_eq!(got(u32::MAX, PAGE_MAX).await, 0);
    let unknown = FindingsOf::Rule {
        code: "NONE".to_owned(),
    };
    assert_eq!(page(&ana, &dossier, &unknown, 0, 1).await.total, 0);
    let nowhere = FindingsOf::Row {
        line: "no line".to_owned(),
        indicator: None,
    };
    let language = Language::Spanish;
    let refused = ana.engine.finding_page(dossier, nowhere, 0, 1, language);
    assert_eq!(refused.await.unwrap_err().code, contract::Code::RowUnknown);
}

#[tokio::test]
async fn those_who_ask_at_once_get_the_same() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let of = FindingsOf::Silenced { level: None };
    let (first, second, third) = tokio::join!(
        summary(&ana, &dossier),
        summary(&ana, &dossier),
        page(&ana, &dossier, &of, 0, 1)
    );
    assert_eq!(first, second);
    assert_eq!(third.version, first.version);
}
