//! What other relays on the same database have written, in the ledger.

use seal::Added;
use wire::DossierId;

use crate::archive::{Archive, ArchiveError, DossierRow, Span, Standing};
use crate::ledger::{Dossier, ENTRY_WEIGHT_FACTOR, Ledger, SERIES_WEIGHT_BYTES, Series};

impl Ledger {
    /// Takes in what others have committed of the dossiers asked for, as far as `rows` say.
    pub(crate) fn refresh(
        &mut self,
        archive: &Archive,
        asked: &[DossierId],
        rows: &[DossierRow],
    ) -> Result<(), ArchiveError> {
        // somebody else may have founded some
        self.dossiers = None;
        for id in asked {
            if !rows.iter().any(|row| row.id == *id)
                && let Some(vanished) = self.loaded.remove(id)
            {
                self.weight -= vanished.weight;
            }
        }
        for row in rows {
            let Some(dossier) = self.loaded.get_mut(&row.id) else {
                continue;
            };
            if dossier.row(row.id).standing == row.standing && dossier.number == row.number {
                continue;
            }
            let before = dossier.weight;
            let is_later = dossier.number == row.number && dossier.is_before(&row.standing);
            if is_later {
                dossier.catch_up(archive, row)?;
                self.weight = self.weight - before + dossier.weight;
            } else {
                // the database has been put back to how it once was
                self.weight -= before;
                self.loaded.remove(&row.id);
            }
        }
        Ok(())
    }

    /// How a dossier in memory stands.
    pub(crate) fn standing(&self, id: DossierId) -> Option<Standing> {
        self.loaded.get(&id).map(|dossier| dossier.row(id).standing)
    }
}

impl Dossier {
    pub(super) fn row(&self, id: DossierId) -> DossierRow {
        DossierRow {
            id,
            number: self.number,
            standing: Standing {
                bytes: self.bytes,
                entries: self.entries,
                place: self.last_place,
                receipt: self.last_receipt,
            },
        }
    }

    fn is_before(&self, standing: &Standing) -> bool {
        self.entries <= standing.entries
            && self.last_place <= standing.place
            && self.last_receipt <= standing.receipt
    }

    fn catch_up(&mut self, archive: &Archive, row: &DossierRow) -> Result<(), ArchiveError> {
        let standing = row.standing;
        if self.entries < standing.entries {
            for entry in archive.entries(row.number, self.entries, standing.entries)? {
                self.weight += entry.len() * ENTRY_WEIGHT_FACTOR;
                match self.membership.add(&entry) {
                    Ok(Added::New(_) | Added::Known | Added::Pending) => {}
                    Err(error) => {
                        tracing::error!(dossier = %row.id, %error, "another relay's entry does not verify");
                    }
                }
            }
        }
        if self.last_place < standing.place {
            let span = Span {
                dossier: row.number,
                after: self.last_place,
                until: standing.place,
            };
            for series in archive.series(span)? {
                let last = Series {
                    number: series.number,
                    index: series.index,
                    hash: series.hash,
                };
                let key = (series.document, series.device);
                if self.series.insert(key, last).is_none() {
                    self.weight += SERIES_WEIGHT_BYTES;
                }
            }
        }
        self.entries = standing.entries;
        self.last_place = standing.place;
        self.last_receipt = standing.receipt;
        self.bytes = standing.bytes;
        Ok(())
    }
}
