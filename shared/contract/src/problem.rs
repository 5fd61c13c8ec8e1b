//! What went wrong, in words a person can act on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Language;

/// A failure as it crosses to a person or a script. `message` and `next` are Spanish of Mexico
/// until a host that speaks another language calls [`Problem::in_language`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS, thiserror::Error)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
#[error("{message} {next}")]
pub struct Problem {
    /// Stable code.
    pub code: Code,
    /// What happened, and what is safe.
    pub message: String,
    /// What to do next.
    pub next: String,
    /// A name or a number it is about; it stands before the first sentence too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub detail: Option<String>,
}

/// Stable codes of problems; the sentences stand in [`Problem::of`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[ts(export)]
pub enum Code {
    /// Nobody has said who works here.
    NoPerson,
    /// Name or institution missing or too long.
    PersonInvalid,
    /// No dossier has that id, prefix or name.
    DossierUnknown,
    /// Several dossiers answer to that prefix or name.
    DossierAmbiguous,
    /// The row does not exist.
    RowUnknown,
    /// The field does not exist.
    FieldUnknown,
    /// The text is longer than the limit.
    TextTooLong,
    /// The dossier has as many rows, headings or comments as it may.
    TooMany,
    /// The value does not fit the field.
    ValueInvalid,
    /// The choice does not exist, or there is nothing to decide.
    ChoiceUnknown,
    /// The comment thread does not exist.
    ThreadUnknown,
    /// The minuta, or the part of one, does not exist.
    MinutesUnknown,
    /// The minuta is closed.
    MinutesClosed,
    /// The minuta is not closed.
    MinutesOpen,
    /// Something in the minuta waits for a decision.
    MinutesUndecided,
    /// What was taken out of the minuta takes nothing; or a minuta that was closed is not taken out.
    MinutesRemoved,
    /// One's role does not allow it.
    NotAllowed,
    /// The dossier's content has not arrived yet.
    NotArrived,
    /// The link is not an invitation.
    LinkInvalid,
    /// The invitation is no longer accepted.
    LinkRefused,
    /// The dossier has no relay.
    NoRelay,
    /// The relay's address is not usable.
    RelayInvalid,
    /// The relay does not answer.
    RelayUnreachable,
    /// The relay refused this device or this dossier.
    RelayRefused,
    /// The relay has no room for more of this dossier.
    RelayFull,
    /// The file cannot be read.
    FileUnreadable,
    /// The file is not a matrix Cotejo understands.
    FileNotMatrix,
    /// The file passes a limit.
    FileTooLarge,
    /// The file could not be written.
    FileNotWritten,
    /// The format is not known.
    FormatUnknown,
    /// Another Cotejo is using the folder.
    FolderInUse,
    /// The folder cannot be used.
    FolderUnusable,
    /// The disk is full.
    DiskFull,
    /// The disk refused a write.
    DiskFailed,
    /// The store is damaged.
    StoreDamaged,
    /// The store was written by a newer Cotejo.
    StoreNewer,
    /// The store keeps another device's key.
    StoreForeign,
    /// The heading still has lines under it.
    HeadingInUse,
    /// The heading cannot stand there.
    HeadingMisplaced,
    /// The text is no longer open for writing here.
    TextClosed,
    /// The copy could not be made.
    BackupFailed,
    /// The row is approved, and locked until it is reopened.
    RowApproved,
    /// That needs a reason.
    ReasonNeeded,
    /// The text waits for a decision, and cannot be copied before.
    TextWaits,
    /// The suggestion does not exist.
    SuggestionUnknown,
    /// The suggestion was already decided or taken back.
    SuggestionDecided,
    /// The row of the suggestion was merged into another.
    SuggestionMerged,
    /// The consultation does not exist.
    ConsultationUnknown,
    /// There is no such review window, or it is closed.
    WindowUnknown,
    /// A review window is already open.
    WindowOpen,
    /// That point in time is not known here, or not all of it has arrived.
    PointUnknown,
    /// Only whoever wrote it may do that.
    NotYours,
    /// It is not a day of the calendar.
    DateInvalid,
    /// A defect of Cotejo.
    Defect,
}

impl Problem {
    /// The problem of a code, with its sentences. This is the one place where they are written:
    /// what happened, what is safe, what to do next; short, honest, without blame.
    pub fn of(code: Code) -> Self {
        Self::said(code, None, Language::Spanish)
    }

    /// The problem of a code, with a detail (a name, a number) put before its first sentence.
    pub fn about(code: Code, detail: impl std::fmt::Display) -> Self {
        Self::said(code, Some(detail.to_string()), Language::Spanish)
    }

    /// The same problem in another language.
    #[must_use]
    pub fn in_language(self, language: Language) -> Self {
        Self::said(self.code, self.detail, language)
    }

    fn said(code: Code, detail: Option<String>, language: Language) -> Self {
        let (message, next) = match language {
            Language::Spanish => sentences(code),
            Language::English => english(code),
        };
        let message = match &detail {
            Some(detail) => format!("{}: {message}", named(code, detail, language)),
            None => message.to_owned(),
        };
        Self {
            code,
            message,
            next: next.to_owned(),
            detail,
        }
    }
}

/// What a detail is of, for details that are not a name by themselves: in Spanish and in English.
const OF: &[(Code, &str, &str)] = &[
    (Code::RowApproved, "Renglón", "Row"),
    (Code::TextTooLong, "Celda", "Cell"),
    (Code::FileNotMatrix, "Hojas:", "Sheets:"),
];

fn named(code: Code, detail: &str, language: Language) -> String {
    let of = OF.iter().find(|(known, ..)| *known == code);
    match (of, language) {
        (None, _) => detail.to_owned(),
        (Some((_, spanish, _)), Language::Spanish) => format!("{spanish} {detail}"),
        (Some((.., english)), Language::English) => format!("{english} {detail}"),
    }
}

fn sentences(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::NoPerson => (
            "Todavía no se ha dicho quién trabaja en esta computadora.",
            "Escribe tu nombre y tu institución (en la línea de órdenes: cotejo me --name … --institution …).",
        ),
        Code::PersonInvalid => (
            "El nombre o la institución están vacíos o pasan de 120 letras.",
            "Escríbelos de nuevo, más cortos.",
        ),
        Code::DossierUnknown => (
            "No hay ningún expediente con ese nombre o clave.",
            "Mira la lista de expedientes y copia su clave.",
        ),
        Code::DossierAmbiguous => (
            "Varios expedientes responden a ese nombre o clave.",
            "Escribe más letras de la clave.",
        ),
        Code::RowUnknown => (
            "Ese renglón no existe en la matriz.",
            "Revisa el número del renglón; puede haber cambiado.",
        ),
        Code::FieldUnknown => (
            "Esa columna no existe.",
            "Usa uno de los nombres de columna de la ayuda, por ejemplo actionLine o targets.2024.",
        ),
        Code::TextTooLong => (
            "El texto pasa de lo que cabe en una celda.",
            "Acórtalo o repártelo; lo que escribiste sigue en pantalla.",
        ),
        Code::TooMany => (
            "El expediente ya tiene tantos renglones, encabezados o comentarios como admite.",
            "Reparte el trabajo en otro expediente, o avisa a soporte.",
        ),
        Code::ValueInvalid => (
            "Ese valor no corresponde a la columna.",
            "Corrígelo; lo que escribiste sigue en pantalla.",
        ),
        Code::ChoiceUnknown => (
            "No hay nada que decidir con esa opción en esa celda.",
            "Mira de nuevo las opciones; quizá otra persona ya decidió.",
        ),
        Code::ThreadUnknown => (
            "Esa conversación ya no está.",
            "Vuelve a abrir los comentarios de la celda.",
        ),
        Code::NotAllowed => (
            "Tu papel en este expediente no permite ese cambio.",
            "Pide a quien coordina que te dé otro papel, o deja un comentario si el tuyo lo permite.",
        ),
        Code::NotArrived => (
            "El contenido de este expediente todavía no llega a esta computadora.",
            "Espera a que haya conexión con el servidor; llegará solo.",
        ),
        Code::LinkInvalid => (
            "El enlace no es una invitación de Cotejo o está incompleto.",
            "Cópialo otra vez entero, desde «cotejo:» hasta el final, y pégalo de nuevo.",
        ),
        Code::LinkRefused => (
            "El servidor no acepta esta invitación.",
            "Pide otra a quien coordina el expediente.",
        ),
        Code::NoRelay => (
            "Este expediente no se ha compartido: vive sólo en esta computadora.",
            "Invita a alguien para indicar el servidor por el que se encontrarán.",
        ),
        Code::RelayInvalid => (
            "La dirección del servidor no se entiende.",
            "Escríbela como ws://servidor:7700 o pídela a quien lo instaló.",
        ),
        Code::RelayUnreachable => (
            "No hay conexión con el servidor. Todo lo escrito está guardado aquí.",
            "Sigue trabajando; se enviará solo cuando vuelva la conexión.",
        ),
        Code::RelayRefused => (
            "El servidor no acepta los cambios de este expediente. Todo lo escrito está guardado aquí.",
            "Avisa a quien administra el servidor o a quien coordina el expediente.",
        ),
        Code::RelayFull => (
            "El servidor ya no tiene lugar para este expediente. Todo lo escrito está guardado aquí.",
            "Pide a quien administra el servidor que amplíe el espacio.",
        ),
        Code::FileUnreadable => (
            "No se pudo leer el archivo.",
            "Revisa que exista, que no esté abierto en otro programa y que se pueda abrir.",
        ),
        Code::FileNotMatrix => (
            "En ese archivo no se encontró una matriz de líneas de acción.",
            "Debe ser un libro de Excel (.xlsx) con una hoja que tenga los encabezados de la matriz.",
        ),
        Code::FileTooLarge => (
            "El archivo es más grande de lo que Cotejo lee.",
            "Deja sólo la hoja de la matriz y guárdalo de nuevo.",
        ),
        Code::FileNotWritten => (
            "No se pudo escribir el archivo.",
            "Elige otra carpeta o libera espacio; el expediente no cambió.",
        ),
        Code::FormatUnknown => ("Ese formato no se conoce.", "Usa automerge, json o csv."),
        Code::FolderInUse => (
            "Cotejo ya está abierto con estos expedientes.",
            "Usa la ventana que ya está abierta, o ciérrala y vuelve a empezar.",
        ),
        Code::FolderUnusable => (
            "No se puede usar la carpeta de Cotejo en esta computadora.",
            "Revisa que la carpeta exista y que puedas escribir en ella.",
        ),
        Code::DiskFull => (
            "El disco de esta computadora está lleno; el último cambio no se guardó y sigue en pantalla.",
            "Libera espacio y vuelve a intentar; lo guardado antes está a salvo.",
        ),
        Code::DiskFailed => (
            "El disco no aceptó el último cambio; sigue en pantalla.",
            "No cierres la ventana. Vuelve a intentar; si se repite, copia tu texto y avisa a soporte.",
        ),
        Code::StoreDamaged => (
            "El archivo donde Cotejo guarda los expedientes está dañado. No se ha borrado nada.",
            "No lo modifiques; restaura un respaldo o vuelve a unirte con una invitación.",
        ),
        Code::StoreNewer => (
            "Estos expedientes se guardaron con una versión más nueva de Cotejo.",
            "Actualiza Cotejo para abrirlos; no se ha cambiado nada.",
        ),
        Code::StoreForeign => (
            "Esta carpeta parece copiada de otra computadora a medias: su llave no corresponde.",
            "Copia la carpeta completa o empieza en una carpeta nueva con una invitación.",
        ),
        Code::HeadingInUse => (
            "Ese encabezado todavía tiene renglones.",
            "Pásalos a otro eje o prioridad y vuelve a retirarlo.",
        ),
        Code::HeadingMisplaced => (
            "Un encabezado sólo puede ir bajo otro de un nivel superior que esté en uso.",
            "Elige otro lugar: el eje va arriba, luego objetivo, prioridad y estrategia.",
        ),
        Code::TextClosed => (
            "Ese texto ya no está abierto para escribir.",
            "Vuelve a abrir la celda; lo que escribiste sigue en pantalla.",
        ),
        Code::BackupFailed => (
            "No se pudo hacer la copia de seguridad. Tus expedientes no cambiaron.",
            "Elige otra carpeta en Ajustes, o revisa que tenga espacio y que puedas escribir en ella.",
        ),
        Code::RowApproved => (
            "El renglón está aprobado y no se puede cambiar. Tu texto no se perdió.",
            "Pide a quien coordina que lo reabra, o propón el cambio: quedará junto a la celda.",
        ),
        Code::ReasonNeeded => (
            "Falta el motivo.",
            "Escribe en una línea por qué; lo verán las demás personas.",
        ),
        Code::TextWaits => (
            "Ese texto espera una decisión.",
            "Elige primero qué texto queda; después se puede partir, juntar o duplicar el renglón.",
        ),
        Code::MinutesUnknown => (
            "Esa minuta, o esa parte de una minuta, no existe en este expediente.",
            "Actualiza la lista de minutas e inténtalo otra vez.",
        ),
        Code::MinutesClosed => (
            "Esa minuta está cerrada: lo que dice es lo que se firmó.",
            "Para corregirla, reábrela con un motivo; queda escrito quién y por qué.",
        ),
        Code::MinutesOpen => (
            "Esa minuta no está cerrada.",
            "Ciérrala primero; mientras tanto se puede corregir sin reabrirla.",
        ),
        Code::MinutesUndecided => (
            "Dos personas escribieron cosas distintas a la vez en esa minuta.",
            "Elige en cada una qué queda, y después cierra la minuta.",
        ),
        Code::MinutesRemoved => (
            "Eso se quitó de la minuta, o la minuta ya se cerró alguna vez y no se puede quitar.",
            "Devuelve a la minuta lo que se quitó para escribir en ello.",
        ),
        Code::SuggestionUnknown => (
            "Esa propuesta no existe en este expediente.",
            "Actualiza la lista de propuestas e inténtalo otra vez.",
        ),
        Code::SuggestionDecided => (
            "Esa propuesta ya se decidió o se retiró.",
            "Mira en la lista quién decidió y por qué; se puede proponer otra vez.",
        ),
        Code::SuggestionMerged => (
            "El renglón de esa propuesta se juntó con otro y su texto ya es distinto.",
            "Escribe el cambio en el renglón que quedó, o recházala con esta razón.",
        ),
        Code::ConsultationUnknown => (
            "Esa consulta no existe en este expediente.",
            "Actualiza la lista de consultas e inténtalo otra vez.",
        ),
        Code::WindowUnknown => (
            "Ese periodo de revisión no existe o ya se cerró.",
            "Abre otro periodo si hace falta.",
        ),
        Code::WindowOpen => (
            "Ya hay un periodo de revisión abierto.",
            "Ciérralo o cámbiale la fecha antes de abrir otro.",
        ),
        Code::PointUnknown => (
            "Esta computadora todavía no tiene todo lo que había en ese momento.",
            "Espera a que llegue lo que falta e inténtalo otra vez.",
        ),
        Code::NotYours => (
            "Sólo quien lo escribió puede hacer eso.",
            "Responde en la conversación o propón otra cosa.",
        ),
        Code::DateInvalid => (
            "Esa fecha no existe en el calendario.",
            "Escríbela con día, mes y año, por ejemplo 24 de abril de 2023.",
        ),
        Code::Defect => (
            "Algo falló dentro de Cotejo. Lo guardado está a salvo.",
            "Vuelve a intentar; si se repite, cierra y abre Cotejo, y avisa a soporte.",
        ),
    }
}

fn english(code: Code) -> (&'static str, &'static str) {
    match code {
        Code::NoPerson => (
            "Nobody has said yet who works on this computer.",
            "Write your name and institution (on the command line: cotejo me --name … --institution …).",
        ),
        Code::PersonInvalid => (
            "The name or the institution is empty or longer than 120 letters.",
            "Write them again, shorter.",
        ),
        Code::DossierUnknown => (
            "No dossier has that name or key.",
            "Look at the list of dossiers and copy its key.",
        ),
        Code::DossierAmbiguous => (
            "Several dossiers answer to that name or key.",
            "Write more letters of the key.",
        ),
        Code::RowUnknown => (
            "That row is not in the matrix.",
            "Check the row's number; it may have changed.",
        ),
        Code::FieldUnknown => (
            "That column does not exist.",
            "Use one of the column names of the help, such as actionLine or targets.2024.",
        ),
        Code::TextTooLong => (
            "The text is longer than a cell holds.",
            "Shorten or split it; what you wrote is still on the screen.",
        ),
        Code::TooMany => (
            "The dossier already has as many rows, headings or comments as it may.",
            "Share the work out to another dossier, or tell support.",
        ),
        Code::ValueInvalid => (
            "That value does not fit the column.",
            "Correct it; what you wrote is still on the screen.",
        ),
        Code::ChoiceUnknown => (
            "There is nothing to decide with that choice in that cell.",
            "Look at the choices again; somebody may have decided already.",
        ),
        Code::ThreadUnknown => (
            "That conversation is no longer there.",
            "Open the comments of the cell again.",
        ),
        Code::NotAllowed => (
            "Your role in this dossier does not allow that change.",
            "Ask the coordinator for another role, or leave a comment if yours allows it.",
        ),
        Code::NotArrived => (
            "The content of this dossier has not reached this computer yet.",
            "Wait for a connection to the server; it will come by itself.",
        ),
        Code::LinkInvalid => (
            "The link is not an invitation of Cotejo, or it is incomplete.",
            "Copy all of it again, from “cotejo:” to the end, and paste it.",
        ),
        Code::LinkRefused => (
            "The server does not accept this invitation.",
            "Ask whoever coordinates the dossier for another.",
        ),
        Code::NoRelay => (
            "This dossier is not shared: it lives on this computer only.",
            "Invite somebody to say through which server you will meet.",
        ),
        Code::RelayInvalid => (
            "The address of the server cannot be understood.",
            "Write it like ws://server:7700, or ask whoever installed it.",
        ),
        Code::RelayUnreachable => (
            "There is no connection to the server. Everything you wrote is saved here.",
            "Go on working; it will be sent when the connection is back.",
        ),
        Code::RelayRefused => (
            "The server does not accept the changes of this dossier. Everything you wrote is saved here.",
            "Tell whoever runs the server or coordinates the dossier.",
        ),
        Code::RelayFull => (
            "The server has no room left for this dossier. Everything you wrote is saved here.",
            "Ask whoever runs the server for more room.",
        ),
        Code::FileUnreadable => (
            "The file could not be read.",
            "Check that it exists, that no other program has it open and that it can be opened.",
        ),
        Code::FileNotMatrix => (
            "No matrix of action lines was found in that file.",
            "It must be an Excel workbook (.xlsx) with a sheet that has the headers of the matrix.",
        ),
        Code::FileTooLarge => (
            "The file is larger than Cotejo reads.",
            "Leave only the sheet with the matrix and save it again.",
        ),
        Code::FileNotWritten => (
            "The file could not be written.",
            "Choose another folder or free some space; the dossier did not change.",
        ),
        Code::FormatUnknown => ("That format is not known.", "Use automerge, json or csv."),
        Code::FolderInUse => (
            "Cotejo is already open with these dossiers.",
            "Use the window that is open, or close it and begin again.",
        ),
        Code::FolderUnusable => (
            "Cotejo's folder cannot be used on this computer.",
            "Check that the folder exists and that you may write in it.",
        ),
        Code::DiskFull => (
            "The disk of this computer is full; the last change was not saved and is still on the screen.",
            "Free some space and try again; what was saved before is safe.",
        ),
        Code::DiskFailed => (
            "The disk did not accept the last change; it is still on the screen.",
            "Do not close the window. Try again; if it goes on, copy your text and tell support.",
        ),
        Code::StoreDamaged => (
            "The file where Cotejo keeps the dossiers is damaged. Nothing was deleted.",
            "Do not change it; restore a copy, or join again with an invitation.",
        ),
        Code::StoreNewer => (
            "These dossiers were saved by a newer version of Cotejo.",
            "Update Cotejo to open them; nothing was changed.",
        ),
        Code::StoreForeign => (
            "This folder looks half copied from another computer: its key does not fit.",
            "Copy the whole folder, or begin in a new one with an invitation.",
        ),
        Code::HeadingInUse => (
            "That heading still has rows.",
            "Move them to another axis or priority and retire it again.",
        ),
        Code::HeadingMisplaced => (
            "A heading can only stand under one of an outer level that is in use.",
            "Choose another place: axis first, then objective, priority and strategy.",
        ),
        Code::TextClosed => (
            "That text is no longer open for writing.",
            "Open the cell again; what you wrote is still on the screen.",
        ),
        Code::BackupFailed => (
            "The copy could not be made. Your dossiers did not change.",
            "Choose another folder in Settings, or check that it has room and that you may write in it.",
        ),
        Code::RowApproved => (
            "The row is approved and cannot be changed. Your text is not lost.",
            "Ask the coordinator to reopen it, or suggest the change: it will stand beside the cell.",
        ),
        Code::ReasonNeeded => (
            "The reason is missing.",
            "Write in one line why; the other people will see it.",
        ),
        Code::TextWaits => (
            "That text waits for a decision.",
            "Choose first which text stays; then the row can be split, merged or duplicated.",
        ),
        Code::MinutesUnknown => (
            "There are no such minutes in this dossier, or no such part of them.",
            "Look at the list of minutes again.",
        ),
        Code::MinutesClosed => (
            "Those minutes are closed: they say what was signed.",
            "To correct them, reopen them with a reason; who did it and why is kept.",
        ),
        Code::MinutesOpen => (
            "Those minutes are not closed.",
            "Close them first; until then they can be corrected without reopening them.",
        ),
        Code::MinutesUndecided => (
            "Two people wrote different things in those minutes at once.",
            "Choose which one stays in each place, then close the minutes.",
        ),
        Code::MinutesRemoved => (
            "That was taken out of the minutes, or the minutes were closed once and cannot be removed.",
            "Bring back what was taken out to write in it.",
        ),
        Code::SuggestionUnknown => (
            "There is no such suggestion in this dossier.",
            "Refresh the list of suggestions and try again.",
        ),
        Code::SuggestionDecided => (
            "That suggestion was already decided or taken back.",
            "Look in the list who decided and why; it can be suggested again.",
        ),
        Code::SuggestionMerged => (
            "The row of that suggestion was merged into another, whose text is a different one.",
            "Write the change in the row that stayed, or refuse it for this reason.",
        ),
        Code::ConsultationUnknown => (
            "There is no such consultation in this dossier.",
            "Refresh the list of consultations and try again.",
        ),
        Code::WindowUnknown => (
            "There is no such review window, or it is closed.",
            "Open another one if it is needed.",
        ),
        Code::WindowOpen => (
            "A review window is already open.",
            "Close it or give it another date before opening another.",
        ),
        Code::PointUnknown => (
            "This computer does not have yet everything there was at that time.",
            "Wait until what is missing has arrived and try again.",
        ),
        Code::NotYours => (
            "Only whoever wrote it can do that.",
            "Answer in the conversation or suggest something else.",
        ),
        Code::DateInvalid => (
            "That is not a day of the calendar.",
            "Write it with day, month and year, for example 24 April 2023.",
        ),
        Code::Defect => (
            "Something failed inside Cotejo. What was saved is safe.",
            "Try again; if it goes on, close and open Cotejo, and tell support.",
        ),
    }
}

#[cfg(test)]
mod tests;
