//! The commands about minutas and their arguments. They are an interface: names stay.

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};

use crate::arguments::Paper;

/// What can be asked about minutas.
///
/// MINUTA es la clave de una minuta, el principio de su clave, o el número de su mesa si sólo una lo
/// tiene. PARTE es la clave (o su principio) de un acuerdo, una persona o un elemento de una lista.
#[derive(Debug, Subcommand)]
pub(crate) enum MinutaCommand {
    /// Lista las minutas, de la más antigua a la más nueva.
    List {
        /// Expediente.
        dossier: String,
    },
    /// Muestra una minuta.
    Show {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
    },
    /// Empieza una minuta.
    New {
        /// Expediente.
        dossier: String,
        /// Número de la mesa, con su cero: 08.
        #[arg(long, default_value = "")]
        session: String,
        /// Fase.
        #[arg(long, default_value = "")]
        phase: String,
        /// Día, como 2023-04-19; si no se dice, hoy.
        #[arg(long)]
        date: Option<String>,
    },
    /// Escribe un dato de la minuta, o de una parte de ella.
    ///
    /// De la minuta: session, phase, title, institution, date, place, startsAt, endsAt, convenedBy,
    /// remarks, counts. De un acuerdo: number, text, remarks, responsible, dueDate, state. De una
    /// persona: name, position, late (true). De una lista: text.
    Set {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Dato.
        field: String,
        /// Lo que dirá.
        #[arg(allow_hyphen_values = true)]
        value: String,
        /// La parte, si no es un dato de la minuta misma.
        #[arg(long)]
        part: Option<String>,
    },
    /// Agrega un acuerdo.
    Agree {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Lo acordado.
        #[arg(allow_hyphen_values = true)]
        text: String,
        /// Observaciones.
        #[arg(long, default_value = "")]
        remarks: String,
        /// Quién responde.
        #[arg(long, default_value = "")]
        responsible: String,
        /// Para cuándo, como 2023-04-24.
        #[arg(long, default_value = "")]
        due_date: String,
        /// Renglones de los que habla, por su número: 3,14,15.
        #[arg(long, value_delimiter = ',')]
        rows: Vec<String>,
        /// Columna, si habla de una celda de esos renglones.
        #[arg(long)]
        field: Option<String>,
    },
    /// Agrega asistentes, uno por argumento; «Nombre, cargo» también vale.
    Attend {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Nombres con su título.
        #[arg(required = true)]
        names: Vec<String>,
        /// Llegaron tarde.
        #[arg(long)]
        late: bool,
        /// Coordinaron la sesión.
        #[arg(long, conflicts_with = "late")]
        coordinated: bool,
    },
    /// Agrega elementos al orden del día o a los materiales revisados.
    Add {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// A qué lista.
        #[arg(value_enum)]
        list: ListOf,
        /// Elementos, uno por argumento.
        #[arg(required = true)]
        entries: Vec<String>,
    },
    /// Liga un acuerdo a un renglón, a una celda o a una versión cerrada, o lo desliga.
    Link {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Acuerdo, por su número o su clave.
        agreement: String,
        /// Renglón.
        #[arg(long, required_unless_present = "version")]
        row: Option<String>,
        /// Columna, si es una celda.
        #[arg(long, requires = "row")]
        field: Option<String>,
        /// Versión cerrada, por su clave o su nombre.
        #[arg(long, conflicts_with = "row")]
        version: Option<String>,
        /// Deja de hablar de eso.
        #[arg(long)]
        remove: bool,
    },
    /// Quita una parte de la minuta, o la minuta si nunca se cerró.
    Remove {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// La parte; si no se dice, la minuta entera.
        #[arg(long)]
        part: Option<String>,
        /// La devuelve.
        #[arg(long)]
        back: bool,
    },
    /// Elige entre lo que dos personas escribieron a la vez.
    Choose {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Dato.
        field: String,
        /// La parte, si no es un dato de la minuta misma.
        #[arg(long)]
        part: Option<String>,
        /// El número que da «show --json» en «choices».
        #[arg(long)]
        choose: u32,
    },
    /// Dice cómo va un acuerdo de una minuta anterior.
    Follow {
        /// Expediente.
        dossier: String,
        /// Acuerdo: su clave, su principio, o mesa/número como 08/2.
        agreement: String,
        /// Cómo va.
        #[arg(value_enum)]
        state: AgreementIs,
        /// La minuta en que se dice; si no se dice, entre dos minutas.
        #[arg(long = "in")]
        minuta: Option<String>,
        /// Día; si no se dice, hoy.
        #[arg(long)]
        on: Option<String>,
        /// Lo que haya que saber.
        #[arg(long, default_value = "", allow_hyphen_values = true)]
        remark: String,
    },
    /// Dice por qué es correcto un número del acuerdo que la matriz no tiene.
    Count {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Acuerdo, por su número o su clave.
        agreement: String,
        /// El número.
        said: u32,
        /// Por qué.
        #[arg(long)]
        note: String,
    },
    /// Cierra la minuta y, con ella, la versión de la matriz que es su anexo.
    Close {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Una versión ya cerrada; si no se dice, se cierra la matriz como está.
        #[arg(long)]
        version: Option<String>,
        /// Nombre de la versión que se cierra; si no se dice, el título de la minuta.
        #[arg(long, default_value = "")]
        name: String,
        /// Algo más sobre esa versión.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Escribe la minuta con su anexo en un archivo; si no está cerrada, dice BORRADOR.
    Export {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Formato.
        #[arg(long, value_enum, default_value = "docx")]
        format: MinutaFormat,
        /// Tamaño de la hoja.
        #[arg(long, value_enum, default_value = "carta")]
        paper: Paper,
        /// Archivo.
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
    },
    /// Reabre una minuta cerrada para corregirla.
    Reopen {
        /// Expediente.
        dossier: String,
        /// Minuta.
        minuta: String,
        /// Por qué.
        #[arg(long)]
        reason: String,
    },
}

/// Formats of a minuta.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub(crate) enum MinutaFormat {
    /// Documento de Word.
    Docx,
    /// PDF.
    Pdf,
}

/// Lists of a minuta.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub(crate) enum ListOf {
    /// Orden del día.
    Agenda,
    /// Materiales revisados.
    Material,
}

/// How an acuerdo stands.
#[derive(Debug, Clone, Copy, ValueEnum)]
#[value(rename_all = "camelCase")]
pub(crate) enum AgreementIs {
    /// Pendiente.
    Pending,
    /// En proceso.
    InProgress,
    /// Cumplido.
    Fulfilled,
    /// Cancelado.
    Cancelled,
    /// Se retira lo que esa minuta decía.
    TakenBack,
}
