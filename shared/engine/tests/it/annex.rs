//! What a dossier hands out: the annex of its matrix, now and as it was closed.

use contract::{
    Code, CommentsWanted, ExportChoices, ExportFormat, ExportOptions, LogoSide, MatrixAction,
    ReviewAction, SheetSize,
};
use paper::{Annex, Logo, PaperSize};

use crate::office::{Person, comment};

/// A picture of one point.
const POINT: &[u8] = include_bytes!("../../../paper/samples/point.png");

async fn person() -> (Person, String) {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.engine.import_example().await.unwrap().dossier;
    (ana, dossier)
}

async fn annex(ana: &Person, dossier: &str, options: ExportOptions) -> Annex {
    ana.engine.annex(dossier.to_owned(), options).await.unwrap()
}

async fn close(ana: &Person, dossier: &str, name: &str) -> contract::VersionView {
    let close = ReviewAction::CloseVersion {
        name: name.to_owned(),
        note: String::new(),
    };
    let closed = ana.review(dossier, vec![close]).await.unwrap();
    closed.review.versions.last().unwrap().clone()
}

fn column(annex: &Annex, field: &str) -> usize {
    let mut columns = annex.columns.iter();
    columns.position(|column| column.field == field).unwrap()
}

#[tokio::test]
async fn the_form_is_printed_in_its_own_columns_and_a_draft_says_so() {
    let (ana, dossier) = person().await;
    let annex = annex(&ana, &dossier, ExportOptions::default()).await;
    let headers: Vec<&str> = annex.columns.iter().map(|column| &*column.header).collect();
    assert_eq!(
        headers,
        [
            "Eje PEA",
            "Prioridad PEA",
            "Lluvia de ideas: Líneas de Acción",
            "Indicador",
            "Interpretación",
            "Tipo",
            "Formula",
            "Frecuencia de Medición",
            "Meta 2024",
            "Meta 2025",
            "Meta 2026"
        ]
    );
    assert_eq!(
        (annex.rows.len(), annex.institution.as_str()),
        (26, "SECOEM")
    );
    let pending = annex.rows.iter().filter(|row| row.pending_external);
    let pending: Vec<u32> = pending.map(|row| row.number).collect();
    assert_eq!(pending, [3, 14, 15, 19, 24, 25, 26]);
    // Prioridad 7 over rows 4 and 5, none over rows 1 to 3.
    let shared = |row: usize| annex.rows[row - 1].cells[1].group;
    assert_eq!(shared(3), None);
    assert!(shared(4).is_some() && shared(4) == shared(5) && shared(5) != shared(6));
    assert!(annex.imprint.is_draft() && annex.imprint.folio.is_empty());
    assert!(annex.comments.is_empty());
    let (rows, digest) = ana
        .engine
        .digest_at(dossier.clone(), "now".to_owned())
        .await
        .unwrap();
    assert_eq!((rows, digest), (26, annex.imprint.digest.clone()));
}

#[tokio::test]
async fn a_closed_version_is_printed_as_it_was_and_its_digest_can_be_worked_out_again() {
    let (ana, dossier) = person().await;
    let version = close(&ana, &dossier, "Versión de la mesa 08").await;
    ana.set(&dossier, 1, "targets.2024", "55").await;
    let of = |point: &str| ExportOptions {
        point: point.to_owned(),
        paper: SheetSize::Oficio,
        ..ExportOptions::default()
    };
    let closed = annex(&ana, &dossier, of(&version.id)).await;
    let now = annex(&ana, &dossier, of("now")).await;
    let at = column(&closed, "targets.2024");
    assert_eq!(closed.rows[0].cells[at].text, "100%");
    assert_eq!(now.rows[0].cells[at].text, "55");
    assert_eq!(closed.paper, PaperSize::Oficio);
    let imprint = &closed.imprint;
    assert_eq!(imprint.version, version.id);
    assert_eq!(imprint.version_name, "Versión de la mesa 08");
    assert_eq!(imprint.digest, version.digest);
    assert_eq!(imprint.point, version.matrix);
    assert!(imprint.folio.starts_with("SECOEM-20"));
    assert!(imprint.folio.ends_with(&version.digest));
    // The matrix it is of names it too.
    let by_matrix = annex(&ana, &dossier, of(&version.matrix)).await;
    assert_eq!(by_matrix.imprint, *imprint);
    let again = ana.engine.digest_at(dossier.clone(), version.id.clone());
    assert_eq!(again.await.unwrap(), (26, version.digest.clone()));
    assert_ne!(now.imprint.digest, version.digest);
    let problem = ana.engine.annex(dossier, of("nunca")).await.unwrap_err();
    assert_eq!(problem.code, Code::PointUnknown);
}

#[tokio::test]
async fn retired_rows_are_not_printed_and_other_columns_only_when_asked() {
    let (ana, dossier) = person().await;
    let line = ana.row(&dossier, 2).await.line;
    ana.act(
        &dossier,
        vec![MatrixAction::RetireLine {
            line,
            retired: true,
        }],
    )
    .await;
    ana.set(&dossier, 1, "responsible", "SFA").await;
    let options = ExportOptions {
        columns: ["state", "pendingExternal", "responsible"]
            .map(str::to_owned)
            .into(),
        ..ExportOptions::default()
    };
    let printed = annex(&ana, &dossier, options).await;
    assert_eq!(printed.rows.len(), 25);
    let headers = printed.columns.iter().skip(11);
    let headers: Vec<&str> = headers.map(|column| &*column.header).collect();
    assert_eq!(headers, ["Responsable", "Sujeta a revisión", "Estado"]);
    let last = |row: usize| {
        let cells = printed.rows[row].cells[11..].iter();
        cells.map(|cell| cell.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(last(0), ["SFA", "", "Borrador"]);
    assert_eq!(last(1), ["", "Sí", "Borrador"]);
    let options = ExportOptions {
        columns: vec!["headings.axis".to_owned()],
        ..ExportOptions::default()
    };
    let problem = ana.engine.annex(dossier, options).await.unwrap_err();
    assert_eq!(problem.code, Code::FieldUnknown);
}

#[tokio::test]
async fn internal_comments_go_out_only_when_asked_for_and_resolved_ones_never() {
    let (ana, dossier) = person().await;
    let row = ana.row(&dossier, 9).await;
    let mut inside = comment(&row, "formula", "Entre nosotros");
    if let ReviewAction::Comment { internal, .. } = &mut inside {
        *internal = true;
    }
    let done = ana.review(&dossier, vec![inside]).await.unwrap();
    let thread = done.comments[0].thread.clone();
    let mut answer = comment(&row, "formula", "Sí");
    if let ReviewAction::Comment { thread: of, .. } = &mut answer {
        *of = Some(thread.clone());
    }
    ana.review(&dossier, vec![answer]).await.unwrap();
    let with = |comments| ExportOptions {
        comments,
        ..ExportOptions::default()
    };
    let texts = |annex: &Annex| {
        let comments = annex.comments.iter();
        comments
            .map(|one| (one.row, one.author.clone(), one.answers))
            .collect::<Vec<_>>()
    };
    let shared = annex(&ana, &dossier, with(CommentsWanted::Shared)).await;
    let notes = [
        (3, "Enlace SECOEM".to_owned(), None),
        (13, "Revisión SFA".to_owned(), None),
    ];
    assert_eq!(texts(&shared), notes);
    let all = annex(&ana, &dossier, with(CommentsWanted::Internal)).await;
    assert_eq!(
        texts(&all)[1..3],
        [(8, "Ana".to_owned(), None), (8, "Ana".to_owned(), Some(1))]
    );
    assert_eq!(all.comments[1].field, "formula");
    let resolve = ReviewAction::ResolveThread {
        thread,
        resolved: true,
    };
    ana.review(&dossier, vec![resolve]).await.unwrap();
    let all = annex(&ana, &dossier, with(CommentsWanted::Internal)).await;
    assert_eq!(texts(&all), notes);
    let offer = ana.engine.export_offer(dossier).await.unwrap();
    assert_eq!((offer.comments, offer.internal), (2, 0));
}

#[tokio::test]
async fn logos_and_choices_are_kept_on_this_computer() {
    let (mut ana, dossier) = person().await;
    let logo = Logo {
        bytes: POINT.to_vec(),
        alt: " Escudo  de la SECOEM ".to_owned(),
    };
    let keep = |logo| ana.engine.keep_logo(dossier.clone(), LogoSide::Right, logo);
    let shown = keep(Some(logo.clone())).await.unwrap().unwrap();
    assert!(shown.url.starts_with("data:image/png;base64,iVBOR"));
    let broken = Logo {
        bytes: b"GIF89a".to_vec(),
        ..logo
    };
    let problem = keep(Some(broken)).await.unwrap_err();
    assert_eq!(problem.code, Code::LogoInvalid);
    let choices = ExportChoices {
        format: ExportFormat::Csv,
        options: ExportOptions {
            label: "ANEXO ÚNICO".to_owned(),
            ..ExportOptions::default()
        },
    };
    ana.engine
        .keep_export_choices(dossier.clone(), choices.clone())
        .await
        .unwrap();
    ana.restart().await;
    let offer = ana.engine.export_offer(dossier.clone()).await.unwrap();
    assert_eq!(offer.last, choices);
    assert_eq!(offer.logo_right, Some(shown));
    assert_eq!(offer.logo_left, None);
    let printed = annex(&ana, &dossier, ExportOptions::default()).await;
    assert_eq!(printed.logo_right.unwrap().alt, "Escudo de la SECOEM");
    let gone = ana.engine.keep_logo(dossier.clone(), LogoSide::Right, None);
    assert_eq!(gone.await.unwrap(), None);
    let offer = ana.engine.export_offer(dossier).await.unwrap();
    assert_eq!(offer.logo_right, None);
}
