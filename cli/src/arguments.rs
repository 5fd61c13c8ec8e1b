//! The commands and their arguments. They are an interface: names stay.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Escribir en común una matriz de líneas de acción, sin ventana.
///
/// DOSSIER es la clave de un expediente, el principio de su clave, o su nombre.
/// ROW es el número del renglón en la matriz o la clave de su línea de acción.
/// FIELD es el nombre de una columna: actionLine, stage, responsible, pendingExternal,
/// headings.axis, headings.objective, headings.priority, headings.strategy, indicatorName,
/// interpretation, unitOfMeasure, formula, formula.numerator, formula.denominator, formula.factor,
/// frequency, direction, targetBehavior, baseline.value, baseline.year, baseline.source,
/// baseline.verification, targets.2024 (y los demás años), meansOfVerification.
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
    /// Hace un expediente de un archivo de Excel.
    Import {
        /// El archivo; «ejemplo» importa la matriz de SECOEM que viene con Cotejo.
        file: PathBuf,
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
    /// Se une a un expediente con un enlace.
    Join {
        /// El enlace.
        link: String,
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
    Export {
        /// Expediente.
        dossier: String,
        /// Formato.
        #[arg(long, value_enum)]
        format: Format,
        /// Archivo.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Dice qué hay que revisar en la matriz.
    Check {
        /// Expediente.
        dossier: String,
    },
    /// Comprueba que todo lo guardado esté íntegro.
    Verify,
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

/// Formats, as they are written on the command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum Format {
    /// Documento Automerge, con su historia.
    Automerge,
    /// Lo mismo que «show --json».
    Json,
    /// Hoja de cálculo.
    Csv,
}

impl Format {
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Automerge => "automerge",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }
}
