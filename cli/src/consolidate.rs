//! The programme of the whole state: many dossiers as one table, and the programmes themselves.

#![allow(clippy::print_stderr, reason = "progress is for who watches")]

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueEnum};
use contract::{
    Code, ConsolidatedDossier, ConsolidatedHeading, ConsolidationColumn, ConsolidationGrouping,
    ConsolidationQuery, ConsolidationView, CoverageView, FindingLevel, Problem, ProgrammeView,
    RepeatsView, RowLack, SheetSize,
};
use engine::Engine;

use crate::arguments::{Paper, State};
use crate::{print, review, run};

/// Dossiers whose reading is told of.
const MANY: usize = 20;

/// Which rows, and how they are put.
#[derive(Debug, Args)]
pub(crate) struct Consolidate {
    /// Nombre de un programa; sin él, todos los expedientes de esta computadora.
    #[arg(long, value_name = "NAME")]
    programme: Option<String>,
    /// Solo de esta institución (puede repetirse).
    #[arg(long, value_name = "NAME")]
    institution: Vec<String>,
    /// Solo de este eje: su número o su texto; «-» para los renglones sin eje (puede repetirse).
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    axis: Vec<String>,
    /// Solo de esta prioridad: su número o su texto; «-» para los renglones sin prioridad.
    #[arg(long, value_name = "N", allow_hyphen_values = true)]
    priority: Vec<String>,
    /// Solo en este estado de la revisión.
    #[arg(long, value_enum)]
    state: Vec<State>,
    /// Solo los renglones sujetos a revisión.
    #[arg(long)]
    subject: bool,
    /// Solo renglones con hallazgos de este nivel o más graves.
    #[arg(long, value_enum)]
    findings: Option<Gravity>,
    /// Solo renglones a los que les falta esto.
    #[arg(long, value_enum)]
    lacks: Vec<Lack>,
    /// Solo matrices con meta de este año; solo esas metas se muestran y se cuentan.
    #[arg(long, value_name = "YEAR")]
    year: Vec<u16>,
    /// Solo renglones que dicen estas palabras.
    #[arg(long, value_name = "WORDS", default_value = "")]
    text: String,
    /// Orden de los renglones.
    #[arg(long, value_enum, default_value = "form")]
    sort: Sort,
    /// Al revés.
    #[arg(long)]
    descending: bool,
    /// Junta los renglones.
    #[arg(long, value_enum, default_value = "none")]
    group: Group,
    /// En vez de la tabla, las líneas que varias instituciones repiten, así de parecidas (por ciento).
    #[arg(long, value_name = "PERCENT", num_args = 0..=1, default_missing_value = "85",
        value_parser = clap::value_parser!(u8).range(60..=100))]
    duplicates: Option<u8>,
    /// Escribe la tabla, la cobertura y el resumen por institución en un archivo (en CSV, la tabla).
    #[arg(long, value_enum, requires = "output", conflicts_with = "duplicates")]
    format: Option<ReportFormat>,
    /// El archivo.
    #[arg(short, long, value_name = "FILE", requires = "format")]
    output: Option<PathBuf>,
    /// Hoja en que se imprime.
    #[arg(long, value_enum, default_value = "carta")]
    paper: Paper,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum ReportFormat {
    /// Excel: todas las columnas.
    Xlsx,
    /// Word: lo que cabe en una hoja.
    Docx,
    /// PDF: lo mismo, para imprimir.
    Pdf,
    /// Solo la tabla.
    Csv,
}

/// What can be done with programmes: named selections of dossiers, kept on this computer.
#[derive(Debug, Subcommand)]
pub(crate) enum Programme {
    /// Lista los programas de esta computadora.
    List,
    /// Hace un programa con estos expedientes, o cambia los de uno que ya existe.
    Set {
        /// Su nombre.
        name: String,
        /// Expedientes: clave, principio de la clave o nombre; «todos» para los de esta computadora.
        #[arg(required = true, value_name = "DOSSIER")]
        dossiers: Vec<String>,
    },
    /// Le da otro nombre.
    Rename {
        /// Su nombre.
        name: String,
        /// El nuevo.
        to: String,
    },
    /// Lo olvida; los expedientes se quedan.
    Remove {
        /// Su nombre.
        name: String,
    },
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Gravity {
    /// Por corregir.
    Error,
    /// Por corregir o por revisar.
    Warning,
    /// Cualquiera.
    Info,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Lack {
    /// La meta de algún año.
    Target,
    /// La línea base.
    Baseline,
    /// El nombre del indicador.
    Indicator,
    /// El texto de la línea de acción.
    Line,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Sort {
    /// Como en el formato: eje, prioridad, institución, renglón.
    Form,
    /// Institución.
    Institution,
    /// Línea de acción.
    Line,
    /// Indicador.
    Indicator,
    /// Estado de la revisión.
    State,
    /// Hallazgos, los más graves primero.
    Findings,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Group {
    /// No los junta.
    None,
    /// Por eje.
    Axis,
    /// Por prioridad.
    Priority,
    /// Por institución.
    Institution,
}

/// Shows the programme.
pub(crate) async fn consolidate(
    engine: &Engine,
    asked: Consolidate,
    json: bool,
) -> Result<(), Problem> {
    let query = query(engine, &asked).await?;
    // What a script reads from standard error is a problem, whole.
    let progress = move |read, of| {
        if !json {
            told(read, of);
        }
    };
    let mut view = engine.consolidate_telling(query.clone(), progress).await?;
    if let Some(first) = view.unknown.first() {
        return Err(Problem::about(Code::NothingAnswers, first));
    }
    if let (Some(format), Some(output)) = (asked.format, &asked.output) {
        let bytes = written(engine, query, format, asked.paper).await?;
        run::write(output, &bytes)?;
        print::exported(output, bytes.len(), json);
        return Ok(());
    }
    if let Some(likeness) = asked.duplicates {
        let repeats = engine.repeated_lines(query, likeness).await?;
        print::value(&repeats, json, || said_repeats(&repeats));
        return Ok(());
    }
    if json {
        // A script gets every row, however many.
        while (view.rows.len() as u32) < view.total {
            let offset = view.rows.len() as u32;
            let limit = view.total - offset;
            let page = engine.consolidated_rows(query.clone(), offset, limit);
            let page = page.await?;
            if page.rows.is_empty() || page.version != view.version {
                return Err(Problem::of(Code::Defect));
            }
            view.rows.extend(page.rows);
        }
    }
    print::value(&view, json, || said(&view));
    Ok(())
}

/// The programme as a file.
async fn written(
    engine: &Engine,
    query: ConsolidationQuery,
    format: ReportFormat,
    paper: Paper,
) -> Result<Vec<u8>, Problem> {
    let sheet = match paper {
        Paper::Carta => SheetSize::Carta,
        Paper::Oficio => SheetSize::Oficio,
        Paper::Legal => SheetSize::Legal,
    };
    let name = match format {
        ReportFormat::Xlsx => "xlsx",
        ReportFormat::Docx => "docx",
        ReportFormat::Pdf => {
            let printed = printing::consolidation(engine, query, sheet);
            return print::meanwhile("Componiendo el PDF…", printed).await;
        }
        ReportFormat::Csv => "csv",
    };
    engine.export_consolidation(query, name, sheet).await
}

/// Does something with programmes.
pub(crate) async fn programme(engine: &Engine, act: Programme, json: bool) -> Result<(), Problem> {
    let programmes = engine.programmes().await?;
    let programmes = match act {
        Programme::List => programmes,
        Programme::Set { name, dossiers } => {
            let known = programmes.iter().find(|one| same(&one.name, &name));
            let mut chosen = Vec::new();
            for dossier in &dossiers {
                if dossier == "todos" {
                    let all = engine.dossiers().await?;
                    chosen.extend(all.into_iter().map(|one| one.dossier));
                } else {
                    chosen.push(run::id(engine, dossier).await?);
                }
            }
            let programme = ProgrammeView {
                programme: known.map(|one| one.programme.clone()).unwrap_or_default(),
                name: known.map_or(name, |one| one.name.clone()),
                dossiers: chosen,
            };
            engine.keep_programme(programme).await?
        }
        Programme::Rename { name, to } => {
            let known = named(&programmes, &name)?;
            let renamed = ProgrammeView {
                name: to,
                ..known.clone()
            };
            engine.keep_programme(renamed).await?
        }
        Programme::Remove { name } => {
            let known = named(&programmes, &name)?.programme.clone();
            engine.remove_programme(known).await?
        }
    };
    print::value(&programmes, json, || {
        let line =
            |one: &ProgrammeView| format!("{} ({} expedientes)", one.name, one.dossiers.len());
        match programmes.as_slice() {
            [] => "Todavía no hay programas en esta computadora.".to_owned(),
            some => some.iter().map(line).collect::<Vec<_>>().join("\n"),
        }
    });
    Ok(())
}

fn same(one: &str, other: &str) -> bool {
    one.trim().to_lowercase() == other.trim().to_lowercase()
}

fn named<'a>(programmes: &'a [ProgrammeView], name: &str) -> Result<&'a ProgrammeView, Problem> {
    programmes
        .iter()
        .find(|one| same(&one.name, name) || one.programme == name)
        .ok_or_else(|| Problem::about(Code::ProgrammeUnknown, name))
}

async fn query(engine: &Engine, asked: &Consolidate) -> Result<ConsolidationQuery, Problem> {
    let programme = match &asked.programme {
        Some(name) => Some(named(&engine.programmes().await?, name)?.programme.clone()),
        None => None,
    };
    let none = |said: &String| {
        if said == "-" {
            String::new()
        } else {
            said.clone()
        }
    };
    Ok(ConsolidationQuery {
        programme,
        institutions: asked.institution.clone(),
        axes: asked.axis.iter().map(none).collect(),
        priorities: asked.priority.iter().map(none).collect(),
        states: asked
            .state
            .iter()
            .copied()
            .map(review::state_named)
            .collect(),
        subject: asked.subject.then_some(true),
        findings: asked.findings.map(|level| match level {
            Gravity::Error => FindingLevel::Error,
            Gravity::Warning => FindingLevel::Warning,
            Gravity::Info => FindingLevel::Info,
        }),
        lacks: asked
            .lacks
            .iter()
            .map(|lack| match lack {
                Lack::Target => RowLack::Target,
                Lack::Baseline => RowLack::Baseline,
                Lack::Indicator => RowLack::Indicator,
                Lack::Line => RowLack::Line,
            })
            .collect(),
        years: asked.year.clone(),
        text: asked.text.clone(),
        sort: match asked.sort {
            Sort::Form => ConsolidationColumn::Form,
            Sort::Institution => ConsolidationColumn::Institution,
            Sort::Line => ConsolidationColumn::Line,
            Sort::Indicator => ConsolidationColumn::Indicator,
            Sort::State => ConsolidationColumn::State,
            Sort::Findings => ConsolidationColumn::Findings,
        },
        descending: asked.descending,
        group: match asked.group {
            Group::None => ConsolidationGrouping::None,
            Group::Axis => ConsolidationGrouping::Axis,
            Group::Priority => ConsolidationGrouping::Priority,
            Group::Institution => ConsolidationGrouping::Institution,
        },
    })
}

/// Tells how far reading has come, on standard error, where it takes a while.
fn told(read: usize, of: usize) {
    if of >= MANY {
        eprintln!("{read} de {of} expedientes leídos");
    }
}

fn said(view: &ConsolidationView) -> String {
    let all = &view.coverage;
    let mut words = vec![
        format!(
            "{} instituciones, {} expedientes, {} de {} renglones",
            all.institutions,
            view.dossiers.len(),
            view.total,
            view.all_rows
        ),
        counts(all),
        String::new(),
        "Por eje:".to_owned(),
    ];
    words.extend(covered(&view.axes, "sin eje"));
    words.push(String::new());
    words.push("Por prioridad:".to_owned());
    words.extend(covered(&view.priorities, "sin prioridad"));
    words.push(String::new());
    words.push("Por expediente (completo):".to_owned());
    words.extend(view.dossiers.iter().map(dossier));
    words.join("\n")
}

fn counts(one: &CoverageView) -> String {
    format!(
        "{} líneas de acción, {} indicadores, {} renglones con todas sus metas, {} sin línea base, \
         {} sujetos a revisión; {} por corregir, {} por revisar",
        one.lines,
        one.indicators,
        one.with_targets,
        one.without_baseline,
        one.subject,
        one.errors,
        one.warnings
    )
}

fn covered<'a>(
    headings: &'a [ConsolidatedHeading],
    none: &'a str,
) -> impl Iterator<Item = String> + 'a {
    let with_rows = headings.iter().filter(|one| one.coverage.rows > 0);
    with_rows.map(move |one| {
        let name = match (&*one.number, &*one.text) {
            ("", "") => none.to_owned(),
            ("", text) => text.to_owned(),
            (number, text) => format!("{number}. {text}"),
        };
        let shared = if one.shares_number {
            " (otro encabezado lleva el mismo número)"
        } else {
            ""
        };
        let institutions = one.coverage.institutions;
        format!(
            "  {name}{shared}: {institutions} instituciones; {}",
            counts(&one.coverage)
        )
    })
}

fn dossier(one: &ConsolidatedDossier) -> String {
    let counted = &one.coverage;
    let mut words = vec![
        format!(
            "  {}: {} líneas, {} renglones",
            one.institution, counted.lines, counted.rows
        ),
        format!(
            "{} por corregir, {} por revisar",
            counted.errors, counted.warnings
        ),
        format!(
            "{} en borrador, {} en revisión, {} observadas, {} aprobadas",
            counted.draft, counted.in_review, counted.returned, counted.approved
        ),
    ];
    if one.consultations > 0 {
        words.push(format!("{} consultas abiertas", one.consultations));
    }
    if one.to_decide > 0 {
        words.push(format!("{} por decidir", one.to_decide));
    }
    if let Some(deadline) = &one.deadline {
        words.push(format!("periodo hasta el {}", deadline.closes_on));
    }
    if let Some(version) = &one.version {
        words.push(format!("última versión cerrada: {}", version.name));
    }
    words.join("; ")
}

fn said_repeats(repeats: &RepeatsView) -> String {
    if repeats.groups.is_empty() {
        return "Ninguna línea se repite entre instituciones.".to_owned();
    }
    let mut words = vec![format!(
        "{} grupos de líneas que se repiten entre instituciones ({} líneas)",
        repeats.count, repeats.lines
    )];
    for group in &repeats.groups {
        let kind = if group.exact { "iguales" } else { "parecidas" };
        words.push(format!(
            "\n{} instituciones, {} líneas {kind}:",
            group.institutions, group.count
        ));
        let lines = group.lines.iter().map(|line| {
            format!(
                "  {} %  {}, renglón {}: {}",
                line.likeness, line.institution, line.row, line.text
            )
        });
        words.extend(lines);
    }
    words.join("\n")
}
