//! What Cotejo writes into the files it exports, so that a changed copy finds its rows again.

use std::collections::BTreeMap;

use crate::OriginRow;

/// Where a file comes from: the dossier, the version and the ids of its rows. A file can lie about all
/// of it; it only says where to look first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// Identifier of the dossier.
    pub dossier: String,
    /// Identifier of the closed version; "" for a draft.
    pub version: String,
    /// Short digest of the matrix as exported.
    pub digest: String,
    /// Point of the matrix (hex); "" if it was not known.
    pub point: String,
    /// Index of the table.
    pub table: usize,
    /// Rows of that table, from 0, with what they were.
    pub rows: BTreeMap<u32, OriginRow>,
}
