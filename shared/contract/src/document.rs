//! What can be said of a paper that somebody hands in: whether it is of a dossier of this computer,
//! whether the file is the one Cotejo made, and what changed since.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::{DifferenceView, Language};

/// Which data a document is of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum DocumentOutcome {
    /// Of a closed version of a dossier that is here, and its digest is that version's.
    Version,
    /// Of a matrix that was not closed.
    Draft,
    /// Its digest is not that of what it names.
    Mismatch,
    /// It names a version or a moment that this computer does not have.
    VersionUnknown,
    /// It names a dossier that is not on this computer.
    DossierUnknown,
    /// Nothing in it says that Cotejo made it.
    #[default]
    NotOurs,
}

/// Whether a file is the one that Cotejo made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum PrintMatch {
    /// Byte for byte what Cotejo prints of it.
    Exact,
    /// The original is whole at its beginning, and something was added after it: as an electronic
    /// signature does.
    Added,
    /// It is another file: changed, scanned or saved again by another program.
    Changed,
    /// The same rows with the same words, in a format that anybody can edit.
    SameContent,
    /// There is nothing to compare it with: a code, pictures of the head that are not here, another
    /// edition of Cotejo.
    #[default]
    NotCompared,
}

/// What was found out about a document, without connection.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct DocumentVerdict {
    /// Which data it is of.
    pub outcome: DocumentOutcome,
    /// Whether the file is the one that was made.
    pub file: PrintMatch,
    /// Both in a sentence.
    pub sentence: String,
    /// What to do next.
    pub next: String,
    /// The dossier; "" if none is known.
    pub dossier: String,
    /// Its title.
    pub title: String,
    /// Its institution.
    pub institution: String,
    /// The version it names; "" for a draft.
    pub version: String,
    /// What that version is called.
    pub version_name: String,
    /// Folio of that version.
    pub folio: String,
    /// When that version was closed, or the draft was printed, in words.
    pub dated: String,
    /// The digest the document has.
    pub digest: String,
    /// The digest of the same data here; "" where it is not known.
    pub digest_here: String,
    /// The point in time it is of, for `compare`; "" where it is not known.
    pub point: String,
    /// How many things changed since; `null` where it is not known.
    pub changes: Option<u32>,
    /// The first of them.
    pub differences: Vec<DifferenceView>,
}

/// A document, and what was found out about it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct VerifiedDocument {
    /// Name of its file; "" for a text that was typed.
    pub name: String,
    /// What was found out.
    pub verdict: DocumentVerdict,
}

impl DocumentVerdict {
    /// The same, said in a language. This is the one place where its sentences are written.
    #[must_use]
    pub fn said(mut self, language: Language) -> Self {
        let of_file = match language {
            Language::Spanish => spanish(self.outcome, self.file),
            Language::English => english(self.outcome, self.file),
        };
        self.sentence = of_file.0.to_owned();
        self.next = of_file.1.to_owned();
        self
    }
}

fn spanish(outcome: DocumentOutcome, file: PrintMatch) -> (&'static str, &'static str) {
    match (outcome, file) {
        (DocumentOutcome::Version, PrintMatch::Exact) => (
            "Es auténtico: es, byte por byte, el documento que Cotejo imprime de esta versión cerrada.",
            "Lo que dice es lo que se cerró en esa versión.",
        ),
        (DocumentOutcome::Version, PrintMatch::Added) => (
            "El original está intacto y se le añadió algo después, por ejemplo una firma electrónica.",
            "Lo añadido puede cubrir partes del original: si dudas, compáralo con uno que exportes de esta versión.",
        ),
        (DocumentOutcome::Version, PrintMatch::Changed) => (
            "Dice ser de esta versión cerrada, pero el archivo no es el que Cotejo imprime: alguien lo cambió, lo escaneó o lo guardó con otro programa.",
            "Exporta el PDF de esta versión y cotéjalo con este, hoja por hoja, antes de confiar en él.",
        ),
        (DocumentOutcome::Version, PrintMatch::SameContent) => (
            "Sus renglones dicen lo mismo que esta versión cerrada.",
            "Es un archivo que se puede editar: para firmar, usa el PDF.",
        ),
        (DocumentOutcome::Version, PrintMatch::NotCompared) => (
            "Los datos que trae son los de esta versión cerrada.",
            "Esto no prueba que el texto sea el original: cotéjalo con el PDF que exportes de esta versión.",
        ),
        (DocumentOutcome::Draft, PrintMatch::Exact) => (
            "Es un borrador auténtico: es, byte por byte, lo que Cotejo imprimió antes de cerrar una versión.",
            "Un borrador no obliga a nadie: pide el documento de la versión cerrada.",
        ),
        (DocumentOutcome::Draft, PrintMatch::Added) => (
            "Es un borrador; el original está intacto y se le añadió algo después.",
            "Un borrador no obliga a nadie: pide el documento de la versión cerrada.",
        ),
        (DocumentOutcome::Draft, PrintMatch::Changed) => (
            "Es un borrador, y el archivo no es el que Cotejo imprimió.",
            "Un borrador no obliga a nadie: pide el documento de la versión cerrada.",
        ),
        (DocumentOutcome::Draft, PrintMatch::SameContent | PrintMatch::NotCompared) => (
            "Es un borrador: la matriz no estaba cerrada cuando se imprimió.",
            "Un borrador no obliga a nadie: pide el documento de la versión cerrada.",
        ),
        (DocumentOutcome::Mismatch, _) => (
            "No coincide: la huella del documento no es la de los datos que dice tener. Está alterado o se hizo con otros datos.",
            "No lo uses. Pide el original a quien te lo dio, o exporta uno de esta versión.",
        ),
        (DocumentOutcome::VersionUnknown, _) => (
            "Es de un expediente de esta computadora, pero de una versión que aquí no está.",
            "Sincroniza el expediente e inténtalo otra vez; si sigue igual, pide a quien coordina que la busque en su computadora.",
        ),
        (DocumentOutcome::DossierUnknown, _) => (
            "Lo hizo Cotejo, pero de un expediente que no está en esta computadora.",
            "Únete al expediente con una invitación, o pide que lo verifique quien lo tiene.",
        ),
        (DocumentOutcome::NotOurs, _) => (
            "Nada en él dice que lo haya hecho Cotejo.",
            "Si es una copia en papel o escaneada, escribe el texto del código o el folio y la huella que trae al pie.",
        ),
    }
}

fn english(outcome: DocumentOutcome, file: PrintMatch) -> (&'static str, &'static str) {
    match (outcome, file) {
        (DocumentOutcome::Version, PrintMatch::Exact) => (
            "It is authentic: byte for byte the document Cotejo prints of this closed version.",
            "What it says is what was closed in that version.",
        ),
        (DocumentOutcome::Version, PrintMatch::Added) => (
            "The original is intact and something was added after it, an electronic signature for instance.",
            "What was added may cover parts of the original: if in doubt, compare it with one you export of this version.",
        ),
        (DocumentOutcome::Version, PrintMatch::Changed) => (
            "It claims to be of this closed version, but the file is not the one Cotejo prints: somebody changed it, scanned it or saved it with another program.",
            "Export the PDF of this version and compare them page by page before you trust it.",
        ),
        (DocumentOutcome::Version, PrintMatch::SameContent) => (
            "Its rows say the same as this closed version.",
            "It is a file that can be edited: to sign, use the PDF.",
        ),
        (DocumentOutcome::Version, PrintMatch::NotCompared) => (
            "The data it carries are those of this closed version.",
            "That is no proof that the text is the original: compare it with the PDF you export of this version.",
        ),
        (DocumentOutcome::Draft, PrintMatch::Exact) => (
            "It is an authentic draft: byte for byte what Cotejo printed before a version was closed.",
            "A draft binds nobody: ask for the document of the closed version.",
        ),
        (DocumentOutcome::Draft, PrintMatch::Added) => (
            "It is a draft; the original is intact and something was added after it.",
            "A draft binds nobody: ask for the document of the closed version.",
        ),
        (DocumentOutcome::Draft, PrintMatch::Changed) => (
            "It is a draft, and the file is not the one Cotejo printed.",
            "A draft binds nobody: ask for the document of the closed version.",
        ),
        (DocumentOutcome::Draft, PrintMatch::SameContent | PrintMatch::NotCompared) => (
            "It is a draft: the matrix was not closed when it was printed.",
            "A draft binds nobody: ask for the document of the closed version.",
        ),
        (DocumentOutcome::Mismatch, _) => (
            "It does not match: the digest of the document is not that of the data it claims to have. It was altered, or made of other data.",
            "Do not use it. Ask for the original, or export one of this version.",
        ),
        (DocumentOutcome::VersionUnknown, _) => (
            "It is of a dossier on this computer, but of a version that is not here.",
            "Synchronise the dossier and try again; if nothing changes, ask the coordinator to look for it.",
        ),
        (DocumentOutcome::DossierUnknown, _) => (
            "Cotejo made it, but of a dossier that is not on this computer.",
            "Join the dossier by an invitation, or ask somebody who has it to verify it.",
        ),
        (DocumentOutcome::NotOurs, _) => (
            "Nothing in it says that Cotejo made it.",
            "If it is a paper copy or a scan, type the text of the code, or the folio and the digest at its foot.",
        ),
    }
}
