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
        Code::PackageUnknown => (
            "El archivo no es un paquete de Cotejo.",
            "Elige el archivo que termina en «.cotejo», tal como te lo dieron.",
        ),
        Code::PackageNewer => (
            "El paquete se hizo con una versión más nueva de Cotejo.",
            "Actualiza Cotejo en esta computadora y ábrelo otra vez.",
        ),
        Code::PackageDamaged => (
            "El paquete está incompleto o se dañó en el camino; no se tomó nada de él.",
            "Cópialo otra vez de la memoria o pide que te lo envíen de nuevo.",
        ),
        Code::PackageNotForYou => (
            "Este paquete no se hizo para esta computadora.",
            "Pide a quien lo hizo que te invite al expediente, o que haga otro ahora que ya estás en él.",
        ),
        Code::PackageElsewhere => (
            "El paquete es de un expediente que no está en esta computadora.",
            "Únete primero con la invitación que te dieron y ábrelo otra vez.",
        ),
        Code::NoRelay => (
            "Este expediente no se ha compartido: vive sólo en esta computadora.",
            "Invita a alguien para indicar el servidor por el que se encontrarán.",
        ),
        Code::RelayInvalid => (
            "La dirección del servidor no se entiende.",
            "Escríbela como wss://servidor o ws://servidor:7700, o pídela a quien lo instaló.",
        ),
        Code::RelayUnreachable => (
            "No hay conexión con el servidor. Todo lo escrito está guardado aquí.",
            "Sigue trabajando; se enviará solo cuando vuelva la conexión.",
        ),
        Code::RelayUntrusted => (
            "No se pudo comprobar que el servidor sea el que dice ser, y no se le envió nada. Todo lo escrito está guardado aquí.",
            "Avisa a quien lo administra: quizá venció su certificado, o falta en esta computadora la autoridad de tu institución.",
        ),
        Code::ProxyUnreachable => (
            "El proxy por el que esta computadora sale a la red no responde. Todo lo escrito está guardado aquí.",
            "Sigue trabajando; si no vuelve solo, pide a informática que revise el proxy configurado (HTTPS_PROXY).",
        ),
        Code::ProxyPassword => (
            "El proxy de la red pide usuario y contraseña, o no acepta los que tiene. Todo lo escrito está guardado aquí.",
            "Pide a informática que los ponga en la dirección del proxy (HTTPS_PROXY) o que deje pasar al servidor de Cotejo.",
        ),
        Code::ProxyRefused => (
            "El proxy de la red no deja pasar al servidor de Cotejo. Todo lo escrito está guardado aquí.",
            "Pide a informática que permita la dirección y el puerto del servidor.",
        ),
        Code::RelayRefused => (
            "El servidor no acepta los cambios de este expediente. Todo lo escrito está guardado aquí.",
            "Avisa a quien administra el servidor o a quien coordina el expediente.",
        ),
        Code::PersonUnknown => (
            "Esa persona no está en el expediente.",
            "Revisa quiénes están en él y elige otra vez.",
        ),
        Code::LastCoordinator => (
            "Nadie más coordina este expediente.",
            "Primero haz que otra persona lo coordine.",
        ),
        Code::Removed => (
            "Ya no formas parte de este expediente. Conservas lo que tenías, también lo último que escribiste.",
            "Exporta lo que necesites. Para volver, pídelo a quien coordina el expediente.",
        ),
        Code::RelayCodeNeeded => (
            "Este servidor sólo recibe expedientes nuevos con un código. Todo lo escrito está guardado aquí.",
            "Pide el código a quien administra el servidor.",
        ),
        Code::RelayMayNotFound => (
            "Este servidor no recibe expedientes nuevos de esta computadora. Todo lo escrito está guardado aquí.",
            "Pide a quien administra el servidor que la agregue a su lista.",
        ),
        Code::UsedElsewhere => (
            "Esta misma carpeta de Cotejo se usa a la vez en otra computadora, y el servidor ya tiene lo que se escribió allá. Todo lo escrito aquí está guardado aquí.",
            "Deja de usar una de las dos. Copia de aquí lo que no esté allá, y para trabajar en dos computadoras pide una invitación para la segunda.",
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
        Code::FileOld => (
            "El archivo es de una versión de Word o Excel de antes de 2007 (.doc o .xls).",
            "Ábrelo en su programa, guárdalo como .docx o .xlsx e impórtalo otra vez.",
        ),
        Code::FileProtected => (
            "El archivo tiene contraseña y no se puede leer.",
            "Ábrelo en su programa, quítale la contraseña, guárdalo e impórtalo otra vez.",
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
        Code::BackupFolderGone => (
            "La carpeta de las copias de respaldo no está. Tus expedientes no cambiaron.",
            "Conecta la memoria o la carpeta de red: la copia se hará sola cuando vuelva. O elige otra carpeta en Ajustes.",
        ),
        Code::BackupNoRoom => (
            "No cabe la copia de respaldo en esa carpeta. Tus expedientes no cambiaron.",
            "Libera espacio, conserva menos copias o elige otra carpeta en Ajustes.",
        ),
        Code::BackupForbidden => (
            "No tienes permiso para escribir en la carpeta de las copias de respaldo. Tus expedientes no cambiaron.",
            "Pide permiso a quien administra esa carpeta, o elige otra en Ajustes.",
        ),
        Code::BackupUnknown => (
            "Ese archivo no es una copia de respaldo de Cotejo. No se cambió nada.",
            "Elige un archivo cuyo nombre termine en .cotejo-respaldo.",
        ),
        Code::BackupDamaged => (
            "La copia de respaldo está dañada o incompleta. No se cambió nada.",
            "Cópiala otra vez desde donde se guardó, o elige una copia anterior.",
        ),
        Code::BackupNewer => (
            "Esa copia de respaldo se hizo con una versión más nueva de Cotejo. No se cambió nada.",
            "Actualiza Cotejo y vuelve a restaurarla.",
        ),
        Code::PassphraseNeeded => (
            "Esa copia de respaldo está protegida con una contraseña.",
            "Escribe la contraseña con la que se protegió.",
        ),
        Code::PassphraseWrong => (
            "Con esa contraseña no se abre la copia de respaldo. No se cambió nada.",
            "Revisa mayúsculas y acentos y escríbela otra vez. Sin ella la copia no se puede abrir.",
        ),
        Code::PassphraseUnfit => (
            "La contraseña es demasiado corta para proteger algo, o demasiado larga.",
            "Usa al menos diez letras; varias palabras que recuerdes bastan.",
        ),
        Code::HomeOccupied => (
            "En esta computadora ya hay expedientes. No se cambió nada.",
            "Confirma que se aparten (en la línea de órdenes, con --aside): quedarán enteros en una carpeta junto a los restaurados.",
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
        Code::SenderNeeded => (
            "Falta decir quién envió el archivo.",
            "Escribe su nombre: con él se verán sus propuestas y comentarios.",
        ),
        Code::MappingInvalid => (
            "Lo que se pidió sobre cómo leer el archivo no le corresponde.",
            "Revisa las columnas, los renglones y los campos, o empieza otra vez sin esos cambios.",
        ),
        Code::DateInvalid => (
            "Esa fecha no existe en el calendario.",
            "Escríbela con día, mes y año, por ejemplo 24 de abril de 2023.",
        ),
        Code::LogoInvalid => (
            "Esa imagen no se puede usar como logotipo.",
            "Elige una imagen PNG o JPEG de menos de 1 MB, y escribe en pocas palabras qué muestra.",
        ),
        Code::ProgrammeUnknown => (
            "No hay ningún programa con ese nombre en esta computadora.",
            "Mira la lista de programas; los expedientes siguen donde estaban.",
        ),
        Code::ProgrammeInvalid => (
            "El nombre del programa está vacío, pasa de 120 letras o ya lo tiene otro.",
            "Escribe otro nombre.",
        ),
        Code::NothingAnswers => (
            "Ningún expediente del programa tiene esa institución, ese eje o esa prioridad.",
            "Escríbelo como en las matrices, o quita ese filtro.",
        ),
        Code::TooManyToPrint => (
            "Son demasiados renglones para un documento que se imprime.",
            "Quita renglones con los filtros, o llévalos a Excel, donde caben todos.",
        ),
        Code::Defect => (
            "Algo falló dentro de Cotejo. Lo guardado está a salvo.",
            "Vuelve a intentar; si se repite, cierra y abre Cotejo, y avisa a soporte.",
        ),
    }
}
