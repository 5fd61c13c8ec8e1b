//! The documents of a dossier as any Automerge tool opens them.

use contract::{Code, Problem};
use wire::DocumentKind;

use crate::Engine;

/// A document of a dossier, with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierDocument {
    /// "matrix", "review" or "minutes".
    pub name: &'static str,
    /// The Automerge file.
    pub bytes: Vec<u8>,
}

const DOCUMENTS: [(DocumentKind, &str); 3] = [
    (DocumentKind::Matrix, "matrix"),
    (DocumentKind::Review, "review"),
    (DocumentKind::Minutes, "minutes"),
];

impl Engine {
    /// The documents of a dossier that have begun: the matrix always, the discussion and the minutas
    /// where there are any.
    pub async fn documents(&self, dossier: String) -> Result<Vec<DossierDocument>, Problem> {
        self.with(&dossier, |desk, dossier| {
            let replica = desk.shelf(dossier)?.replica()?;
            if !replica.matrix().is_founded() {
                return Err(Problem::of(Code::NotArrived));
            }
            let mut documents = Vec::new();
            for (kind, name) in DOCUMENTS {
                let has_begun = replica
                    .vector()
                    .iter()
                    .any(|series| series.document == kind);
                if !has_begun {
                    continue;
                }
                let bytes = replica
                    .verified_snapshot(kind)
                    .ok_or_else(|| Problem::of(Code::NotArrived))?;
                documents.push(DossierDocument { name, bytes });
            }
            Ok(documents)
        })
        .await
    }
}
