//! Dossiers read from the read model as sheets, and kept until they change.

use std::collections::{BTreeMap, VecDeque};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use consolidation::{Findings, Sheet, limits};
use contract::{Code, LastVersionView, Problem, RoleName};
use store::Write;
use wire::DossierId;

use super::found::{self, VIEW_FOUND};
use super::{Read, rows};
use crate::calls::Engine;
use crate::desk::Desk;
use crate::review::VIEW_REVIEW;
use crate::shelf::{Shelf, VIEW_MATRIX, VIEW_SILENCED, VIEW_VERSION};
use crate::trouble;

/// Bytes of stored rows read in one go of the loop; at least one dossier is.
const BYTES_OF_A_READ: usize = 1_024 * 1_024;
/// Reads that wait to be understood; past it, reading waits.
const READS_WAITING_MAX: usize = 4;
/// Rows of sheets kept in memory; past it, none is kept.
const ROWS_KEPT_MAX: usize = 50_000;

/// What is read of a dossier.
#[derive(Debug)]
pub(crate) struct KeptSheet {
    pub(crate) sheet: Arc<Sheet>,
    /// What its matrix finds wrong with all of itself, in no row.
    pub(crate) loose: Findings,
    pub(crate) consultations: u32,
    pub(crate) version: Option<LastVersionView>,
    pub(crate) window: Option<KeptWindow>,
}

/// The last review window of a dossier: how it stands depends on the day.
#[derive(Debug)]
pub(crate) struct KeptWindow {
    pub(crate) closes_on: String,
    pub(crate) closed: bool,
}

/// A dossier of the programme: what was read, and what its shelf says now.
#[derive(Debug)]
pub(crate) struct Gathered {
    pub(crate) kept: Arc<KeptSheet>,
    pub(crate) facts: Facts,
}

/// What the shelf of a dossier says.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    dossier: DossierId,
    pub(crate) role: RoleName,
    pub(crate) to_decide: u32,
    pub(crate) shared: bool,
    pub(crate) last_contact: Option<String>,
    /// How often it changed: of that state its sheet must be.
    changes: u64,
}

/// Sheets that were read, and how often their dossiers have changed since the engine opened.
#[derive(Default)]
pub(crate) struct KeptSheets {
    changes: BTreeMap<DossierId, u64>,
    sheets: BTreeMap<DossierId, Arc<KeptSheet>>,
}

/// The stored bytes of a dossier.
pub(crate) struct Stored {
    pub(crate) dossier: DossierId,
    changes: u64,
    pub(crate) rows: Vec<(String, Vec<u8>)>,
    pub(crate) matrix: Option<Vec<u8>>,
    pub(crate) review: Option<Vec<u8>>,
    pub(crate) version: Option<Vec<u8>>,
    pub(crate) silenced: Option<Vec<u8>>,
    pub(crate) found: Option<Vec<u8>>,
}

/// A dossier understood.
struct Understood {
    dossier: DossierId,
    changes: u64,
    kept: Arc<KeptSheet>,
    /// What is found in it, where that was not known.
    found: Option<Vec<u8>>,
}

impl KeptSheets {
    /// Writes of a round were committed: what was read of their dossiers is old.
    pub(crate) fn follow(&mut self, writes: &[Write]) {
        for write in writes {
            let (Write::ViewRow { dossier, .. }
            | Write::ViewRowGone { dossier, .. }
            | Write::ViewOrder { dossier, .. }
            | Write::View { dossier, .. }) = write
            else {
                continue;
            };
            if matches!(write, Write::View { name, .. } if !is_read(name)) {
                continue;
            }
            let dossier = DossierId(*dossier);
            *self.changes.entry(dossier).or_default() += 1;
            self.sheets.remove(&dossier);
        }
    }

    fn changes_of(&self, dossier: DossierId) -> u64 {
        self.changes.get(&dossier).copied().unwrap_or_default()
    }
}

/// Whether a part of the view is read here. What is found is not: it follows from the others.
fn is_read(name: &str) -> bool {
    [VIEW_MATRIX, VIEW_REVIEW, VIEW_VERSION, VIEW_SILENCED].contains(&name)
}

impl Engine {
    /// Reads the dossiers of a programme, those that are not known.
    pub(super) async fn gather(
        &self,
        programme: Option<&str>,
        progress: impl Fn(usize, usize) + Send,
    ) -> Result<Read, Problem> {
        let programme = programme.map(ToOwned::to_owned);
        let wanted = self
            .call(move |desk| desk.wanted(programme.as_deref()))
            .await?;
        let total = wanted.len();
        let mut known: BTreeMap<DossierId, Arc<KeptSheet>> = BTreeMap::new();
        let mut missing: VecDeque<DossierId> = VecDeque::new();
        for (facts, kept) in &wanted {
            match kept {
                Some(kept) => {
                    known.insert(facts.dossier, Arc::clone(kept));
                }
                None => missing.push_back(facts.dossier),
            }
        }
        let mut waiting: VecDeque<tokio::task::JoinHandle<Result<Vec<Understood>, Problem>>> =
            VecDeque::new();
        let mut understood: Vec<Understood> = Vec::new();
        while !missing.is_empty() || !waiting.is_empty() {
            if missing.is_empty() || waiting.len() >= READS_WAITING_MAX {
                if let Some(first) = waiting.pop_front() {
                    let some = first.await.map_err(|_| Problem::of(Code::Defect))??;
                    understood.extend(some);
                    progress(known.len() + understood.len(), total);
                }
                continue;
            }
            let from = missing;
            let (stored, left) = self.call(move |desk| desk.read_some(from)).await?;
            missing = left;
            waiting.push_back(tokio::task::spawn_blocking(move || {
                stored.into_iter().map(understand).collect()
            }));
        }
        for one in &understood {
            known.insert(one.dossier, Arc::clone(&one.kept));
        }
        if !understood.is_empty() {
            self.call(move |desk| {
                desk.keep_sheets(understood);
                Ok(())
            })
            .await?;
        }
        let mut hasher = DefaultHasher::new();
        let gathered: Vec<Gathered> = wanted
            .into_iter()
            .filter_map(|(facts, _)| {
                (facts.dossier.0, facts.changes).hash(&mut hasher);
                let kept = known.remove(&facts.dossier)?;
                Some(Gathered { kept, facts })
            })
            .collect();
        let version = format!("{:016x}", hasher.finish());
        crate::calls::blocking(move || Ok(Read::of(gathered, version))).await
    }
}

impl Desk {
    /// The dossiers of a programme, and what is known of them.
    fn wanted(
        &mut self,
        programme: Option<&str>,
    ) -> Result<Vec<(Facts, Option<Arc<KeptSheet>>)>, Problem> {
        // What this round has staged is not on disk yet.
        self.finish_round();
        let chosen = self.dossiers_of(programme)?;
        let shelves: Vec<&Shelf> = chosen
            .iter()
            .filter_map(|dossier| self.shelves.get(dossier))
            .collect();
        let rows: usize = shelves
            .iter()
            .map(|shelf| shelf.summary.rows as usize)
            .sum();
        if shelves.len() > limits::SHEETS_MAX || rows > limits::ROWS_MAX {
            return Err(Problem::of(Code::TooMany));
        }
        let wanted = shelves.into_iter().map(|shelf| {
            let facts = Facts {
                dossier: shelf.dossier,
                role: shelf.summary.role,
                to_decide: shelf.summary.to_decide,
                shared: shelf.relay.is_some(),
                last_contact: shelf.summary.status.last_contact.clone(),
                changes: self.sheets.changes_of(shelf.dossier),
            };
            let kept = self.sheets.sheets.get(&shelf.dossier).cloned();
            (facts, kept)
        });
        Ok(wanted.collect())
    }

    /// Reads the stored rows of the first of some dossiers; answers those that are left.
    fn read_some(
        &mut self,
        mut dossiers: VecDeque<DossierId>,
    ) -> Result<(Vec<Stored>, VecDeque<DossierId>), Problem> {
        let mut stored = Vec::new();
        let mut bytes = 0;
        while bytes < BYTES_OF_A_READ
            && let Some(dossier) = dossiers.pop_front()
        {
            let one = self.read_stored(dossier)?;
            bytes += one.rows.iter().map(|(_, row)| row.len()).sum::<usize>();
            stored.push(one);
        }
        Ok((stored, dossiers))
    }

    fn read_stored(&self, dossier: DossierId) -> Result<Stored, Problem> {
        let part = |name| self.store.view(&dossier.0, name);
        let read = || -> Result<Stored, store::StoreError> {
            Ok(Stored {
                dossier,
                changes: self.sheets.changes_of(dossier),
                rows: self.store.view_rows(&dossier.0, None)?,
                matrix: part(VIEW_MATRIX)?,
                review: part(VIEW_REVIEW)?,
                version: part(VIEW_VERSION)?,
                silenced: part(VIEW_SILENCED)?,
                found: part(VIEW_FOUND)?,
            })
        };
        read().map_err(trouble::of_store)
    }

    /// Keeps what was understood, where nothing changed meanwhile.
    fn keep_sheets(&mut self, understood: Vec<Understood>) {
        let kept = self.sheets.sheets.values();
        let mut rows: usize = kept.map(|one| one.sheet.rows.len()).sum();
        for one in understood {
            if self.sheets.changes_of(one.dossier) != one.changes {
                continue;
            }
            if let Some(bytes) = one.found {
                self.round.writes.push(Write::View {
                    dossier: one.dossier.0,
                    name: VIEW_FOUND.to_owned(),
                    bytes,
                });
            }
            rows += one.kept.sheet.rows.len();
            if rows <= ROWS_KEPT_MAX {
                self.sheets.sheets.insert(one.dossier, one.kept);
            }
        }
    }
}

fn understand(stored: Stored) -> Result<Understood, Problem> {
    let stamp = found::stamp(&stored);
    let known = found::known(&stored, &stamp);
    let (tally, fresh) = if let Some(tally) = known {
        (tally, None)
    } else {
        let tally = found::tally(&stored, stamp)?;
        let bytes = crate::screen::json(&tally);
        (tally, Some(bytes))
    };
    Ok(Understood {
        dossier: stored.dossier,
        changes: stored.changes,
        kept: Arc::new(rows::sheet(&stored, &tally)?),
        found: fresh,
    })
}
