//! Files that Cotejo exported and that come back: verified as papers, and brought to their dossier.

use std::collections::BTreeMap;
use std::sync::Arc;

use contract::{
    CommentsWanted, DocumentOutcome, ExportOptions, FileComparison, FileDepartureKind,
    FileDifferenceKind, Language, PrintMatch, ReviewAction, SuggestionView,
};
use engine::ImportReading;

use crate::copies::{Copy, Kind};
use crate::office::{Person, comment};

/// Columns of the form, from 0.
const PRIORITY: usize = 1;
const LINE: usize = 2;
const INDICATOR: usize = 3;
const TARGET: usize = 8;

const SENDER: &str = "Rosa Gil";

impl Person {
    async fn exported(&self, dossier: &str, kind: Kind, point: &str) -> Copy {
        let options = ExportOptions {
            point: point.to_owned(),
            comments: CommentsWanted::Shared,
            ..ExportOptions::default()
        };
        let bytes = self
            .engine
            .export(dossier.to_owned(), kind.format(), options);
        Copy::of(kind, &bytes.await.unwrap())
    }

    async fn reading(&self, copy: &Copy) -> Arc<ImportReading> {
        let file = self
            .engine
            .import_open("matriz".to_owned(), copy.bytes())
            .await;
        let reading = self.engine.import_read(&file.unwrap(), None, None).await;
        Arc::new(reading.unwrap())
    }

    /// Compares a copy with its dossier, and brings it there.
    async fn brings(&self, dossier: &str, copy: &Copy) -> FileComparison {
        let reading = self.reading(copy).await;
        let (dossier, sender) = (dossier.to_owned(), SENDER.to_owned());
        let told = self
            .engine
            .file_compare(Arc::clone(&reading), dossier.clone(), sender.clone());
        let told = told.await.unwrap();
        let merged = self.engine.file_merge(reading, dossier, sender).await;
        assert_eq!(merged.unwrap(), told);
        told
    }

    /// The rows: which they are, and what they say.
    async fn lines(&self, dossier: &str) -> Vec<(String, String, String)> {
        let rows = self.matrix(dossier).await.rows.into_iter();
        rows.map(|row| (row.line, row.action_line, format!("{:?}", row.targets)))
            .collect()
    }

    async fn suggested(&self, dossier: &str) -> Vec<SuggestionView> {
        self.shown(dossier).await.suggestions
    }
}

/// Kind, row, field and text of what a file brings.
fn items(told: &FileComparison) -> Vec<(FileDifferenceKind, Option<u32>, &str, &str)> {
    let items = told.items.iter();
    items
        .map(|item| (item.kind, item.row, &*item.field, &*item.file))
        .collect()
}

use FileDifferenceKind::{Cell, Comment, Missing};

#[tokio::test]
async fn a_cell_a_mark_and_a_comment_come_back_once_each_by_who_sent_them() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        let mut copy = ana.exported(&dossier, kind, "now").await;
        let whole = ana.brings(&dossier, &copy).await;
        assert_eq!(
            (items(&whole), whole.matched),
            (vec![], 26),
            "{kind:?}: untouched"
        );
        copy.write(4, TARGET, "90");
        copy.fill(21, 3);
        copy.note(9, INDICATOR, SENDER, "¿De cuándo es este dato?");
        let matches = ana.engine.file_matches(ana.reading(&copy).await).await;
        let matches = matches.unwrap();
        assert!(matches.len() == 1 && matches[0].by_ids, "{kind:?}");

        let before = ana.lines(&dossier).await;
        let comments = ana.engine.comments(dossier.clone()).await.unwrap().len();
        let told = ana.brings(&dossier, &copy).await;
        assert!(told.by_ids);
        assert_eq!((told.matched, told.clashing), (26, 0), "{kind:?}");
        assert_eq!(
            items(&told),
            [
                (Cell, Some(4), "targets.2024", "90"),
                (Cell, Some(21), "pendingExternal", "true"),
                (
                    Comment,
                    Some(9),
                    "indicatorName",
                    "¿De cuándo es este dato?"
                ),
            ],
            "{kind:?}"
        );
        let suggestions = ana.suggested(&dossier).await;
        assert_eq!(suggestions.len(), 2, "{kind:?}");
        assert!(
            suggestions
                .iter()
                .all(|one| one.author == SENDER && one.imported)
        );
        let said = ana.engine.comments(dossier.clone()).await.unwrap();
        assert_eq!(said.len(), comments + 1, "{kind:?}");
        let by_her: Vec<_> = said.iter().filter(|one| one.author == SENDER).collect();
        assert_eq!(
            (by_her.len(), by_her[0].field.as_str()),
            (1, "indicatorName")
        );
        assert_eq!(
            ana.lines(&dossier).await,
            before,
            "{kind:?}: no rows of its own"
        );
        assert_eq!(ana.engine.dossiers().await.unwrap().len(), 1);

        let again = ana.brings(&dossier, &copy).await;
        assert_eq!(
            (items(&again), ana.suggested(&dossier).await.len()),
            (vec![], 2)
        );
    }
}

#[tokio::test]
async fn a_cell_that_changed_on_both_sides_shows_both() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        let mut copy = ana.exported(&dossier, kind, "now").await;
        copy.write(4, TARGET, "90");
        copy.write(5, TARGET, "85");
        ana.set(&dossier, 4, "targets.2024", "80").await;
        ana.set(&dossier, 5, "targets.2024", "85").await;
        ana.set(&dossier, 6, "targets.2024", "20%").await;
        let told = ana.brings(&dossier, &copy).await;
        assert_eq!(
            (told.changed, told.clashing, told.items.len()),
            (1, 1, 1),
            "{kind:?}"
        );
        let item = &told.items[0];
        assert_eq!(
            (item.row, &*item.before, &*item.now, &*item.file),
            (Some(4), "100", "80", "90"),
            "{kind:?}"
        );
        let suggestions = ana.suggested(&dossier).await;
        let one = &suggestions[0];
        assert_eq!(suggestions.len(), 1);
        assert!(one.outdated, "{kind:?}");
        assert_eq!((&*one.before, &*one.now, &*one.value), ("100", "80", "90"));
        assert_eq!(ana.row(&dossier, 4).await.targets["2024"], "80");
        let accept = ReviewAction::Accept {
            suggestion: one.suggestion.clone(),
            hunks: None,
            reason: String::new(),
        };
        ana.review(&dossier, vec![accept]).await.unwrap();
        assert_eq!(ana.row(&dossier, 4).await.targets["2024"], "90");
    }
}

#[tokio::test]
async fn a_row_that_was_moved_or_taken_out_of_a_file_is_no_other_row() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        let whole = ana.exported(&dossier, kind, "now").await;
        let mut moved = Copy::of(kind, &whole.bytes());
        moved.write(22, TARGET, "90");
        moved.swap(21, 22);
        let told = ana.brings(&dossier, &moved).await;
        assert_eq!(
            items(&told),
            [(Cell, Some(22), "targets.2024", "90")],
            "{kind:?}"
        );
        assert_eq!(told.matched, 26);

        // Everything below goes up, and so leaves the list of ids of a workbook behind.
        let mut shorter = Copy::of(kind, &whole.bytes());
        shorter.write(
            23,
            LINE,
            "Supervisar los procedimientos de otra manera, con otras palabras",
        );
        shorter.take_out(17, 26);
        let told = ana.brings(&dossier, &shorter).await;
        let found: Vec<_> = told
            .items
            .iter()
            .map(|item| (item.kind, item.row))
            .collect();
        assert_eq!(found, [(Cell, Some(23)), (Missing, Some(17))], "{kind:?}");
        assert_eq!(told.matched, 25);
    }
}

#[tokio::test]
async fn a_line_with_two_indicators_that_is_written_anew_is_proposed_once() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        let line = ana.row(&dossier, 4).await.line;
        let add = contract::MatrixAction::AddIndicator {
            line,
            cells: BTreeMap::new(),
        };
        ana.act(&dossier, vec![add]).await;
        let mut copy = ana.exported(&dossier, kind, "now").await;
        assert_eq!(items(&ana.brings(&dossier, &copy).await), [], "{kind:?}");
        copy.write(4, LINE, "Recibir las denuncias");
        let told = ana.brings(&dossier, &copy).await;
        let found = [(Cell, Some(4), "actionLine", "Recibir las denuncias")];
        assert_eq!(items(&told), found, "{kind:?}");
        assert_eq!(ana.suggested(&dossier).await.len(), 1);
    }
}

#[tokio::test]
async fn a_file_of_a_version_says_the_same_until_somebody_writes_in_it() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        ana.set(
            &dossier,
            1,
            "meansOfVerification",
            "Informe  anual\nfirmado",
        )
        .await;
        let version = ana.close_version(&dossier, "Mesa 08").await;
        let row = ana.row(&dossier, 9).await;
        ana.comment(
            &dossier,
            &row,
            "formula",
            "Lo que se dice no es lo que dice",
        )
        .await
        .unwrap();
        let whole = ana.exported(&dossier, kind, &version.id).await;
        ana.set(&dossier, 4, "targets.2024", "80").await;
        let verdict = ana.verify(&whole.bytes()).await;
        assert_eq!(
            (verdict.outcome, verdict.file),
            (DocumentOutcome::Version, PrintMatch::SameContent),
            "{kind:?}: {:#?}",
            verdict.rows
        );
        let rows = verdict.rows.unwrap();
        assert_eq!(
            (rows.readable, rows.departures, rows.first.len()),
            (true, 0, 0)
        );
        assert_eq!(
            verdict.changes,
            Some(1),
            "what changed since is another matter"
        );
        assert!(
            verdict.sentence.contains("palabra por palabra"),
            "{}",
            verdict.sentence
        );

        let mut copy = Copy::of(kind, &whole.bytes());
        copy.write(4, TARGET, "90");
        copy.fill(21, 3);
        let verdict = ana.verify(&copy.bytes()).await;
        assert_eq!(verdict.file, PrintMatch::Changed, "{kind:?}");
        let rows = verdict.rows.unwrap();
        assert_eq!(
            (rows.departures, rows.cells),
            (2, 2),
            "{kind:?}: {:#?}",
            rows.first
        );
        let first = &rows.first[0];
        assert_eq!(
            (first.row, &*first.field, &*first.column),
            (Some(4), "targets.2024", "Meta 2024")
        );
        let sentences: Vec<&str> = rows.first.iter().map(|one| &*one.sentence).collect();
        assert_eq!(
            sentences,
            [
                "Renglón 4, Meta 2024: se exportó «100» y el archivo dice «90».",
                "Renglón 21, Sujeta a revisión: se exportó «No» y el archivo dice «Sí».",
            ]
        );
        assert!(
            verdict.sentence.contains("2 diferencias"),
            "{}",
            verdict.sentence
        );
        // Nothing was brought.
        assert!(ana.suggested(&dossier).await.is_empty());
    }
}

#[tokio::test]
async fn rows_that_went_or_moved_and_headings_are_told_too() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        let version = ana.close_version(&dossier, "Mesa 08").await;
        let whole = ana.exported(&dossier, kind, &version.id).await;
        let mut settings = ana.engine.settings().await.unwrap();
        settings.language = Language::English;
        ana.engine.set_settings(settings).await.unwrap();
        let told = async |change: &dyn Fn(&mut Copy)| {
            let mut copy = Copy::of(kind, &whole.bytes());
            change(&mut copy);
            let verdict = ana.verify(&copy.bytes()).await;
            assert_eq!(verdict.file, PrintMatch::Changed, "{kind:?}");
            let first = verdict.rows.unwrap().first;
            let told = first
                .into_iter()
                .map(|one| (one.kind, one.row, one.sentence));
            told.collect::<Vec<_>>()
        };
        let moved = told(&|copy| copy.swap(21, 22)).await;
        assert_eq!(moved.len(), 1, "{kind:?}: {moved:?}");
        assert_eq!(moved[0].0, FileDepartureKind::Moved);
        assert!(moved[0].2.contains("stands in another place"));
        let gone = told(&|copy| copy.take_out(17, 26)).await;
        assert_eq!(gone.len(), 1, "{kind:?}: {gone:?}");
        assert_eq!(
            (gone[0].0, gone[0].1),
            (FileDepartureKind::Missing, Some(17))
        );
        let headed = told(&|copy| copy.write(4, PRIORITY, "7. Otra prioridad")).await;
        assert_eq!(headed.len(), 1, "{kind:?}: {headed:?}");
        assert!(
            headed[0].2.starts_with("Row 4, Priority: «7. "),
            "{}",
            headed[0].2
        );
        assert!(
            headed[0].2.ends_with("the file says «7. Otra prioridad»."),
            "{}",
            headed[0].2
        );
        let part = match kind {
            Kind::Word => "word/document.xml",
            Kind::Excel => "xl/sharedStrings.xml",
            Kind::Calc => "content.xml",
        };
        let column = told(&|copy| copy.replace(part, ">Indicador<", ">Otra cosa<")).await;
        assert_eq!(column.len(), 1, "{kind:?}: {column:?}");
        assert_eq!(
            column[0].2,
            "The column «Indicator» is no longer in the file."
        );
        let most = told(&|copy| copy.keep_rows(3, 26)).await;
        assert_eq!(most.len(), 23, "{kind:?}");
    }
}

#[tokio::test]
async fn a_file_that_is_no_matrix_any_more_is_told_as_such() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        let version = ana.close_version(&dossier, "Mesa 08").await;
        let mut copy = ana.exported(&dossier, kind, &version.id).await;
        copy.keep_rows(0, 26);
        let verdict = ana.verify(&copy.bytes()).await;
        assert_eq!(
            (verdict.outcome, verdict.file),
            (DocumentOutcome::Version, PrintMatch::Changed),
            "{kind:?}"
        );
        let rows = verdict.rows.unwrap();
        assert!(
            !rows.readable && rows.first.is_empty(),
            "{kind:?}: {rows:#?}"
        );
        assert!(
            verdict.sentence.contains("ya no se puede leer"),
            "{}",
            verdict.sentence
        );
    }
}

#[tokio::test]
async fn a_file_of_a_draft_is_told_from_the_matrix_as_it_was_then() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        let whole = ana.exported(&dossier, kind, "now").await;
        ana.set(&dossier, 4, "targets.2024", "90").await;
        let verdict = ana.verify(&whole.bytes()).await;
        assert_eq!(
            (verdict.outcome, verdict.file),
            (DocumentOutcome::Draft, PrintMatch::SameContent),
            "{kind:?}"
        );
        assert_eq!(verdict.changes, Some(1));
        let mut copy = Copy::of(kind, &whole.bytes());
        copy.write(4, TARGET, "90");
        let verdict = ana.verify(&copy.bytes()).await;
        assert_eq!(
            verdict.file,
            PrintMatch::Changed,
            "{kind:?}: the draft said 100"
        );
        assert!(
            verdict.sentence.contains("un borrador"),
            "{}",
            verdict.sentence
        );
    }
}

#[tokio::test]
async fn every_column_that_can_be_exported_is_read_back_as_it_was() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        for (row, field, text) in [
            (1, "responsible", "SFA"),
            (2, "baseline.value", "12.5%"),
            (2, "baseline.year", "2022"),
            (3, "formula.numerator", "Informes publicados"),
            (4, "meansOfVerification", "Informe anual"),
            (5, "direction", "Ascendente"),
        ] {
            ana.set(&dossier, row, field, text).await;
        }
        let version = ana.close_version(&dossier, "Mesa 08").await;
        let offer = ana.engine.export_offer(dossier.clone()).await.unwrap();
        let options = ExportOptions {
            point: version.id,
            columns: offer.columns.iter().map(|one| one.field.clone()).collect(),
            ..ExportOptions::default()
        };
        let bytes = ana.engine.export(dossier, kind.format(), options).await;
        let verdict = ana.verify(&bytes.unwrap()).await;
        assert_eq!(
            verdict.file,
            PrintMatch::SameContent,
            "{kind:?}: {:?}",
            verdict.rows.map(|rows| rows
                .first
                .into_iter()
                .take(3)
                .map(|one| one.sentence)
                .collect::<Vec<_>>())
        );
    }
}

#[tokio::test]
async fn a_comment_that_is_answered_here_comes_back_as_nothing_new() {
    for kind in Kind::ALL {
        let ana = Person::with("Ana", false).await;
        let dossier = ana.example().await;
        let row = ana.row(&dossier, 9).await;
        ana.comment(&dossier, &row, "formula", "Falta la fuente")
            .await
            .unwrap();
        let copy = ana.exported(&dossier, kind, "now").await;
        let said = ana.engine.comments(dossier.clone()).await.unwrap();
        let thread = said
            .iter()
            .find(|one| one.text == "Falta la fuente")
            .unwrap();
        let mut answer = comment(&row, "formula", "Ya está");
        if let ReviewAction::Comment { thread: of, .. } = &mut answer {
            *of = Some(thread.thread.clone());
        }
        ana.review(&dossier, vec![answer]).await.unwrap();
        let told = ana.brings(&dossier, &copy).await;
        assert_eq!(items(&told), [], "{kind:?}");
    }
}
