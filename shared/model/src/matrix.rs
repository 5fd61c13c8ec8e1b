//! The matrix of a dossier, in memory.

use std::collections::BTreeSet;

use automerge::ROOT;
use document::{
    Author, CommitError, Committed, Dice, Document, LoadError, MergeError, PackError,
    SnapshotError, Tree, Version, View,
};

use crate::cell::Texts;
use crate::edit::{MatrixEdit, Plan, Planner, SetEdit};
use crate::error::EditError;
use crate::history::{Past, Via};
use crate::lineage;
use crate::outline::Outline;
use crate::table::{Dirty, Table};
use crate::{
    Draft, Field, HeadingView, IndicatorId, Level, LineId, RowKey, RowView, Silenced, founding,
    schema,
};

/// The matrix of a dossier: a document with its rows kept ready to show.
#[derive(Debug)]
pub struct Matrix {
    pub(crate) document: Document,
    pub(crate) table: Table,
    pub(crate) past: Past,
}

/// An edit that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The change, as a chunk to store and send.
    pub change: Vec<u8>,
    /// Its hash.
    pub hash: [u8; 32],
    /// The version the writer has before their eyes now. To pass as the base of the next edit
    /// while an editor goes on showing its own text; an editor that shows the merged row instead
    /// passes [`Matrix::version`].
    pub version: Version,
    /// What is to be shown anew.
    pub touched: Touched,
    /// The cells written; "" for the row itself (added, moved, retired, restored).
    pub fields: Vec<(LineId, Option<IndicatorId>, String)>,
    /// Identifiers of the lines, indicators and headings made, in order.
    pub made: Vec<String>,
}

/// What an edit or a merge changed in what is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Touched {
    /// Rows that read differently, are new, have another number or are gone.
    pub rows: BTreeSet<RowKey>,
    /// Whether rows came, went, moved or were renumbered.
    pub order_changed: bool,
    /// Whether title or institution changed.
    pub title_changed: bool,
    /// Whether the catalogue of headings or the levels in use read differently.
    pub headings_changed: bool,
    /// Whether a finding was silenced or is heard again.
    pub silenced_changed: bool,
}

impl Touched {
    /// Whether nothing is to be shown anew.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Adds another's.
    pub fn extend(&mut self, other: Self) {
        self.rows.extend(other.rows);
        self.order_changed |= other.order_changed;
        self.title_changed |= other.title_changed;
        self.headings_changed |= other.headings_changed;
        self.silenced_changed |= other.silenced_changed;
    }
}

/// Who wrote what a cell shows, and when by their clock (whole seconds).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LastEdit {
    /// Who.
    pub author: Author,
    /// When.
    pub at_ms: u64,
}

impl Matrix {
    /// Founds a matrix: everything in one change. Row `i` of the draft becomes `rows()[i]`.
    /// `actor` must be new for every run of the app.
    pub fn found(
        draft: &Draft,
        actor: [u8; 16],
        author: Author,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<(Self, Edited), EditError> {
        let content = founding::content(draft, dice)?.root();
        let mut matrix = Self::empty(actor, author);
        let committed = matrix.document.found(&content, at_ms)?;
        let touched = matrix.read_again(Dirty::everything());
        let rows = matrix.rows().iter();
        let fields = rows
            .map(|row| (row.line, row.indicator, String::new()))
            .collect();
        let edited = edited(committed, touched, fields, Vec::new());
        Ok((matrix, edited))
    }

    /// Reads stored chunks: a snapshot, changes, bundles; after a snapshot in any order.
    pub fn load<'a>(
        chunks: impl IntoIterator<Item = &'a [u8]>,
        actor: [u8; 16],
        author: Author,
    ) -> Result<Self, LoadError> {
        let document = Document::load(chunks, actor, author)?;
        let mut table = Table::default();
        let read = || table.read(Texts::new(View::now(&document)), Dirty::everything());
        let update = Document::guarded(read).ok_or(LoadError::Panicked)?;
        table.apply(update);
        Ok(Self {
            document,
            table,
            past: Past::default(),
        })
    }

    /// A matrix of which nothing has arrived.
    pub fn empty(actor: [u8; 16], author: Author) -> Self {
        Self {
            document: Document::empty(actor, author),
            table: Table::default(),
            past: Past::default(),
        }
    }

    /// Whether the first change has arrived.
    pub fn is_founded(&self) -> bool {
        View::now(&self.document)
            .child(&ROOT, schema::LINES)
            .is_some()
    }

    /// Makes an edit. `base` is the version the writer had before their eyes when they began; if
    /// the cell has changed since, the edit is made there and merged. `None`: the edit would
    /// change nothing.
    pub fn edit(
        &mut self,
        edit: &MatrixEdit,
        base: Option<&Version>,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<Option<Edited>, EditError> {
        self.edit_via(edit, base, None, at_ms, dice)
    }

    /// [`Self::edit`], naming the suggestion it accepts.
    pub fn edit_via(
        &mut self,
        edit: &MatrixEdit,
        base: Option<&Version>,
        via: Option<&Via>,
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<Option<Edited>, EditError> {
        if !self.is_founded() {
            return Err(EditError::NotFounded);
        }
        let base = self.earlier(base)?;
        let (document, table) = (&self.document, &self.table);
        let plan = || Planner::new(document, table, base.as_deref()).plan(edit, dice);
        let plan: Plan = Document::guarded(plan).ok_or(CommitError::Panicked)??;
        self.carry_out(plan, base.as_deref(), via, at_ms)
    }

    /// Sets many cells in one change: a paste, a fill, a replacement. They are set as they stand
    /// now: a value its writer began from an earlier version goes through [`Self::edit`]. Of two
    /// values for one cell the later stays. `None`: they change nothing. On an error, which of
    /// them, from 0; nothing was set.
    pub fn set_all(
        &mut self,
        sets: &[SetEdit],
        at_ms: u64,
        dice: Dice<'_>,
    ) -> Result<Option<Edited>, (usize, EditError)> {
        if !self.is_founded() {
            return Err((0, EditError::NotFounded));
        }
        let (document, table) = (&self.document, &self.table);
        let plan = || Planner::new(document, table, None).set_all(sets, dice);
        let plan = Document::guarded(plan).ok_or((0, CommitError::Panicked.into()))??;
        self.carry_out(plan, None, None, at_ms)
            .map_err(|error| (0, error))
    }

    /// Puts cells back to what they read at a version, in one ordinary change made now. Words that
    /// come back go on being their author's ([`Self::blame`]). Cells of rows that were not there
    /// then, or are not here, are left alone; rows are put back by edits of their own. `None`: all
    /// of them read so.
    pub fn put_back(
        &mut self,
        cells: &[(LineId, Option<IndicatorId>, Field)],
        from: &Version,
        at_ms: u64,
        _dice: Dice<'_>,
    ) -> Result<Option<Edited>, EditError> {
        if !self.is_founded() {
            return Err(EditError::NotFounded);
        }
        let Some(base) = self.earlier(Some(from))? else {
            return Ok(None);
        };
        let (document, table) = (&self.document, &self.table);
        let plan = || Planner::new(document, table, Some(&base)).put_back(cells);
        let plan = Document::guarded(plan).ok_or(CommitError::Panicked)??;
        self.carry_out(plan, None, None, at_ms)
    }

    fn carry_out(
        &mut self,
        plan: Plan,
        base: Option<&[automerge::ChangeHash]>,
        via: Option<&Via>,
        at_ms: u64,
    ) -> Result<Option<Edited>, EditError> {
        if plan.writes.is_empty() {
            return Ok(None);
        }
        let at = base.filter(|_| plan.at_base);
        let committed = self.document.commit_with(at, at_ms, &plan.writes, |tx| {
            lineage::message(tx, plan.kind, &plan.traces, via)
        })?;
        let Some(committed) = committed else {
            return Ok(None);
        };
        let view = View::now(&self.document);
        let dirty = self.table.touched_by_writes(view, &plan.writes);
        let touched = self.read_again(dirty);
        Ok(Some(edited(committed, touched, plan.fields, plan.made)))
    }

    /// Merges changes of others: concatenated chunks, bundles too. What depends on changes that
    /// have not come waits; what came before is ignored. On an error the document is as it was.
    pub fn merge(&mut self, changes: &[u8]) -> Result<Touched, MergeError> {
        self.take_in(changes, None)
    }

    /// [`Self::merge`], refusing them all if one was not made by `author`.
    pub fn merge_from(&mut self, changes: &[u8], author: Author) -> Result<Touched, MergeError> {
        self.take_in(changes, Some(author))
    }

    fn take_in(&mut self, bytes: &[u8], by: Option<Author>) -> Result<Touched, MergeError> {
        let table = &self.table;
        let update = self.document.merge(bytes, by, |document, changes| {
            let texts = table.texts(document);
            table.read(texts, table.touched_by(texts.view, changes))
        })?;
        Ok(self.table.apply(update))
    }

    /// Own changes as a payload: its format (0 chunks, 1 bundle) and bytes, the smaller of both,
    /// checked to unpack to the same changes.
    pub fn pack(&self, changes: &[[u8; 32]]) -> Result<(u8, Vec<u8>), PackError> {
        self.document.pack(changes)
    }

    /// The whole document as one chunk.
    pub fn snapshot(&self) -> Result<Vec<u8>, SnapshotError> {
        self.document.snapshot()
    }

    /// Whether changes wait for others that have not come.
    pub fn has_missing(&self) -> bool {
        self.document.has_missing()
    }

    /// Hashes of the last changes.
    pub fn heads(&self) -> Vec<[u8; 32]> {
        self.document.heads().iter().map(|hash| hash.0).collect()
    }

    /// The version shown by [`Self::rows`].
    pub fn version(&self) -> Version {
        self.document.version()
    }

    /// Whether the document holds a change (not one that waits).
    pub fn contains(&self, change: &[u8; 32]) -> bool {
        self.document.contains(&automerge::ChangeHash(*change))
    }

    /// The content as a plain tree, to compare documents.
    pub fn hydrated(&self) -> Tree {
        Tree::of(&self.document)
    }

    /// How many changes it holds.
    pub fn change_count(&self) -> usize {
        self.document.change_count()
    }

    /// All rows in order, retired ones in their place.
    pub fn rows(&self) -> &[RowView] {
        &self.table.rows
    }

    /// A row by what names it.
    pub fn row(&self, line: LineId, indicator: Option<IndicatorId>) -> Option<&RowView> {
        self.table.row((line, indicator))
    }

    /// A row by its number.
    pub fn row_numbered(&self, number: u32) -> Option<&RowView> {
        self.table.rows.iter().find(|row| row.row == Some(number))
    }

    /// Title.
    pub fn title(&self) -> &str {
        &self.table.title
    }

    /// Implementing institution.
    pub fn institution(&self) -> &str {
        &self.table.institution
    }

    /// Years of the programme, ascending.
    pub fn years(&self) -> &[u16] {
        &self.table.years
    }

    /// The catalogue of headings, each before those under it; those without rows too.
    pub fn headings(&self) -> &[HeadingView] {
        &self.table.catalogue.views
    }

    /// Levels of headings in use, outermost first.
    pub fn levels(&self) -> &[Level] {
        &self.table.catalogue.levels
    }

    /// Findings somebody does not want to see again.
    pub fn silenced(&self) -> Vec<Silenced> {
        let document = &self.document;
        let read = || Outline::new(Texts::new(View::now(document))).silenced();
        Document::guarded(read).unwrap_or_default()
    }

    /// What a row shows in a field; `None`: no such row.
    pub fn cell(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<String> {
        Some(self.row(line, indicator)?.cell(field))
    }

    /// Who wrote what a cell shows; `None`: nobody yet, or no such row.
    pub fn last_edit(
        &self,
        line: LineId,
        indicator: Option<IndicatorId>,
        field: Field,
    ) -> Option<LastEdit> {
        let view = View::now(&self.document);
        let outline = Outline::new(Texts::new(view));
        let stamp = if let Field::Heading(level) = field {
            let chain = outline.chain(&outline.line(line)?);
            let (_, heading) = chain.at(level)?;
            let record = &heading.record;
            let keys = [schema::TEXT_REVISION, schema::NUMBER];
            let written = keys.iter().filter_map(|key| record.written_by(key));
            let written = written
                .map(|op| view.stamp_of(op))
                .max_by_key(|stamp| stamp.at_ms);
            written.unwrap_or_else(|| view.stamp_of(&record.object))
        } else {
            view.stamp_of(outline.cell(line, indicator, field)?.written_by()?)
        };
        Some(LastEdit {
            author: stamp.author,
            at_ms: stamp.at_ms,
        })
    }

    /// Heads of an earlier version; `None` when it is the present one.
    pub(crate) fn earlier(
        &self,
        base: Option<&Version>,
    ) -> Result<Option<Vec<automerge::ChangeHash>>, EditError> {
        let Some(base) = base else { return Ok(None) };
        let hashes = base.change_hashes();
        if hashes.is_empty() || !hashes.iter().all(|hash| self.document.contains(hash)) {
            return Err(EditError::BaseUnknown);
        }
        Ok((*base != self.version()).then_some(hashes))
    }

    pub(crate) fn read_again(&mut self, dirty: Dirty) -> Touched {
        let (document, table) = (&self.document, &self.table);
        let update = Document::guarded(|| table.read(table.texts(document), dirty));
        update
            .map(|update| self.table.apply(update))
            .unwrap_or_default()
    }
}

pub(crate) fn edited(
    committed: Committed,
    touched: Touched,
    fields: Vec<(LineId, Option<IndicatorId>, String)>,
    made: Vec<String>,
) -> Edited {
    let hash = committed.hash.0;
    let version = Version::new(vec![hash]);
    Edited {
        change: committed.change,
        hash,
        version,
        touched,
        fields,
        made,
    }
}
