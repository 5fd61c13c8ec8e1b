//! Many dossiers as one table: the programme of the whole state.
//!
//! Everything comes from the read model: no document is loaded. The loop reads the stored rows of a few
//! dossiers at a time, so that whoever writes meanwhile does not wait; they are understood, joined and
//! counted off the loop. What was read is kept until its dossier changes.

mod found;
mod programmes;
mod report;
mod rows;
mod sheets;
mod views;

use std::sync::Arc;

use consolidation::Programme;
use contract::{
    Code, ConsolidationPage, ConsolidationQuery, ConsolidationView, Problem, ProgrammeView,
    RepeatsView, SheetSize,
};

use crate::annex;
use crate::calls::{Engine, blocking};
use crate::history::dates;
use crate::trouble::of_export;

use paper::ConsolidationReport;
use report::ReportBreadth;
use sheets::Gathered;

pub(crate) use found::VIEW_FOUND;
pub(crate) use sheets::KeptSheets;

/// Rows of an answer at most.
const ROWS_OF_A_PAGE_MAX: u32 = 500;

/// The dossiers of a programme, read.
pub(crate) struct Read {
    pub(crate) programme: Programme,
    /// In the order of the programme's sheets.
    pub(crate) dossiers: Vec<Gathered>,
    /// Names what was read.
    pub(crate) version: String,
}

impl Engine {
    /// Many dossiers as one: what they come to, and the first rows of the table.
    pub async fn consolidate(
        &self,
        query: ConsolidationQuery,
    ) -> Result<ConsolidationView, Problem> {
        self.consolidate_telling(query, |_, _| {}).await
    }

    /// [`Self::consolidate`], saying how many dossiers of how many were read.
    pub async fn consolidate_telling(
        &self,
        query: ConsolidationQuery,
        progress: impl Fn(usize, usize) + Send,
    ) -> Result<ConsolidationView, Problem> {
        let read = self.gather(query.programme.as_deref(), progress).await?;
        let today = dates::today();
        blocking(move || Ok(views::view(&read, &query, ROWS_OF_A_PAGE_MAX, today))).await
    }

    /// Rows of the table: from the `offset`th on, at most `limit` and never more than 500.
    pub async fn consolidated_rows(
        &self,
        query: ConsolidationQuery,
        offset: u32,
        limit: u32,
    ) -> Result<ConsolidationPage, Problem> {
        let read = self.gather(query.programme.as_deref(), |_, _| {}).await?;
        let limit = limit.min(ROWS_OF_A_PAGE_MAX);
        blocking(move || Ok(views::page(&read, &query, offset, limit))).await
    }

    /// The lines in which institutions repeat each other; `likeness`: how alike they must be, in per
    /// cent.
    pub async fn repeated_lines(
        &self,
        query: ConsolidationQuery,
        likeness: u8,
    ) -> Result<RepeatsView, Problem> {
        let read = self.gather(query.programme.as_deref(), |_, _| {}).await?;
        blocking(move || Ok(views::repeats(&read, &query, likeness))).await
    }

    /// The programme as it is printed, in the language of this person, for who makes a PDF of it.
    pub async fn consolidation_report(
        &self,
        query: ConsolidationQuery,
        sheet: SheetSize,
    ) -> Result<ConsolidationReport, Problem> {
        self.reported(query, ReportBreadth::Printed, sheet).await
    }

    async fn reported(
        &self,
        query: ConsolidationQuery,
        breadth: ReportBreadth,
        sheet: SheetSize,
    ) -> Result<ConsolidationReport, Problem> {
        let programmes = self.programmes().await?;
        let named = programmes
            .into_iter()
            .find(|one| Some(&one.programme) == query.programme.as_ref());
        let read = self.gather(query.programme.as_deref(), |_, _| {}).await?;
        let order = report::Order {
            query,
            name: named.map(|one| one.name),
            language: self.language(),
            breadth,
            paper: annex::size(sheet),
            now: jiff::Timestamp::now(),
            today: dates::today(),
        };
        let report = blocking(move || report::report(&read, &order)).await;
        report.map_err(|problem| problem.in_language(self.language()))
    }

    /// The programme as a file: `xlsx`, `docx` or `csv`. A host makes the PDF, of the printed report.
    pub async fn export_consolidation(
        &self,
        query: ConsolidationQuery,
        format: &str,
        sheet: SheetSize,
    ) -> Result<Vec<u8>, Problem> {
        let breadth = match format {
            "xlsx" | "csv" => ReportBreadth::Whole,
            "docx" => ReportBreadth::Printed,
            _ => return Err(Problem::about(Code::FormatUnknown, format)),
        };
        let report = self.reported(query, breadth, sheet).await?;
        let format = format.to_owned();
        blocking(move || {
            let made = match format.as_str() {
                "csv" => Ok(paper::consolidation_csv(&report)),
                "docx" => paper::consolidation_docx(&report),
                _ => paper::consolidation_xlsx(&report),
            };
            made.map_err(|error| of_export(&error))
        })
        .await
    }

    /// The programmes of this computer, by name.
    pub async fn programmes(&self) -> Result<Vec<ProgrammeView>, Problem> {
        self.call(|desk| {
            desk.finish_round();
            desk.programmes()
        })
        .await
    }

    /// Makes a programme, or changes its name and its dossiers; answers all of them.
    pub async fn keep_programme(
        &self,
        programme: ProgrammeView,
    ) -> Result<Vec<ProgrammeView>, Problem> {
        self.call(move |desk| desk.keep_programme(programme)).await
    }

    /// Forgets a programme; its dossiers stay. Answers those that are left.
    pub async fn remove_programme(&self, programme: String) -> Result<Vec<ProgrammeView>, Problem> {
        self.call(move |desk| desk.remove_programme(&programme))
            .await
    }

    /// How this person looks at the consolidated table, as the screen wrote it.
    pub async fn consolidation_state(&self) -> Result<Option<String>, Problem> {
        self.call(|desk| desk.consolidation_look()).await
    }

    /// Keeps how this person looks at the consolidated table.
    pub async fn keep_consolidation_state(&self, json: String) -> Result<(), Problem> {
        self.call(move |desk| desk.keep_consolidation_look(json))
            .await
    }
}

impl Read {
    /// Puts together what was read.
    fn of(mut gathered: Vec<Gathered>, version: String) -> Self {
        let sheets = gathered.iter().map(|one| Arc::clone(&one.kept.sheet));
        let programme = Programme::of(sheets.collect());
        let place = |one: &Gathered| {
            let sheets = programme.sheets().iter();
            sheets
                .take_while(|sheet| sheet.dossier != one.kept.sheet.dossier)
                .count()
        };
        gathered.sort_by_cached_key(place);
        Self {
            programme,
            dossiers: gathered,
            version,
        }
    }
}
