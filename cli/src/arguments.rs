//! The commands and their arguments. They are an interface: names stay.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::backup::BackupCommand;
use crate::minuta_arguments::MinutaCommand;
use crate::packages::PackageCommand;

/// Escribir en común una matriz de líneas de acción, sin ventana.
///
/// DOSSIER es la clave de un expediente, el principio de su clave, o su nombre.
/// ROW es el número del renglón en la matriz o la clave de su línea de acción.
/// FIELD es el nombre de una columna: actionLine, stage, responsible, pendingExternal,
/// headings.axis, headings.objective, headings.priority, headings.strategy, indicatorName,
/// interpretation, unitOfMeasure, formula, formula.numerator, formula.denominator, formula.factor,
/// frequency, direction, targetBehavior, baseline.value, baseline.year, baseline.source,
/// baseline.verification, targets.2024 (y los demás años), meansOfVerification.
/// Un momento (FROM, TO, --since) es «now», el nombre o la clave de una versión cerrada, un día
/// como 2023-04-19 (la matriz como amaneció) o el punto que dan «history» y «blame» con --json.
#[derive(Debug, Parser)]
#[command(name = "cotejo", version, max_term_width = 100)]
pub(crate) struct Arguments {
    /// Carpeta donde se guarda el trabajo (por omisión, la de la ventana).
    #[arg(long, global = true, value_name = "DIR", env = "COTEJO_HOME")]
    pub(crate) home: Option<PathBuf>,
    /// Responde con un documento JSON en la salida; los problemas, en JSON por la salida de errores.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What can be asked.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Dice quién trabaja aquí, o lo cambia.
    Me {
        /// Nombre, como lo verán los demás.
        #[arg(long, requires = "institution")]
        name: Option<String>,
        /// Institución.
        #[arg(long, requires = "name")]
        institution: Option<String>,
    },
    /// Hace un expediente de un archivo de Word, Excel, Calc o CSV.
    Import {
        /// El archivo; «ejemplo» importa la matriz de SECOEM que viene con Cotejo.
        file: PathBuf,
        /// Cómo leerlo: lo que da --dry-run con --json bajo «mapping», corregido.
        #[arg(long, value_name = "FILE")]
        map: Option<PathBuf>,
        /// No escribe nada: dice qué se leería y cómo.
        #[arg(long)]
        dry_run: bool,
        /// No hace otro expediente: compara el archivo con este, del que es copia, y propone en él lo
        /// que cambió.
        #[arg(long, value_name = "DOSSIER", requires = "sender")]
        into: Option<String>,
        /// Quién envió el archivo: así se verán sus propuestas y comentarios.
        #[arg(long, value_name = "NAME", requires = "into")]
        sender: Option<String>,
    },
    /// Compara un archivo con el expediente del que es copia, y no escribe nada.
    Compare {
        /// El archivo.
        file: PathBuf,
        /// Expediente.
        dossier: String,
        /// Cómo leer el archivo, como en «import».
        #[arg(long, value_name = "FILE")]
        map: Option<PathBuf>,
    },
    /// Lista los expedientes.
    List,
    /// Muestra la matriz.
    Show {
        /// Expediente.
        dossier: String,
    },
    /// Escribe una celda.
    Set {
        /// Expediente.
        dossier: String,
        /// Renglón.
        row: String,
        /// Columna.
        field: String,
        /// Lo que dirá la celda.
        #[arg(allow_hyphen_values = true)]
        value: String,
    },
    /// Comenta una celda.
    Comment {
        /// Expediente.
        dossier: String,
        /// Renglón.
        row: String,
        /// Columna.
        field: String,
        /// El comentario.
        #[arg(allow_hyphen_values = true)]
        text: String,
    },
    /// Lista los comentarios.
    Comments {
        /// Expediente.
        dossier: String,
    },
    /// Lista lo que espera una decisión.
    Conflicts {
        /// Expediente.
        dossier: String,
    },
    /// Decide entre los valores de una celda.
    Resolve {
        /// Expediente.
        dossier: String,
        /// Renglón.
        row: String,
        /// Columna.
        field: String,
        /// Número de la opción, desde 1, como la numera «conflicts».
        #[arg(long, value_name = "N")]
        choose: u32,
    },
    /// Hace un enlace para que alguien se una.
    Invite {
        /// Expediente.
        dossier: String,
        /// Lo que podrá hacer.
        #[arg(long, value_enum)]
        role: Role,
        /// Dirección del servidor, por ejemplo ws://servidor:7700 (si ya se compartió, no hace falta).
        #[arg(long, value_name = "URL")]
        relay: Option<String>,
    },
    /// Quiénes están en un expediente.
    People {
        /// Expediente.
        dossier: String,
    },
    /// Cambia lo que una persona puede hacer, o la quita del expediente.
    Role {
        /// Expediente.
        dossier: String,
        /// Su nombre, o el identificador de su equipo (o su comienzo).
        person: String,
        /// Lo que podrá hacer.
        #[arg(value_enum, required_unless_present = "none")]
        role: Option<Role>,
        /// La quita: conserva lo que tenía y no recibe nada más.
        #[arg(long, conflicts_with = "role")]
        none: bool,
    },
    /// Se une a un expediente con un enlace.
    Join {
        /// El enlace.
        link: String,
    },
    /// Dice qué cambió de un momento a otro, celda por celda.
    Diff {
        /// Expediente.
        dossier: String,
        /// El momento anterior.
        from: String,
        /// El posterior.
        #[arg(default_value = "now")]
        to: String,
    },
    /// Dice de quién es cada palabra de una celda.
    Blame {
        /// Expediente.
        dossier: String,
        /// Renglón.
        row: String,
        /// Columna.
        field: String,
    },
    /// Lista todo lo que una celda ha dicho, lo más nuevo primero.
    History {
        /// Expediente.
        dossier: String,
        /// Renglón.
        row: String,
        /// Columna.
        field: String,
    },
    /// Lista las versiones cerradas.
    Versions {
        /// Expediente.
        dossier: String,
    },
    /// Cuenta lo que cambió desde un momento, y quién lo cambió.
    Summary {
        /// Expediente.
        dossier: String,
        /// Desde cuándo.
        #[arg(long, value_name = "MOMENT")]
        since: String,
    },
    /// Envía y recibe.
    Sync {
        /// Expediente; sin él, todos los compartidos.
        dossier: Option<String>,
        /// Sigue en contacto hasta que se interrumpa.
        #[arg(long)]
        watch: bool,
    },
    /// Dice qué está guardado, qué espera y qué se envió.
    Status,
    /// Dice quién ha visto lo que escribiste aquí, y si puedes cerrar.
    Receipts {
        /// Expediente.
        dossier: String,
    },
    /// Escribe el expediente en un archivo.
    Export(ExportArguments),
    /// Dice qué logotipos llevan los documentos del expediente, los pone o los quita; se recuerdan en
    /// esta computadora.
    Logos(crate::logos::Logos),
    /// Muestra muchos expedientes como una sola tabla: el programa de todo el estado.
    Consolidate(Box<crate::consolidate::Consolidate>),
    /// Hace, cambia y lista programas: selecciones de expedientes con nombre.
    Programme {
        #[command(subcommand)]
        act: crate::consolidate::Programme,
    },
    /// Dice qué hay que revisar en la matriz.
    Check {
        /// Expediente.
        dossier: String,
    },
    /// Dice si un PDF, o un archivo de Word o Excel, es de un expediente de aquí y qué cambió desde entonces.
    VerifyDocument {
        /// Archivo.
        #[arg(required_unless_present = "code", conflicts_with = "code")]
        file: Option<PathBuf>,
        /// En lugar de un archivo, el texto del código, el folio o la huella que están al pie del papel.
        #[arg(long, value_name = "TEXT")]
        code: Option<String>,
    },
    /// Comprueba que todo lo guardado esté íntegro.
    Verify,
    #[command(flatten)]
    Backup(BackupCommand),
    #[command(flatten)]
    Package(PackageCommand),
    #[command(flatten)]
    Review(ReviewCommand),
    /// Dice por qué una celda dice lo que dice: quién la escribió y la propuso, qué acuerdos hablan de
    /// ella, en qué versión se acordó y en qué se apoya.
    Why {
        /// Expediente.
        dossier: String,
        /// Renglón.
        row: String,
        /// Columna.
        field: String,
    },
    /// Las minutas del expediente.
    #[command(subcommand)]
    Minuta(MinutaCommand),
}

/// What can be asked about the review. SUGGESTION, CONSULTATION and KEY are ids, or the beginning
/// of one that no other shares.
#[derive(Debug, Subcommand)]
pub(crate) enum ReviewCommand {
    /// Propone otro texto para una celda.
    Suggest {
        /// Expediente.
        dossier: String,
        /// Renglón.
        row: String,
        /// Columna.
        field: String,
        /// Lo que debería decir la celda.
        #[arg(allow_hyphen_values = true)]
        value: String,
        /// Por qué.
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Lista las propuestas, con sus cambios numerados desde 0.
    Suggestions {
        /// Expediente.
        dossier: String,
    },
    /// Acepta una propuesta, entera o en parte.
    Accept {
        /// Expediente.
        dossier: String,
        /// Clave de la propuesta, o su principio (al menos cuatro letras).
        suggestion: String,
        /// Números de los cambios que se aceptan, como los numera «suggestions»; sin él, todos.
        #[arg(long, value_name = "N,N", value_delimiter = ',')]
        hunks: Option<Vec<u32>>,
        /// Por qué.
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Rechaza una propuesta.
    Refuse {
        /// Expediente.
        dossier: String,
        /// Clave de la propuesta, o su principio (al menos cuatro letras).
        suggestion: String,
        /// Por qué: lo verá quien la propuso.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Anota una consulta a otra instancia sobre un renglón.
    Consult {
        /// Expediente.
        dossier: String,
        /// Renglón.
        row: String,
        /// A quién se consulta, por ejemplo SFA.
        #[arg(long, value_name = "BODY")]
        body: String,
        /// Lo que se pregunta.
        #[arg(long, value_name = "TEXT")]
        question: String,
        /// Columna; sin ella, el renglón entero.
        #[arg(long, value_name = "FIELD")]
        field: Option<String>,
        /// El día en que se preguntó, por ejemplo 2023-04-19; sin él, hoy.
        #[arg(long, value_name = "DATE")]
        asked_on: Option<String>,
        /// El día para el que se espera la respuesta.
        #[arg(long, value_name = "DATE")]
        due_on: Option<String>,
        /// Lo que dice la celda era la nota: pasa a la consulta y la celda queda vacía.
        #[arg(long, requires = "field")]
        empty_cell: bool,
    },
    /// Anota la respuesta a una consulta.
    Answer {
        /// Expediente.
        dossier: String,
        /// Clave de la consulta, o su principio (al menos cuatro letras).
        consultation: String,
        /// Lo que respondieron.
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// En qué quedó.
        #[arg(long, value_enum)]
        outcome: Outcome,
        /// El día en que respondieron; sin él, hoy.
        #[arg(long, value_name = "DATE")]
        on: Option<String>,
    },
    /// Da un estado a uno o varios renglones.
    State {
        /// Expediente.
        dossier: String,
        /// El estado.
        #[arg(value_enum)]
        state: State,
        /// Renglones.
        #[arg(required = true, value_name = "ROW")]
        rows: Vec<String>,
        /// Por qué: hace falta para observar un renglón y para reabrir uno aprobado.
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
    /// Abre el periodo de revisión, le cambia la fecha o lo cierra.
    Window {
        /// Expediente.
        dossier: String,
        #[command(subcommand)]
        act: WindowAct,
    },
    /// Da nombre a la matriz como está y la cierra como versión.
    CloseVersion {
        /// Expediente.
        dossier: String,
        /// Nombre, por ejemplo «Versión de la mesa 08».
        name: String,
        /// Algo más sobre ella.
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Lista lo que espera una decisión, con sus opciones.
    Decisions {
        /// Expediente.
        dossier: String,
    },
    /// Decide algo de lo que lista «decisions».
    Decide {
        /// Expediente.
        dossier: String,
        /// Clave de la decisión, o su principio (al menos cuatro letras).
        key: String,
        /// Número de la opción, como la numera «decisions».
        #[arg(long, value_name = "N")]
        choose: u32,
    },
}

/// What can be done with a review window.
#[derive(Debug, Subcommand)]
pub(crate) enum WindowAct {
    /// Abre un periodo de revisión.
    Open {
        /// Su último día, por ejemplo 2023-04-24.
        #[arg(long, value_name = "DATE")]
        closes_on: String,
        /// A quién se notifican los cambios.
        #[arg(long, value_name = "TEXT")]
        notify_to: String,
        /// Algo más sobre él.
        #[arg(long, value_name = "TEXT", default_value = "")]
        note: String,
    },
    /// Da otro último día al periodo abierto.
    Move {
        /// Su último día.
        #[arg(long, value_name = "DATE")]
        closes_on: String,
        /// Por qué.
        #[arg(long, value_name = "TEXT")]
        reason: String,
    },
    /// Cierra el periodo abierto.
    Close {
        /// Por qué.
        #[arg(long, value_name = "TEXT", default_value = "")]
        reason: String,
    },
}

/// What came of a consultation, as it is written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub(crate) enum Outcome {
    /// De acuerdo.
    Agreed,
    /// De acuerdo, con cambios.
    AgreedWithChanges,
    /// En desacuerdo.
    NotAgreed,
    /// No les corresponde.
    NotTheirs,
    /// No respondieron.
    NoAnswer,
}

/// States of a row, as they are written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub(crate) enum State {
    /// Borrador.
    Draft,
    /// En revisión.
    InReview,
    /// Observada.
    Returned,
    /// Aprobada.
    Approved,
}

/// Roles, as they are written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Role {
    /// Todo, e invitar.
    Coordinator,
    /// La matriz y los comentarios.
    Editor,
    /// Los comentarios.
    Reviewer,
    /// Leer.
    Reader,
}

/// What is exported, and how.
#[derive(Debug, Args)]
pub(crate) struct ExportArguments {
    /// Expediente.
    pub(crate) dossier: String,
    /// Formato.
    #[arg(long, value_enum)]
    pub(crate) format: Format,
    /// Archivo.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: PathBuf,
    /// Versión cerrada, por su nombre o su clave; sin ella, la matriz como está, que es un borrador.
    /// json y automerge son siempre de la matriz como está.
    #[arg(long, value_name = "VERSION")]
    pub(crate) version: Option<String>,
    /// Tamaño de la hoja.
    #[arg(long, value_enum, default_value = "carta")]
    pub(crate) paper: Paper,
    /// Columnas que se agregan a las del formato, separadas por comas: responsible, direction,
    /// targetBehavior, baseline.value, baseline.year, baseline.source, baseline.verification,
    /// meansOfVerification, formula.numerator, formula.denominator, formula.factor, stage,
    /// pendingExternal, state.
    #[arg(long, value_delimiter = ',', value_name = "FIELD")]
    pub(crate) columns: Vec<String>,
    /// Con los comentarios sin resolver, menos los internos.
    #[arg(long)]
    pub(crate) comments: bool,
    /// También los comentarios internos.
    #[arg(long, requires = "comments")]
    pub(crate) internal: bool,
    /// Rótulo del anexo; "" para ninguno.
    #[arg(long, default_value = "ANEXO")]
    pub(crate) label: String,
    /// Sin espacio para rúbricas.
    #[arg(long)]
    pub(crate) no_initials: bool,
}

/// Sizes of the sheet, as they are written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Paper {
    /// 21.6 × 27.9 cm.
    Carta,
    /// 21.6 × 34 cm.
    Oficio,
    /// 21.6 × 35.6 cm.
    Legal,
}

/// Formats, as they are written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// Documento de Word: el anexo que se firma.
    Docx,
    /// Libro de Excel.
    Xlsx,
    /// Libro de Calc.
    Ods,
    /// PDF: el anexo para firmar y guardar.
    Pdf,
    /// Documento Automerge, con su historia.
    Automerge,
    /// Lo mismo que «show --json».
    Json,
    /// Las celdas solas, para una hoja de cálculo.
    Csv,
}
