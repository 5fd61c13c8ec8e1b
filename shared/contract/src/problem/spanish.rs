//! What each problem says in Spanish of Mexico: what happened and what is safe, then what to do.

use crate::Code;

/// The two sentences of a code.
pub(super) fn sentences(code: Code) -> (&'static str, &'static str) {
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
        Code::CodeUnreadable => (
            "Ese texto no es el del código de un documento, ni un folio, ni una huella.",
            "Cópialo como está al pie de la hoja: el código empieza con COTEJO:1: y la huella es como 3F9A-22C1.",
        ),
        Code::FormatUnknown => (
            "Ese formato no se conoce.",
            "Usa docx, xlsx, ods, pdf, csv, json o automerge.",
        ),
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
        Code::LogoInvalid => (
            "Esa imagen no se puede usar como logotipo.",
            "Elige una imagen PNG o JPEG de menos de 1 MB, y escribe en pocas palabras qué muestra.",
        ),
        Code::Defect => (
            "Algo falló dentro de Cotejo. Lo guardado está a salvo.",
            "Vuelve a intentar; si se repite, cierra y abre Cotejo, y avisa a soporte.",
        ),
    }
}
