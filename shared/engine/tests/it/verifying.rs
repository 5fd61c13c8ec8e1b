//! Papers that somebody hands in, with a typesetter that only writes down what it was given.

use contract::{
    Code, CommentsWanted, DocumentOutcome, DocumentVerdict, ExportOptions, Language, LogoSide,
    MatrixAction, PrintMatch, ReviewAction, SheetSize, Uncompared,
};
use engine::Printer;
use paper::{Annex, Logo, MinutesPaper, PaperMark};

use crate::office::{Person, comment};

const POINT: &[u8] = include_bytes!("../../../paper/samples/point.png");

/// A typesetter whose sheets are the paper as Rust writes it.
pub(crate) struct Typewriter;

impl Printer for Typewriter {
    fn annex(&self, annex: &Annex) -> Option<Vec<u8>> {
        Some(typed(annex))
    }

    fn minutes(&self, minutes: &MinutesPaper, annex: &Annex) -> Option<Vec<u8>> {
        Some(typed_minutes(minutes, annex))
    }
}

/// One that is out of order.
struct Broken;

impl Printer for Broken {
    fn annex(&self, _: &Annex) -> Option<Vec<u8>> {
        None
    }

    fn minutes(&self, _: &MinutesPaper, _: &Annex) -> Option<Vec<u8>> {
        None
    }
}

fn typed(annex: &Annex) -> Vec<u8> {
    let mark = PaperMark::of_annex(annex);
    format!("%PDF-1.7\n{mark}\n{annex:?}\n%%EOF\n").into_bytes()
}

pub(crate) fn typed_minutes(minutes: &MinutesPaper, annex: &Annex) -> Vec<u8> {
    let mark = PaperMark::of_minutes(minutes, Some(annex));
    format!("%PDF-1.7\n{mark}\n{minutes:?}\n{annex:?}\n%%EOF\n").into_bytes()
}

/// The same file with a text in it replaced, wherever it stands.
pub(crate) fn with(bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    assert!(text.contains(from), "{from}");
    text.replace(from, to).into_bytes()
}

impl Person {
    pub(crate) async fn verify(&self, bytes: &[u8]) -> DocumentVerdict {
        let name = "papel.pdf".to_owned();
        let verdict = self
            .engine
            .verify_document(name, bytes.to_vec(), Typewriter);
        verdict.await.unwrap()
    }

    async fn printed(&self, dossier: &str, options: ExportOptions) -> Vec<u8> {
        let annex = self.engine.annex(dossier.to_owned(), options).await;
        typed(&annex.unwrap())
    }

    pub(crate) async fn close_version(&self, dossier: &str, name: &str) -> contract::VersionView {
        let close = ReviewAction::CloseVersion {
            name: name.to_owned(),
            note: String::new(),
        };
        let closed = self.review(dossier, vec![close]).await.unwrap();
        closed.review.versions.last().unwrap().clone()
    }
}

fn at(point: &str) -> ExportOptions {
    ExportOptions {
        point: point.to_owned(),
        ..ExportOptions::default()
    }
}

fn found(verdict: &DocumentVerdict) -> (DocumentOutcome, PrintMatch) {
    (verdict.outcome, verdict.file)
}

use DocumentOutcome::{DossierUnknown, Draft, Mismatch, NotOurs, Version, VersionUnknown};
use PrintMatch::{Added, Changed, Exact, NotCompared};

#[tokio::test]
async fn a_paper_of_a_closed_version_is_printed_again_and_compared() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let version = ana.close_version(&dossier, "Mesa 08").await;
    let paper = ana
        .printed(
            &dossier,
            ExportOptions {
                paper: SheetSize::Oficio,
                label: "ANEXO ÚNICO".to_owned(),
                initials: false,
                columns: vec!["responsible".to_owned()],
                ..at(&version.id)
            },
        )
        .await;
    let verdict = ana.verify(&paper).await;
    assert_eq!(found(&verdict), (Version, Exact));
    assert_eq!(verdict.version, version.id);
    assert_eq!(
        (&verdict.digest, &verdict.digest_here),
        (&version.digest, &version.digest)
    );
    assert_eq!(
        (verdict.version_name.as_str(), verdict.institution.as_str()),
        ("Mesa 08", "SECOEM")
    );
    assert!(verdict.folio.ends_with(&version.digest));
    assert_eq!((verdict.changes, verdict.differences.len()), (Some(0), 0));
    assert!(
        verdict.sentence.starts_with("Es auténtico"),
        "{}",
        verdict.sentence
    );
    assert_eq!(verdict.rows, None, "a PDF is not read back");

    let signed = [&paper[..], b"5 0 obj <</Type /Sig>> endobj\n%%EOF\n"].concat();
    assert_eq!(found(&ana.verify(&signed).await), (Version, Added));
    for changed in [
        with(&paper, "100%", "900%"),
        with(&paper, "%%EOF", "%%EOE"),
        paper[..paper.len() - 1].to_vec(),
        [b" ", &paper[..]].concat(),
    ] {
        let verdict = ana.verify(&changed).await;
        assert_eq!(found(&verdict), (Version, Changed));
        assert_eq!(verdict.uncompared, Uncompared::NoReason);
    }

    // What changed since is told, and the paper stays what it is.
    ana.set(&dossier, 4, "targets.2024", "90").await;
    ana.set(&dossier, 5, "indicatorName", "Otro").await;
    let verdict = ana.verify(&paper).await;
    assert_eq!(found(&verdict), (Version, Exact));
    assert_eq!(
        (verdict.changes, verdict.point.as_str()),
        (Some(2), version.id.as_str())
    );
    let first = &verdict.differences[0];
    assert_eq!(
        (first.row, first.cell.field.as_str(), first.after.as_str()),
        (Some(4), "targets.2024", "90")
    );
    let mut english = ana.engine.settings().await.unwrap();
    english.language = Language::English;
    ana.engine.set_settings(english).await.unwrap();
    assert!(
        ana.verify(&paper)
            .await
            .sentence
            .starts_with("It is authentic")
    );
}

#[tokio::test]
async fn where_a_paper_cannot_be_printed_again_the_verdict_says_why() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let version = ana.close_version(&dossier, "Mesa 08").await;
    let paper = ana.printed(&dossier, at(&version.id)).await;
    let why = |verdict: DocumentVerdict| {
        assert_eq!(found(&verdict), (Version, NotCompared));
        assert!(
            verdict.sentence.contains("No se pudo comparar"),
            "{}",
            verdict.sentence
        );
        verdict.uncompared
    };
    let other = ana.verify(&with(&paper, ";layout=2", ";layout=99")).await;
    assert_eq!(why(other), Uncompared::Layout);
    let broken = ana
        .engine
        .verify_document("papel.pdf".to_owned(), paper.clone(), Broken);
    assert_eq!(why(broken.await.unwrap()), Uncompared::Printing);
    let logo = Logo {
        bytes: POINT.to_vec(),
        alt: "Escudo".to_owned(),
    };
    let keep = |logo| ana.engine.keep_logo(dossier.clone(), LogoSide::Left, logo);
    keep(Some(logo)).await.unwrap();
    assert_eq!(why(ana.verify(&paper).await), Uncompared::Logos);
    keep(None).await.unwrap();

    // Comments go with the paper and are no part of the version.
    let row = ana.row(&dossier, 9).await;
    let mut inside = comment(&row, "formula", "Entre nosotros");
    if let ReviewAction::Comment { internal, .. } = &mut inside {
        *internal = true;
    }
    ana.review(&dossier, vec![inside]).await.unwrap();
    let with_comments = |comments| ExportOptions {
        comments,
        ..at(&version.id)
    };
    let shared = ana
        .printed(&dossier, with_comments(CommentsWanted::Shared))
        .await;
    let internal = ana
        .printed(&dossier, with_comments(CommentsWanted::Internal))
        .await;
    assert_eq!(found(&ana.verify(&shared).await), (Version, Exact));
    assert_eq!(found(&ana.verify(&internal).await), (Version, Exact));
    let changed = with(&internal, "Entre nosotros", "Entre todos");
    assert_eq!(why(ana.verify(&changed).await), Uncompared::Unsure);
    ana.comment(&dossier, &row, "formula", "Otro")
        .await
        .unwrap();
    // As many as the internal ones had, and not the same.
    assert_eq!(why(ana.verify(&internal).await), Uncompared::Unsure);
    ana.comment(&dossier, &row, "formula", "Y otro")
        .await
        .unwrap();
    assert_eq!(why(ana.verify(&shared).await), Uncompared::Comments);

    // How far the review has come is not kept either.
    let states = ExportOptions {
        columns: vec!["state".to_owned()],
        ..at(&version.id)
    };
    let paper = ana.printed(&dossier, states).await;
    assert_eq!(found(&ana.verify(&paper).await), (Version, Exact));
    let state = ReviewAction::SetState {
        lines: vec![row.line.clone()],
        state: contract::RowState::Approved,
        reason: String::new(),
    };
    ana.review(&dossier, vec![state]).await.unwrap();
    assert_eq!(why(ana.verify(&paper).await), Uncompared::Unsure);
}

#[tokio::test]
async fn a_draft_is_printed_as_it_was_whatever_was_written_or_closed_since() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let paper = ana.printed(&dossier, at("now")).await;
    let verdict = ana.verify(&paper).await;
    assert_eq!(found(&verdict), (Draft, Exact));
    assert_eq!((verdict.changes, verdict.folio.as_str()), (Some(0), ""));
    ana.close_version(&dossier, "Mesa 08").await;
    assert_eq!(
        found(&ana.verify(&paper).await),
        (Draft, Exact),
        "it was no version then"
    );
    ana.set(&dossier, 4, "targets.2024", "90").await;
    let verdict = ana.verify(&paper).await;
    assert_eq!(found(&verdict), (Draft, Exact));
    assert_eq!(verdict.changes, Some(1));
    let added = [&paper[..], b"firma"].concat();
    assert_eq!(found(&ana.verify(&added).await), (Draft, Added));
    let changed = ana.verify(&with(&paper, "100%", "900%")).await;
    assert_eq!(found(&changed), (Draft, Changed));
}

#[tokio::test]
async fn a_mark_is_a_claim_and_what_it_claims_is_looked_up() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let version = ana.close_version(&dossier, "Mesa 08").await;
    let paper = ana.printed(&dossier, at(&version.id)).await;
    let other = if version.digest == "0000-0000" {
        "0000-0001"
    } else {
        "0000-0000"
    };
    let verdict = ana.verify(&with(&paper, &version.digest, other)).await;
    assert_eq!(found(&verdict), (Mismatch, NotCompared));
    assert_eq!(
        (verdict.digest.as_str(), &verdict.digest_here),
        (other, &version.digest)
    );
    // Claims of the data of now what was printed before.
    ana.set(&dossier, 4, "targets.2024", "90").await;
    let second = ana.close_version(&dossier, "Mesa 09").await;
    let short = |id: &str| id.replace('-', "").to_uppercase();
    let passed_off = with(&paper, &short(&version.id), &short(&second.id));
    assert_eq!(
        found(&ana.verify(&passed_off).await),
        (Mismatch, NotCompared)
    );

    let unknown = with(&paper, &short(&version.id), &"9".repeat(32));
    let verdict = ana.verify(&unknown).await;
    assert_eq!(found(&verdict), (VersionUnknown, NotCompared));
    assert_eq!(
        (verdict.dossier.as_str(), verdict.changes),
        (dossier.as_str(), None)
    );
    let upper = dossier.replace('-', "").to_uppercase();
    let elsewhere = with(&paper, &upper, &"9".repeat(32));
    let verdict = ana.verify(&elsewhere).await;
    assert_eq!(found(&verdict), (DossierUnknown, NotCompared));
    assert_eq!(verdict.title, "");
    let draft = ana.printed(&dossier, at("now")).await;
    let from = PaperMark::found_in(&draft).unwrap().print.unwrap().point;
    let never = with(&draft, &from, &"9".repeat(64));
    assert_eq!(
        found(&ana.verify(&never).await),
        (VersionUnknown, NotCompared)
    );

    for bytes in [
        &b""[..],
        b"%PDF-1.7 COTEJO:1: %%EOF",
        b"cualquier cosa",
        exchange::EXAMPLE_XLSX,
        &paper[9..],
    ] {
        assert_eq!(found(&ana.verify(bytes).await), (NotOurs, NotCompared));
    }
}

#[tokio::test]
async fn what_stands_on_a_paper_may_be_typed() {
    let ana = Person::with("Ana", false).await;
    let dossier = ana.example().await;
    let version = ana.close_version(&dossier, "Mesa 08").await;
    let annex = ana.engine.annex(dossier.clone(), at(&version.id)).await;
    let imprint = annex.unwrap().imprint;
    let line = ana.row(&dossier, 2).await.line;
    let retire = MatrixAction::RetireLine {
        line,
        retired: true,
    };
    ana.act(&dossier, vec![retire]).await;
    let typed = |text: &str| ana.engine.verify_code(text.to_owned());
    let code = PaperMark::of_imprint(&imprint).code();
    for text in [
        code.as_str(),
        &code.to_lowercase(),
        &imprint.folio,
        &format!("  {} ", imprint.digest),
        &imprint.digest.replace('-', ""),
    ] {
        let verdict = typed(text).await.unwrap();
        assert_eq!(found(&verdict), (Version, NotCompared), "{text}");
        assert_eq!((&verdict.version, verdict.changes), (&version.id, Some(1)));
        assert_eq!(verdict.uncompared, Uncompared::NoReason, "there is no file");
    }
    let other = if version.digest == "0000-0000" {
        "0000-0001"
    } else {
        "0000-0000"
    };
    let verdict = typed(other).await.unwrap();
    // Who types something proves nothing by it.
    let claims = verdict.sentence.contains("Cotejo") || verdict.sentence.contains("Dice");
    assert!(!claims, "{}", verdict.sentence);
    assert_eq!(found(&verdict), (DossierUnknown, NotCompared));
    for text in ["", "folio", "COTEJO:1:", "3F9A-22C"] {
        let problem = typed(text).await.unwrap_err();
        assert_eq!(problem.code, Code::CodeUnreadable, "{text}");
    }
    // The code of a draft says no moment: only whether it is as it stands.
    let now = ana.engine.annex(dossier.clone(), at("now")).await.unwrap();
    let code = PaperMark::of_imprint(&now.imprint).code();
    let verdict = typed(&code).await.unwrap();
    assert_eq!((verdict.outcome, verdict.changes), (Draft, Some(0)));
    ana.set(&dossier, 4, "targets.2024", "90").await;
    let verdict = typed(&code).await.unwrap();
    assert_eq!((verdict.outcome, verdict.changes), (Draft, None));
}
