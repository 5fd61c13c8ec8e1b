//! Two people decided the same proposal differently at once, and somebody settles it.

use std::cell::RefCell;

use contract::{DecisionKind, DecisionView, ReviewAction, RoleName, SuggestionStatus};

use crate::office::{Person, PostOffice, eventually};

const FIELD: &str = "actionLine";

struct Table {
    ana: Person,
    beto: Person,
    dossier: String,
    office: RefCell<PostOffice>,
}

impl Table {
    async fn with_an_editor() -> Self {
        let office = PostOffice::open();
        let ana = Person::new("Ana").await;
        let dossier = ana.example().await;
        let link = ana.invite(&dossier, RoleName::Editor, &office.url()).await;
        ana.engine.sync(Some(dossier.clone())).await.unwrap();
        let beto = Person::new("Beto").await;
        beto.engine.join(link).await.unwrap();
        let table = Self {
            ana,
            beto,
            dossier,
            office: RefCell::new(office),
        };
        table.meet().await;
        table
    }

    /// Until both know the same.
    async fn meet(&self) {
        eventually("both know the same", || async {
            let ana = self.knows(&self.ana).await;
            (ana == self.knows(&self.beto).await).then_some(())
        })
        .await;
    }

    /// What somebody holds of the matrix and of what was said of it.
    async fn knows(
        &self,
        person: &Person,
    ) -> (String, Vec<(String, SuggestionStatus)>, Vec<String>) {
        let opened = person.engine.open_dossier(self.dossier.clone(), None).await;
        let opened = opened.unwrap();
        let suggestions = opened.review.suggestions.into_iter();
        let decisions = opened.review.decisions.into_iter();
        (
            opened.version,
            suggestions
                .map(|one| (one.suggestion, one.status))
                .collect(),
            decisions.map(|one| one.key).collect(),
        )
    }

    async fn reads(&self, person: &Person) -> String {
        person.row(&self.dossier, 4).await.action_line
    }

    /// Ana proposes, Beto takes it in, Ana refuses it, and they learn of it.
    async fn decided_differently(&self, value: &str) -> DecisionView {
        let row = self.ana.row(&self.dossier, 4).await;
        let suggest = ReviewAction::Suggest {
            line: row.line,
            indicator: row.indicator,
            field: FIELD.to_owned(),
            value: value.to_owned(),
            base: None,
            reason: String::new(),
        };
        let made = self.ana.review(&self.dossier, vec![suggest]).await;
        let suggestion = made.unwrap().made.remove(0);
        self.meet().await;
        self.office.borrow_mut().stop();
        let accept = ReviewAction::Accept {
            suggestion: suggestion.clone(),
            hunks: None,
            reason: String::new(),
        };
        let accepted = self.beto.review(&self.dossier, vec![accept]).await;
        accepted.unwrap();
        let refuse = ReviewAction::Refuse {
            suggestion,
            reason: "no se acordó".to_owned(),
        };
        let refused = self.ana.review(&self.dossier, vec![refuse]).await;
        refused.unwrap();
        self.office.borrow_mut().start();
        self.meet().await;
        let mut waiting = self.ana.shown(&self.dossier).await.decisions;
        assert_eq!(waiting.len(), 1);
        let decision = waiting.remove(0);
        assert_eq!(decision.kind, DecisionKind::Verdicts);
        decision
    }

    /// Ana settles it as one of them decided.
    async fn settles(&self, decision: &DecisionView, as_who: &str) {
        let mut choices = decision.choices.iter();
        let choice = choices.find(|choice| choice.author == as_who).unwrap();
        let (dossier, key) = (self.dossier.clone(), decision.key.clone());
        let decided = self.ana.engine.decide(dossier, key, choice.choose);
        decided.await.unwrap();
        self.meet().await;
        for person in [&self.ana, &self.beto] {
            let shown = person.shown(&self.dossier).await;
            assert_eq!(shown.decisions, []);
        }
    }
}

#[tokio::test]
async fn settled_as_refused_the_cell_reads_as_before_and_undo_brings_it_back() {
    let table = Table::with_an_editor().await;
    let before = table.reads(&table.ana).await;
    let proposed = format!("{before} Con enfoque de género.");
    let decision = table.decided_differently(&proposed).await;
    assert_eq!(table.reads(&table.ana).await, proposed);

    table.settles(&decision, "Ana").await;
    for person in [&table.ana, &table.beto] {
        assert_eq!(table.reads(person).await, before);
        let shown = person.shown(&table.dossier).await;
        assert_eq!(shown.suggestions[0].status, SuggestionStatus::Refused);
    }
    // An edit as any other: one step of who settled it.
    let undone = table.ana.engine.undo(table.dossier.clone()).await;
    assert_eq!(undone.unwrap().changed.len(), 1);
    assert_eq!(table.reads(&table.ana).await, proposed);
}

#[tokio::test]
async fn settled_as_refused_what_was_written_since_stays() {
    let table = Table::with_an_editor().await;
    let before = table.reads(&table.ana).await;
    let decision = table
        .decided_differently(&format!("{before} De más."))
        .await;
    let later = format!("Primero. {before} De más.");
    table.beto.set(&table.dossier, 4, FIELD, &later).await;
    table.meet().await;

    table.settles(&decision, "Ana").await;
    assert_eq!(table.reads(&table.beto).await, format!("Primero. {before}"));
}

#[tokio::test]
async fn settled_as_accepted_the_cell_stays_as_it_is() {
    let table = Table::with_an_editor().await;
    let before = table.reads(&table.ana).await;
    let proposed = format!("{before} Con enfoque de género.");
    let decision = table.decided_differently(&proposed).await;
    table.settles(&decision, "Beto").await;
    for person in [&table.ana, &table.beto] {
        assert_eq!(table.reads(person).await, proposed);
        let shown = person.shown(&table.dossier).await;
        assert_eq!(shown.suggestions[0].status, SuggestionStatus::Accepted);
    }
}
