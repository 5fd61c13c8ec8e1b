//! A paper printed again, to be compared with a file byte for byte.

use contract::{
    CommentsWanted, ExportOptions, Language, PrintMatch, Problem, SheetSize, Uncompared,
};
use paper::{Annex, LAYOUT, MinutesPaper, PaperKind, PaperMark, PaperSize, PrintMark};

use crate::Engine;
use crate::annex;
use crate::calls::blocking;
use crate::history::dates;

/// Makes the PDF of a paper again; nothing where it cannot.
pub trait Printer: Send + Sync + 'static {
    /// Of an annex.
    fn annex(&self, annex: &Annex) -> Option<Vec<u8>>;

    /// Of a minuta, with the annex after it.
    fn minutes(&self, minutes: &MinutesPaper, annex: &Annex) -> Option<Vec<u8>>;
}

/// What a file may be.
struct Paper {
    annex: Annex,
    /// The minuta before it.
    minutes: Option<MinutesPaper>,
    /// Whether another print proves that the file changed: what a paper says beside the matrix (its
    /// comments, how far the review has come, what a draft counted) may be another by now.
    is_sure: bool,
}

impl Engine {
    /// Whether a PDF is what is printed of the data it names; where that cannot be told, why.
    pub(super) async fn printed_again(
        &self,
        bytes: Vec<u8>,
        mark: &PaperMark,
        annex: Annex,
        printer: impl Printer,
    ) -> Result<(PrintMatch, Uncompared), Problem> {
        let Some(print) = mark.print.clone() else {
            return Ok((PrintMatch::NotCompared, Uncompared::NoReason));
        };
        if print.layout != LAYOUT {
            return Ok((PrintMatch::NotCompared, Uncompared::Layout));
        }
        let papers = match print.kind {
            PaperKind::Minutes => self.minutes_of(mark, &print, &annex).await?,
            // Comments that went along: which ones is not said, so both ways are tried.
            PaperKind::Annex if print.comments > 0 => self.with_comments(mark, &print).await?,
            PaperKind::Annex => vec![Paper::of_annex(annex)],
        };
        blocking(move || Ok(compared(&bytes, &papers, &print, &printer))).await
    }

    async fn minutes_of(
        &self,
        mark: &PaperMark,
        print: &PrintMark,
        annex: &Annex,
    ) -> Result<Vec<Paper>, Problem> {
        let (minutes, written) = (print.minutes.clone(), print.written.clone());
        let papers = self.minutes_papers_of(&mark.dossier, minutes, written, annex);
        let papers = papers.await?.into_iter();
        Ok(papers
            .map(|(minutes, is_sure)| Paper {
                annex: annex.clone(),
                minutes: Some(minutes),
                is_sure,
            })
            .collect())
    }

    /// The annex with the comments of open threads, without the internal ones and with them.
    async fn with_comments(
        &self,
        mark: &PaperMark,
        print: &PrintMark,
    ) -> Result<Vec<Paper>, Problem> {
        let mut papers = Vec::new();
        for wanted in [CommentsWanted::Shared, CommentsWanted::Internal] {
            let point = if mark.is_draft() {
                &print.point
            } else {
                &mark.version
            };
            let options = options(point.clone(), Some(print), wanted);
            let mut annex = self.annex(mark.dossier.clone(), options).await?;
            if mark.is_draft() {
                as_draft(&mut annex, Some(print));
            }
            papers.push(Paper::of_annex(annex));
        }
        Ok(papers)
    }
}

impl Paper {
    fn of_annex(annex: Annex) -> Self {
        let says_states = annex
            .columns
            .iter()
            .any(|column| column.field == annex::columns::STATE);
        Self {
            is_sure: annex.comments.is_empty() && !says_states,
            annex,
            minutes: None,
        }
    }

    fn print(&self, printer: &impl Printer) -> Option<Vec<u8>> {
        match &self.minutes {
            Some(minutes) => printer.minutes(minutes, &self.annex),
            None => printer.annex(&self.annex),
        }
    }
}

/// Whether a file is one of these papers, printed again.
fn compared(
    bytes: &[u8],
    papers: &[Paper],
    print: &PrintMark,
    printer: &impl Printer,
) -> (PrintMatch, Uncompared) {
    // None at all: what it was printed of is not here.
    let mut why = Uncompared::Minutes;
    let (mut is_changed, mut is_other) = (false, false);
    for paper in papers {
        let Annex {
            logo_left,
            logo_right,
            comments,
            ..
        } = &paper.annex;
        // The head of a minuta has the pictures of its annex.
        if paper::logos_mark([logo_left.as_ref(), logo_right.as_ref()]) != print.logos {
            why = Uncompared::Logos;
        } else if comments.len() as u32 != print.comments {
            why = Uncompared::Comments;
        } else if let Some(printed) = paper.print(printer) {
            if bytes == printed {
                return (PrintMatch::Exact, Uncompared::NoReason);
            }
            if bytes.starts_with(&printed) {
                return (PrintMatch::Added, Uncompared::NoReason);
            }
            is_changed |= paper.is_sure;
            is_other = true;
        } else {
            why = Uncompared::Printing;
        }
    }
    match (is_changed, is_other) {
        (true, _) => (PrintMatch::Changed, Uncompared::NoReason),
        (false, true) => (PrintMatch::NotCompared, Uncompared::Unsure),
        (false, false) => (PrintMatch::NotCompared, why),
    }
}

/// How to build the annex again.
pub(super) fn options(
    point: String,
    print: Option<&PrintMark>,
    comments: CommentsWanted,
) -> ExportOptions {
    let Some(print) = print else {
        return ExportOptions {
            point,
            comments,
            ..ExportOptions::default()
        };
    };
    let chosen = print.columns.iter();
    let chosen = chosen.filter(|name| annex::columns::check(std::slice::from_ref(*name)).is_ok());
    ExportOptions {
        point,
        paper: match print.paper {
            PaperSize::Carta => SheetSize::Carta,
            PaperSize::Oficio => SheetSize::Oficio,
            PaperSize::Legal => SheetSize::Legal,
        },
        columns: chosen.cloned().collect(),
        comments,
        label: print.label.clone(),
        initials: print.initials,
    }
}

/// The annex of a moment as it was printed then: a draft, with the date of its printing, even where
/// the same moment was closed as a version later.
pub(super) fn as_draft(annex: &mut Annex, print: Option<&PrintMark>) {
    annex.imprint.version = String::new();
    annex.imprint.version_name = String::new();
    annex.imprint.folio = String::new();
    let Some(print) = print.filter(|print| print.dated_unix_s > 0) else {
        return;
    };
    annex.imprint.dated_unix_s = print.dated_unix_s;
    let at_ms = print.dated_unix_s.unsigned_abs() * 1_000;
    annex.imprint.dated = dates::moment(at_ms, Language::Spanish) + " h";
}
