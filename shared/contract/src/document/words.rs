//! What is said of a document, in the words of the screen and of the command line.

use super::{
    DocumentOutcome, DocumentVerdict, FileDeparture, FileDepartureKind, FileRows, PrintMatch,
    Uncompared,
};
use crate::Language;

/// Of a verdict: what was found out, and what to do next.
pub(super) fn said(verdict: &DocumentVerdict, language: Language) -> (String, String) {
    if let (PrintMatch::Changed, Some(rows)) = (verdict.file, &verdict.rows) {
        return of_rows(verdict.outcome, rows, language);
    }
    if verdict.outcome == DocumentOutcome::DossierUnknown && verdict.dossier.is_empty() {
        return of_nothing(language);
    }
    let (sentence, next) = match language {
        Language::Spanish => spanish(verdict.outcome, verdict.file),
        Language::English => english(verdict.outcome, verdict.file),
    };
    let why = why_not(verdict, language);
    let sentence = if why.is_empty() {
        sentence.to_owned()
    } else {
        format!("{sentence} {why}")
    };
    (sentence, next.to_owned())
}

/// Of a folio or a digest that somebody typed and no version here has: nothing says that it is one.
fn of_nothing(language: Language) -> (String, String) {
    let (sentence, next) = match language {
        Language::Spanish => (
            "Ninguna versión cerrada de los expedientes de esta computadora tiene ese folio o esa huella.",
            "Revisa que esté bien escrito. Si lo está, únete al expediente con una invitación, o pide que lo verifique quien lo tiene.",
        ),
        Language::English => (
            "No closed version of the dossiers on this computer has that folio or digest.",
            "Check how it is written. If it is right, join the dossier by an invitation, or ask somebody who has it to verify it.",
        ),
    };
    (sentence.to_owned(), next.to_owned())
}

/// Of a file that can be edited and does not say the same any more.
fn of_rows(outcome: DocumentOutcome, rows: &FileRows, language: Language) -> (String, String) {
    let draft = outcome == DocumentOutcome::Draft;
    let count = rows.departures;
    let sentence = match (language, rows.readable) {
        (Language::Spanish, true) => {
            let of = if draft {
                "un borrador"
            } else {
                "esta versión cerrada"
            };
            let many = if count == 1 {
                "1 diferencia"
            } else {
                &format!("{count} diferencias")
            };
            format!("Dice ser de {of}, pero sus renglones ya no dicen lo mismo: hay {many}.")
        }
        (Language::Spanish, false) => {
            let of = if draft {
                "un borrador"
            } else {
                "esta versión cerrada"
            };
            format!(
                "Dice ser de {of}, pero ya no se puede leer como una matriz: le quitaron renglones o columnas."
            )
        }
        (Language::English, true) => {
            let of = if draft {
                "a draft"
            } else {
                "this closed version"
            };
            let many = if count == 1 {
                "1 difference"
            } else {
                &format!("{count} differences")
            };
            format!("It claims to be of {of}, but its rows no longer say the same: {many}.")
        }
        (Language::English, false) => {
            let of = if draft {
                "a draft"
            } else {
                "this closed version"
            };
            format!(
                "It claims to be of {of}, but it can no longer be read as a matrix: rows or columns were taken out."
            )
        }
    };
    let next = match (language, rows.readable) {
        (Language::Spanish, true) => {
            "Lo que cambió está abajo. Si debe llegar al expediente, impórtalo en él: quedará como sugerencias."
        }
        (Language::Spanish, false) => {
            "No lo uses. Pide el original a quien te lo dio, o exporta otro."
        }
        (Language::English, true) => {
            "What changed is below. If it should reach the dossier, import it there: it becomes suggestions."
        }
        (Language::English, false) => "Do not use it. Ask for the original, or export another.",
    };
    (sentence, next.to_owned())
}

/// Why a file whose data are known was not compared; "" where that needs no words.
fn why_not(verdict: &DocumentVerdict, language: Language) -> &'static str {
    let is_known = matches!(
        verdict.outcome,
        DocumentOutcome::Version | DocumentOutcome::Draft
    );
    if verdict.file != PrintMatch::NotCompared || !is_known {
        return "";
    }
    match (language, verdict.uncompared) {
        (_, Uncompared::NoReason) => "",
        (Language::Spanish, Uncompared::Logos) => {
            "No se pudo comparar el archivo: se imprimió con otros logotipos que los de esta computadora."
        }
        (Language::Spanish, Uncompared::Layout) => {
            "No se pudo comparar el archivo: lo imprimió otra edición de Cotejo."
        }
        (Language::Spanish, Uncompared::Comments) => {
            "No se pudo comparar el archivo: se imprimió con comentarios, y los de ahora son otros."
        }
        (Language::Spanish, Uncompared::Minutes) => {
            "No se pudo comparar el archivo: su minuta no está en esta computadora como cuando se imprimió."
        }
        (Language::Spanish, Uncompared::Unsure) => {
            "No se pudo comparar el archivo: hoy se imprime distinto, y no se sabe si cambió el archivo o lo que lleva aparte de la matriz (comentarios, estados, cuentas de un borrador)."
        }
        (Language::Spanish, Uncompared::Printing) => {
            "No se pudo comparar el archivo: no se pudo volver a imprimir."
        }
        (Language::English, Uncompared::Logos) => {
            "The file could not be compared: it was printed with other logos than those of this computer."
        }
        (Language::English, Uncompared::Layout) => {
            "The file could not be compared: another edition of Cotejo printed it."
        }
        (Language::English, Uncompared::Comments) => {
            "The file could not be compared: it was printed with comments, and those of now are others."
        }
        (Language::English, Uncompared::Minutes) => {
            "The file could not be compared: its minuta is not on this computer as it was when printed."
        }
        (Language::English, Uncompared::Unsure) => {
            "The file could not be compared: it is printed otherwise now, and it cannot be told whether the file changed or what it says beside the matrix (comments, states, counts of a draft)."
        }
        (Language::English, Uncompared::Printing) => {
            "The file could not be compared: it could not be printed again."
        }
    }
}

/// Something in which a file departs, in a sentence.
pub(super) fn departure(of: &FileDeparture, language: Language) -> String {
    let FileDeparture {
        column,
        exported,
        file,
        ..
    } = of;
    match language {
        Language::Spanish => {
            let row = of
                .row
                .map_or_else(|| "Renglón".to_owned(), |row| format!("Renglón {row}"));
            let text = |text: &str| quoted(text, "nada");
            match of.kind {
                FileDepartureKind::Cell => format!(
                    "{row}, {column}: se exportó {} y el archivo dice {}.",
                    text(exported),
                    text(file)
                ),
                FileDepartureKind::Added => {
                    format!("El archivo tiene un renglón de más: {}.", text(file))
                }
                FileDepartureKind::Missing => {
                    format!(
                        "{row}: ya no está en el archivo; se exportó {}.",
                        text(exported)
                    )
                }
                FileDepartureKind::Moved => format!("{row}: está en otro lugar del archivo."),
                FileDepartureKind::Column => {
                    format!("La columna «{column}» ya no está en el archivo.")
                }
            }
        }
        Language::English => {
            let row = of
                .row
                .map_or_else(|| "Row".to_owned(), |row| format!("Row {row}"));
            let text = |text: &str| quoted(text, "nothing");
            match of.kind {
                FileDepartureKind::Cell => format!(
                    "{row}, {column}: {} was exported and the file says {}.",
                    text(exported),
                    text(file)
                ),
                FileDepartureKind::Added => {
                    format!("The file has a row too many: {}.", text(file))
                }
                FileDepartureKind::Missing => {
                    format!(
                        "{row}: no longer in the file; {} was exported.",
                        text(exported)
                    )
                }
                FileDepartureKind::Moved => {
                    format!("{row}: stands in another place of the file.")
                }
                FileDepartureKind::Column => {
                    format!("The column «{column}» is no longer in the file.")
                }
            }
        }
    }
}

fn quoted(text: &str, nothing: &str) -> String {
    if text.trim().is_empty() {
        nothing.to_owned()
    } else {
        format!("«{text}»")
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
            "Sus renglones dicen lo mismo que esta versión cerrada, palabra por palabra.",
            "Es un archivo que se puede editar, y lo que no está en los renglones no se compara: para firmar, usa el PDF.",
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
        (DocumentOutcome::Draft, PrintMatch::SameContent) => (
            "Es un borrador, y sus renglones dicen lo mismo que cuando se exportó, palabra por palabra.",
            "Un borrador no obliga a nadie: pide el documento de la versión cerrada.",
        ),
        (DocumentOutcome::Draft, PrintMatch::NotCompared) => (
            "Es un borrador: no estaba cerrado cuando se imprimió.",
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
            "Dice que Cotejo lo hizo, de un expediente que no está en esta computadora.",
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
            "Its rows say the same as this closed version, word for word.",
            "It is a file that can be edited, and what is not in its rows is not compared: to sign, use the PDF.",
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
        (DocumentOutcome::Draft, PrintMatch::SameContent) => (
            "It is a draft, and its rows say the same as when it was exported, word for word.",
            "A draft binds nobody: ask for the document of the closed version.",
        ),
        (DocumentOutcome::Draft, PrintMatch::NotCompared) => (
            "It is a draft: it was not closed when it was printed.",
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
            "It says that Cotejo made it, of a dossier that is not on this computer.",
            "Join the dossier by an invitation, or ask somebody who has it to verify it.",
        ),
        (DocumentOutcome::NotOurs, _) => (
            "Nothing in it says that Cotejo made it.",
            "If it is a paper copy or a scan, type the text of the code, or the folio and the digest at its foot.",
        ),
    }
}
