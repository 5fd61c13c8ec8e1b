//! Whether a paper that somebody hands in is of a dossier of this computer, whether the file is the one
//! Cotejo made, and what changed since. Nothing is written, and no connection is needed.
//!
//! What a document says of itself is a claim: it only says where to look. That a file is the original
//! is known by printing it again and comparing the bytes; whoever prints is given by the host, so that
//! this room does not wait for a typesetter. A file that anybody can edit has no original: its rows are
//! read back and told from those it was made of.

mod printed;

use std::sync::Arc;

use contract::{Code, CommentsWanted, DocumentOutcome, DocumentVerdict, PrintMatch, Problem};
use paper::{Annex, PaperMark, PrintMark};

use crate::Engine;
use crate::calls::blocking;
use crate::ids::dossier_id;
use crate::importing::ImportFile;
use printed::{as_draft, options};

pub use printed::Printer;

/// What a PDF begins with, within its first bytes.
const PDF: &[u8] = b"%PDF-";
const PDF_HEAD_BYTES: usize = 1024;
/// Most differences that a verdict lists; the rest are counted.
const DIFFERENCES_MAX: usize = 200;
/// The matrix as it stands.
const NOW: &str = "now";

impl Engine {
    /// What can be said of a file: a PDF, or a Word, Excel or Calc file that Cotejo wrote. Never
    /// changes anything.
    pub async fn verify_document(
        &self,
        name: String,
        bytes: Vec<u8>,
        printer: impl Printer,
    ) -> Result<DocumentVerdict, Problem> {
        let (bytes, claim) = blocking(move || {
            let claim = claim(name, &bytes);
            Ok((bytes, claim))
        })
        .await?;
        let Some(Claim { mark, file }) = claim else {
            return Ok(DocumentVerdict::default().said(self.language()));
        };
        let Found { mut verdict, annex } = self.looked_up(&mark).await?;
        if let Some(annex) = annex {
            if let Some(file) = file {
                self.read_back(&mut verdict, &file).await?;
            } else {
                let compared = self.printed_again(bytes, &mark, annex, printer).await?;
                (verdict.file, verdict.uncompared) = compared;
            }
        }
        Ok(verdict.said(self.language()))
    }

    /// What can be said of the text of a code, or of a folio, that somebody typed from a paper.
    pub async fn verify_code(&self, text: String) -> Result<DocumentVerdict, Problem> {
        let mark = match PaperMark::read(&text) {
            Some(mark) => mark,
            None => match self.mark_of_folio(&text).await? {
                Some(mark) => mark,
                None => return Err(Problem::of(Code::CodeUnreadable)),
            },
        };
        let found = self.looked_up(&mark).await?;
        Ok(found.verdict.said(self.language()))
    }

    /// The closed version whose folio or digest was typed; nothing where the text is neither.
    async fn mark_of_folio(&self, text: &str) -> Result<Option<PaperMark>, Problem> {
        let Some(digest) = paper::digest_of_folio(text) else {
            return Ok(None);
        };
        let dossiers = self.dossiers().await?;
        for dossier in dossiers {
            let wanted = digest.clone();
            let known = self.with(&dossier.dossier, move |desk, dossier| {
                let shelf = desk.shelf(dossier)?;
                let mut versions = shelf.review().view.versions.iter();
                let version = versions.find(|version| version.digest == wanted);
                Ok(version.map(|version| version.id.clone()))
            });
            // A dossier whose documents have not arrived has no versions to look at.
            if let Ok(Some(version)) = known.await {
                return Ok(Some(PaperMark {
                    dossier: dossier.dossier,
                    version,
                    digest,
                    print: None,
                }));
            }
        }
        Ok(Some(PaperMark {
            digest,
            ..PaperMark::default()
        }))
    }

    /// What is known here of the data a mark names.
    async fn looked_up(&self, mark: &PaperMark) -> Result<Found, Problem> {
        let mut verdict = DocumentVerdict {
            outcome: DocumentOutcome::DossierUnknown,
            dossier: mark.dossier.clone(),
            version: mark.version.clone(),
            digest: mark.digest.clone(),
            ..DocumentVerdict::default()
        };
        let is_here = dossier_id(&mark.dossier).is_ok();
        let known = self.dossiers().await?;
        let known = known
            .into_iter()
            .find(|known| known.dossier == mark.dossier);
        let (Some(known), true) = (known, is_here) else {
            return Ok(Found::only(verdict));
        };
        verdict.title = known.title;
        verdict.institution = known.institution;
        let print = mark.print.as_ref();
        let point = match (mark.is_draft(), print) {
            (false, _) => mark.version.clone(),
            (true, Some(print)) if !print.point.is_empty() => print.point.clone(),
            // Which moment it is of is not said: all that can be told is whether it still is.
            (true, _) => NOW.to_owned(),
        };
        let options = options(point.clone(), print, CommentsWanted::None);
        let mut annex = match self.annex(mark.dossier.clone(), options).await {
            Ok(annex) => annex,
            Err(problem) if problem.code == Code::PointUnknown => {
                verdict.outcome = DocumentOutcome::VersionUnknown;
                return Ok(Found::only(verdict));
            }
            Err(problem) => return Err(problem),
        };
        if mark.is_draft() {
            as_draft(&mut annex, print);
        }
        verdict.digest_here.clone_from(&annex.imprint.digest);
        verdict.version_name.clone_from(&annex.imprint.version_name);
        verdict.folio.clone_from(&annex.imprint.folio);
        verdict.dated.clone_from(&annex.imprint.dated);
        let is_same = annex.imprint.digest == mark.digest;
        if mark.is_draft() && point == NOW {
            // The matrix may have changed since: another digest is no sign of anything.
            verdict.outcome = DocumentOutcome::Draft;
            verdict.dated = String::new();
            if is_same {
                verdict.point = NOW.to_owned();
                verdict.changes = Some(0);
            }
            return Ok(Found::only(verdict));
        }
        verdict.outcome = match (is_same, mark.is_draft()) {
            (false, _) => DocumentOutcome::Mismatch,
            (true, true) => DocumentOutcome::Draft,
            (true, false) => DocumentOutcome::Version,
        };
        self.since(&mut verdict, point).await?;
        Ok(Found {
            annex: is_same.then_some(annex),
            verdict,
        })
    }

    /// What changed since a point.
    async fn since(&self, verdict: &mut DocumentVerdict, point: String) -> Result<(), Problem> {
        let compared = self
            .compare(verdict.dossier.clone(), point.clone(), NOW.to_owned())
            .await?;
        verdict.point = point;
        verdict.changes = Some(compared.differences.len() as u32);
        verdict.differences = compared.differences;
        verdict.differences.truncate(DIFFERENCES_MAX);
        Ok(())
    }

    /// Reads the rows of a file back, as if it were to be imported, and tells them from those of what it
    /// was made of.
    async fn read_back(
        &self,
        verdict: &mut DocumentVerdict,
        file: &ImportFile,
    ) -> Result<(), Problem> {
        let reading = self.import_read(file, None, None).await?;
        let (dossier, point) = (verdict.dossier.clone(), verdict.point.clone());
        let rows = self.file_apart(Arc::new(reading), dossier, point).await?;
        verdict.file = if rows.readable && rows.departures == 0 {
            PrintMatch::SameContent
        } else {
            PrintMatch::Changed
        };
        verdict.rows = Some(rows);
        Ok(())
    }
}

/// What was found, with the annex to print again where its digest is right.
struct Found {
    verdict: DocumentVerdict,
    annex: Option<Annex>,
}

impl Found {
    fn only(verdict: DocumentVerdict) -> Self {
        Self {
            verdict,
            annex: None,
        }
    }
}

/// What a file says of itself.
struct Claim {
    mark: PaperMark,
    /// The file, where its rows can be read back.
    file: Option<ImportFile>,
}

fn claim(name: String, bytes: &[u8]) -> Option<Claim> {
    let head = &bytes[..bytes.len().min(PDF_HEAD_BYTES)];
    if head.windows(PDF.len()).any(|window| window == PDF) {
        let mark = PaperMark::found_in(bytes)?;
        return Some(Claim { mark, file: None });
    }
    let book = exchange::read(&name, bytes).ok()?;
    let origin = book.origin()?;
    let code = format!(
        "COTEJO:1:{}:{}:{}",
        origin.dossier, origin.version, origin.digest
    );
    let mut mark = PaperMark::read(&code)?;
    // Such a file says of which moment it is, but not how it was printed: nothing is printed again.
    if mark.is_draft() && !origin.point.is_empty() {
        mark.print = Some(PrintMark {
            point: origin.point.clone(),
            ..PrintMark::default()
        });
    }
    let file = ImportFile {
        name,
        book: Arc::new(book),
    };
    Some(Claim {
        mark,
        file: Some(file),
    })
}
