//! Answers: JSON for scripts, a few plain lines for people.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "this is what this file is for"
)]

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;
use std::time::Duration;

use contract::{
    CommentView, DossierState, DossierStatus, DossierSummary, Event, FileComparison, FindingView,
    ImportReport, Invitation, MatrixView, Me, MemberView, Problem, ReceiptsView, RoleName, Row,
    SyncReport,
};
use serde::Serialize;
use serde_json::{Value, json};

/// How long nothing is said of work that goes on.
const PATIENCE: Duration = Duration::from_secs(1);

/// Prints a value as JSON, or its words.
pub(crate) fn value(value: &impl Serialize, json: bool, words: impl FnOnce() -> String) {
    if json {
        match serde_json::to_string(value) {
            Ok(text) => line(&text),
            Err(error) => eprintln!("{error}"),
        }
    } else {
        line(&words());
    }
}

/// Says on standard error what is being done, if it is not done in a second.
pub(crate) async fn meanwhile<T>(words: &str, work: impl Future<Output = T>) -> T {
    let mut work = std::pin::pin!(work);
    let told = tokio::time::sleep(PATIENCE);
    tokio::select! {
        done = &mut work => return done,
        () = told => eprintln!("{words}"),
    }
    work.await
}

/// Prints a line. Whoever reads may have heard enough (`cotejo show … | head`): that is no failure.
fn line(text: &str) {
    let mut out = std::io::stdout().lock();
    if let Err(error) = writeln!(out, "{text}").and_then(|()| out.flush())
        && error.kind() != std::io::ErrorKind::BrokenPipe
    {
        eprintln!("{error}");
    }
}

/// Prints what went wrong and what to do next.
pub(crate) fn problem(problem: &Problem, json: bool) {
    if json {
        match serde_json::to_string(problem) {
            Ok(text) => eprintln!("{text}"),
            Err(error) => eprintln!("{error}"),
        }
    } else {
        eprintln!("{}\n{}", problem.message, problem.next);
    }
}

/// Rewrites a line of the terminal.
pub(crate) fn percent(percent: u64) {
    eprint!("\r{percent:3} %");
    if percent >= 100 {
        eprintln!();
    }
}

/// "1 renglón", "26 renglones".
pub(crate) fn count(count: usize, one: &str, many: &str) -> String {
    let word = if count == 1 { one } else { many };
    format!("{count} {word}")
}

pub(crate) fn me(me: &Me, json: bool) {
    value(me, json, || {
        format!("{} · {}\nequipo {}", me.name, me.institution, me.device)
    });
}

/// Says on standard error what is being done, where somebody looks: a script reads answers only.
pub(crate) fn progress(words: &str) {
    if std::io::stderr().is_terminal() {
        eprintln!("{words}");
    }
}

/// What was imported, or would be.
pub(crate) fn import(report: &ImportReport, json: bool, dry_run: bool) {
    value(report, json, || {
        let ImportReport {
            institution,
            title,
            dossier,
            rows,
            lines,
            comments,
            suggestions,
            ..
        } = report;
        let place = if dry_run {
            "No se escribió nada.".to_owned()
        } else {
            format!("expediente {dossier}")
        };
        let mut words = format!(
            "{institution} · {title}\n{place}\n{rows} renglones, {lines} líneas de acción, \
             {comments} notas como comentarios, {suggestions} cambios como propuestas",
        );
        for doubt in &report.doubts {
            words.push_str("\n  ¿? ");
            words.push_str(doubt);
        }
        let mapping = report.mapping.as_ref().filter(|_| dry_run);
        if let Some(Ok(mapping)) = mapping.map(serde_json::to_string_pretty) {
            words.push_str("\n\nAsí se leyó (corrígelo y dalo con --map):\n");
            words.push_str(&mapping);
        }
        words
    });
}

/// What a file brings to a dossier.
pub(crate) fn comparison(told: &FileComparison, json: bool, dry_run: bool) {
    value(told, json, || {
        let FileComparison {
            title,
            base,
            matched,
            changed,
            clashing,
            added,
            missing,
            comments,
            known,
            ..
        } = told;
        let verb = if dry_run {
            "Se propondría"
        } else {
            "Se propuso"
        };
        let mut words = format!(
            "{title}\ncomparado con {base}, {matched} renglones en común\n{verb}: {changed} celdas \
             ({clashing} cambiaron también aquí), {added} renglones nuevos, {missing} por retirar, \
             {comments} comentarios; {known} ya estaban",
        );
        if told.partial {
            words.push_str(
                "\nEl archivo no parece completo: lo que le falta no se propone retirar.",
            );
        }
        for item in &told.items {
            let row = item
                .row
                .map_or_else(|| "—".to_owned(), |row| row.to_string());
            words.push_str(&format!(
                "\n  {row} {} «{}» → «{}»",
                item.field, item.before, item.file
            ));
        }
        words
    });
}

fn state_words(status: &DossierStatus) -> String {
    let state = match status.state {
        DossierState::Local | DossierState::Saved => "guardado aquí",
        DossierState::Offline => "sin conexión",
        DossierState::Sent => "enviado",
        DossierState::Stuck => "atorado",
    };
    format!(
        "{state} · {} guardados, {} por enviar",
        status.saved, status.waiting
    )
}

pub(crate) fn dossiers(dossiers: &[DossierSummary], json: bool) {
    value(&dossiers, json, || {
        if dossiers.is_empty() {
            return "No hay expedientes. Importa uno (cotejo import ejemplo) o únete con un enlace."
                .to_owned();
        }
        dossiers
            .iter()
            .map(summary_words)
            .collect::<Vec<_>>()
            .join("\n")
    });
}

pub(crate) fn dossiers_one(dossier: &DossierSummary, json: bool) {
    value(dossier, json, || summary_words(dossier));
}

fn summary_words(dossier: &DossierSummary) -> String {
    let name = if dossier.title.is_empty() {
        "(todavía no llega)".to_owned()
    } else {
        format!("{} · {}", dossier.institution, dossier.title)
    };
    format!(
        "{}  {name}  {} renglones  {}",
        dossier.dossier,
        dossier.rows,
        state_words(&dossier.status)
    )
}

pub(crate) fn matrix(matrix: &MatrixView, json: bool) {
    value(matrix, json, || {
        let mut words = format!("{} · {}", matrix.institution, matrix.title);
        for row in &matrix.rows {
            words.push('\n');
            words.push_str(&row_words(row));
        }
        words
    });
}

pub(crate) fn row(row: &Row, json: bool) {
    value(row, json, || row_words(row));
}

fn row_words(row: &Row) -> String {
    let number = row
        .row
        .map_or_else(|| "—".to_owned(), |number| number.to_string());
    let targets = row
        .targets
        .iter()
        .map(|(year, raw)| format!("{year}: {raw}"))
        .collect::<Vec<_>>()
        .join("  ");
    let mut words = format!(
        "{number:>3}  {}\n     {}  [{targets}]",
        row.action_line, row.indicator_name
    );
    if row.pending_external {
        words.push_str("  (sujeta a revisión)");
    }
    if !row.conflicts.is_empty() || !row.to_decide.is_empty() {
        words.push_str("  (espera una decisión)");
    }
    words
}

pub(crate) fn comments(comments: &[CommentView], json: bool, one: bool) {
    let words = || {
        if comments.is_empty() {
            return "No hay comentarios.".to_owned();
        }
        comments
            .iter()
            .map(|comment| {
                let row = comment
                    .row
                    .map_or_else(|| "—".to_owned(), |row| row.to_string());
                let resolved = if comment.resolved { " (resuelto)" } else { "" };
                format!(
                    "renglón {row}, {}: {} — {}{resolved}",
                    comment.field, comment.text, comment.author
                )
            })
            .collect::<Vec<_>>()
            .join("\n")
    };
    match (one, comments) {
        (true, [only]) => value(only, json, words),
        _ => value(&comments, json, words),
    }
}

pub(crate) fn conflicts(matrix: &MatrixView, json: bool) {
    let mut found: Vec<Value> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for row in &matrix.rows {
        for conflict in &row.conflicts {
            found.push(json!({
                "row": row.row, "line": row.line, "indicator": row.indicator,
                "field": conflict.field, "kind": "values", "values": conflict.values,
            }));
            words.push(format!(
                "renglón {}, {}:",
                row.row.unwrap_or(0),
                conflict.field
            ));
            for value in &conflict.values {
                words.push(format!(
                    "  {}) {} — {}",
                    value.choose, value.value, value.author
                ));
            }
        }
        for decide in &row.to_decide {
            found.push(json!({
                "row": row.row, "line": row.line, "indicator": row.indicator,
                "field": decide.field, "kind": decide.kind, "values": [
                    {"choose": 1, "value": decide.mine, "author": decide.mine_author},
                    {"choose": 2, "value": decide.theirs, "author": decide.theirs_author},
                    {"choose": 3, "value": decide.merged, "author": ""},
                ],
            }));
            words.push(format!(
                "renglón {}, {}:",
                row.row.unwrap_or(0),
                decide.field
            ));
            words.push(format!("  1) {} — {}", decide.mine, decide.mine_author));
            words.push(format!("  2) {} — {}", decide.theirs, decide.theirs_author));
            words.push(format!("  3) {} — las dos, unidas", decide.merged));
        }
    }
    value(&found, json, || {
        if words.is_empty() {
            "Nada espera una decisión.".to_owned()
        } else {
            words.join("\n")
        }
    });
}

pub(crate) fn invitation(invitation: &Invitation, json: bool) {
    value(invitation, json, || invitation.link.clone());
}

pub(crate) fn people(members: &[MemberView], json: bool) {
    value(&members, json, || {
        let line = |member: &MemberView| {
            let short: String = member.device.chars().take(8).collect();
            let role = screen_role(member.role);
            format!("{short}  {role}  {} ({})", member.name, member.institution)
        };
        members.iter().map(line).collect::<Vec<_>>().join("\n")
    });
}

fn screen_role(role: RoleName) -> &'static str {
    match role {
        RoleName::Coordinator => "coordina",
        RoleName::Editor => "edita",
        RoleName::Reviewer => "revisa",
        RoleName::Reader => "consulta",
    }
}

pub(crate) fn sync(report: &SyncReport, json: bool) {
    value(report, json, || {
        format!(
            "{}: {} enviados, {} recibidos, {} por enviar",
            report.relay, report.sent, report.received, report.waiting
        )
    });
}

pub(crate) fn statuses(statuses: &[DossierStatus], json: bool) {
    value(&statuses, json, || {
        statuses
            .iter()
            .map(|status| {
                let contact = status.last_contact.as_deref().unwrap_or("nunca");
                format!(
                    "{}  {}  último contacto: {contact}",
                    status.dossier,
                    state_words(status)
                )
            })
            .collect::<Vec<_>>()
            .join("\n")
    });
}

/// Whether one may close, and who has seen what was written here.
pub(crate) fn receipts(receipts: &ReceiptsView, json: bool) {
    value(receipts, json, || {
        let mut words = vec![receipts.sentence.clone()];
        let (seen, others) = receipts.seen_by();
        if others > 0 {
            words.push(format!("visto por {seen} de {others}"));
        }
        for member in receipts.members.iter().filter(|member| !member.me) {
            let has = if member.seen_all {
                "lo ha visto"
            } else if member.held_all {
                "le llegó; todavía no lo ha visto"
            } else {
                "todavía no le llega"
            };
            let at = member.seen_at.as_deref().unwrap_or("nunca");
            let (name, institution) = (&member.name, &member.institution);
            words.push(format!(
                "  {name} · {institution}: {has} (última vez: {at})"
            ));
        }
        words.join("\n")
    });
}

pub(crate) fn exported(file: &Path, bytes: usize, json: bool) {
    let path = file.display().to_string();
    value(&json!({"path": path, "bytes": bytes}), json, || {
        format!("{path}: {bytes} bytes")
    });
}

/// What the matrix finds wrong with itself, and what waits for a decision.
pub(crate) fn check(matrix: &MatrixView, found: &[FindingView], json: bool) {
    let mut waiting: Vec<Value> = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for row in &matrix.rows {
        let number = row.row.unwrap_or(0);
        let mut wait = |code: &str, field: &str, sentence: String| {
            words.push(format!("renglón {number}, {field}: {sentence}"));
            waiting.push(json!({
                "code": code, "row": row.row, "line": row.line,
                "indicator": row.indicator, "field": field, "message": sentence,
            }));
        };
        for conflict in &row.conflicts {
            let count = conflict.values.len();
            let sentence = format!("hay {count} valores escritos a la vez; elige uno.");
            wait("CONFLICT", &conflict.field, sentence);
        }
        for decide in &row.to_decide {
            let sentence = "dos personas cambiaron lo mismo; revisa cómo quedó.".to_owned();
            wait("TO_DECIDE", &decide.field, sentence);
        }
    }
    for finding in found.iter().filter(|finding| finding.silenced.is_none()) {
        let place = match (finding.row, &finding.cell) {
            (Some(row), Some(cell)) => format!("renglón {row}, {}", cell.field),
            _ => "matriz".to_owned(),
        };
        let example = finding.example.as_deref().unwrap_or_default();
        words.push(
            format!(
                "{place}: [{}] {}. {} {example}",
                finding.code, finding.title, finding.explanation
            )
            .trim_end()
            .to_owned(),
        );
    }
    let report = json!({"dossier": matrix.dossier, "toDecide": waiting, "findings": found});
    value(&report, json, || {
        if words.is_empty() {
            "Nada que revisar.".to_owned()
        } else {
            words.join("\n")
        }
    });
}

/// What happens while staying in contact, one line each.
pub(crate) fn event(event: &Event, json: bool) {
    match event {
        Event::Rows {
            rows,
            foreign: true,
            ..
        } => {
            value(event, json, || {
                let numbers: Vec<String> = rows
                    .iter()
                    .filter_map(|row| row.row)
                    .map(|row| row.to_string())
                    .collect();
                format!("cambiaron los renglones {}", numbers.join(", "))
            });
        }
        Event::Status { status } => value(event, json, || state_words(status)),
        Event::Comments { comments, .. } => {
            value(event, json, || format!("{} comentarios", comments.len()));
        }
        Event::Disk {
            problem: Some(trouble),
        }
        | Event::Backup {
            problem: Some(trouble),
        } => problem(trouble, json),
        Event::Rows { .. }
        | Event::Members { .. }
        | Event::Away { .. }
        | Event::Headings { .. }
        | Event::Text { .. }
        | Event::Undo { .. }
        | Event::Presence { .. }
        | Event::Receipts { .. }
        | Event::Review { .. }
        | Event::Minutes { .. }
        | Event::Notices { .. }
        | Event::ShowNotices { .. }
        | Event::Dossiers
        | Event::FileGiven
        | Event::Backup { problem: None }
        | Event::BackupProgress { .. }
        | Event::Disk { problem: None } => {}
    }
}
