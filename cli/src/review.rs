//! The review on the command line: suggestions, consultations, states, windows, versions, and what
//! waits for a decision.

use std::collections::BTreeMap;

use contract::{
    ChoiceMeaning, ChoiceView, Code, ConsultationOutcome, DecisionKind, DecisionView, DiffKind,
    Problem, ReviewAction, ReviewReceipt, ReviewView, RowState, SuggestionKind, SuggestionStatus,
    SuggestionView, WindowStatus, WindowView,
};
use engine::Engine;

use crate::arguments::{Outcome, ReviewCommand, State, WindowAct};
use crate::{find, print, run};

/// Does one command of the review.
pub(crate) async fn act(
    engine: &Engine,
    command: ReviewCommand,
    json: bool,
) -> Result<(), Problem> {
    match command {
        ReviewCommand::Suggestions { dossier } => {
            let (_, review) = of(engine, &dossier).await?;
            print::value(&review.suggestions, json, || {
                let all = review.suggestions.iter().map(suggestion_words);
                list(all, "No hay propuestas.")
            });
        }
        ReviewCommand::Decisions { dossier } => {
            let (_, review) = of(engine, &dossier).await?;
            decisions(&review.decisions, json);
        }
        ReviewCommand::Decide {
            dossier,
            key,
            choose,
        } => {
            let (dossier, review) = of(engine, &dossier).await?;
            let waiting = &review.decisions;
            let wanted = find::one(waiting, |one| &one.key, &key, Code::ChoiceUnknown)?;
            let key = wanted.key.clone();
            engine.decide(dossier.clone(), key, choose).await?;
            decisions(&engine.review_view(dossier).await?.decisions, json);
        }
        command => {
            let (dossier, action) = action(engine, command).await?;
            let said = sentence(&action);
            let receipt = engine.review(dossier, vec![action]).await?;
            print::value(&receipt, json, || receipt_words(said, &receipt));
        }
    }
    Ok(())
}

/// What a command does in the review, and in which dossier.
async fn action(
    engine: &Engine,
    command: ReviewCommand,
) -> Result<(String, ReviewAction), Problem> {
    Ok(match command {
        ReviewCommand::Suggest {
            dossier,
            row,
            field,
            value,
            reason,
        } => {
            let (dossier, line, indicator) = run::cell(engine, &dossier, &row).await?;
            let action = ReviewAction::Suggest {
                line,
                indicator,
                field,
                value,
                base: None,
                reason,
            };
            (dossier, action)
        }
        ReviewCommand::Accept {
            dossier,
            suggestion,
            hunks,
            reason,
        } => {
            let (dossier, suggestion) = suggestion_meant(engine, &dossier, &suggestion).await?;
            let action = ReviewAction::Accept {
                suggestion,
                hunks,
                reason,
            };
            (dossier, action)
        }
        ReviewCommand::Refuse {
            dossier,
            suggestion,
            reason,
        } => {
            let (dossier, suggestion) = suggestion_meant(engine, &dossier, &suggestion).await?;
            (dossier, ReviewAction::Refuse { suggestion, reason })
        }
        ReviewCommand::Consult {
            dossier,
            row,
            body,
            question,
            field,
            asked_on,
            due_on,
            empty_cell,
        } => {
            let (dossier, line, indicator) = run::cell(engine, &dossier, &row).await?;
            let action = ReviewAction::Consult {
                line,
                indicator,
                field: field.unwrap_or_default(),
                body,
                question,
                asked_on: day(asked_on)?,
                due_on,
                empty_cell,
            };
            (dossier, action)
        }
        ReviewCommand::Answer {
            dossier,
            consultation,
            text,
            outcome,
            on,
        } => {
            let (dossier, review) = of(engine, &dossier).await?;
            let found = find::one(
                &review.consultations,
                |one| &one.consultation,
                &consultation,
                Code::ConsultationUnknown,
            )?;
            let action = ReviewAction::Answer {
                consultation: found.consultation.clone(),
                answer: text,
                answered_on: day(on)?,
                outcome: outcome_named(outcome),
            };
            (dossier, action)
        }
        ReviewCommand::State {
            dossier,
            state,
            rows,
            reason,
        } => {
            let dossier = run::id(engine, &dossier).await?;
            let matrix = engine.matrix(dossier.clone()).await?;
            // The indicators of a line are rows of their own, and share its state.
            let mut lines: Vec<String> = Vec::new();
            for row in &rows {
                let line = &find::row(&matrix, row)?.line;
                if !lines.contains(line) {
                    lines.push(line.clone());
                }
            }
            let action = ReviewAction::SetState {
                lines,
                state: state_named(state),
                reason,
            };
            (dossier, action)
        }
        ReviewCommand::Window { dossier, act } => {
            let (dossier, review) = of(engine, &dossier).await?;
            (dossier, window(&review, act)?)
        }
        ReviewCommand::CloseVersion {
            dossier,
            name,
            note,
        } => {
            let dossier = run::id(engine, &dossier).await?;
            (dossier, ReviewAction::CloseVersion { name, note })
        }
        ReviewCommand::Suggestions { .. }
        | ReviewCommand::Decisions { .. }
        | ReviewCommand::Decide { .. } => return Err(Problem::of(Code::Defect)),
    })
}

async fn of(engine: &Engine, dossier: &str) -> Result<(String, ReviewView), Problem> {
    let dossier = run::id(engine, dossier).await?;
    let review = engine.review_view(dossier.clone()).await?;
    Ok((dossier, review))
}

async fn suggestion_meant(
    engine: &Engine,
    dossier: &str,
    wanted: &str,
) -> Result<(String, String), Problem> {
    let (dossier, review) = of(engine, dossier).await?;
    let found = find::one(
        &review.suggestions,
        |one| &one.suggestion,
        wanted,
        Code::SuggestionUnknown,
    )?;
    Ok((dossier, found.suggestion.clone()))
}

/// The day that was written, or the day it is in Mexico City.
pub(crate) fn day(written: Option<String>) -> Result<String, Problem> {
    if let Some(day) = written {
        return Ok(day);
    }
    let now = jiff::Timestamp::now().in_tz("America/Mexico_City");
    let now = now.map_err(|_| Problem::of(Code::Defect))?;
    Ok(now.date().to_string())
}

fn window(review: &ReviewView, act: WindowAct) -> Result<ReviewAction, Problem> {
    let open = || {
        let found = review.windows.iter().rev().find(|window| !closed(window));
        let found = found.ok_or_else(|| Problem::of(Code::WindowUnknown))?;
        Ok(found.window.clone())
    };
    Ok(match act {
        WindowAct::Open {
            closes_on,
            notify_to,
            note,
        } => ReviewAction::OpenWindow {
            closes_on,
            notify_to,
            note,
        },
        WindowAct::Move { closes_on, reason } => ReviewAction::MoveWindow {
            window: open()?,
            closes_on,
            reason,
        },
        WindowAct::Close { reason } => ReviewAction::CloseWindow {
            window: open()?,
            reason,
        },
    })
}

fn closed(window: &WindowView) -> bool {
    window.status == WindowStatus::Closed
}

fn outcome_named(outcome: Outcome) -> ConsultationOutcome {
    match outcome {
        Outcome::Agreed => ConsultationOutcome::Agreed,
        Outcome::AgreedWithChanges => ConsultationOutcome::AgreedWithChanges,
        Outcome::NotAgreed => ConsultationOutcome::NotAgreed,
        Outcome::NotTheirs => ConsultationOutcome::NotTheirs,
        Outcome::NoAnswer => ConsultationOutcome::NoAnswer,
    }
}

pub(crate) fn state_named(state: State) -> RowState {
    match state {
        State::Draft => RowState::Draft,
        State::InReview => RowState::InReview,
        State::Returned => RowState::Returned,
        State::Approved => RowState::Approved,
    }
}

/// What is said when an action was done.
fn sentence(action: &ReviewAction) -> String {
    match action {
        ReviewAction::Suggest { .. } => "La propuesta quedó junto a la celda.".to_owned(),
        ReviewAction::Accept { hunks: None, .. } => "La propuesta quedó aceptada.".to_owned(),
        ReviewAction::Accept { .. } => "La propuesta quedó aceptada en parte.".to_owned(),
        ReviewAction::Refuse { .. } => "La propuesta quedó rechazada.".to_owned(),
        ReviewAction::Consult { body, .. } => format!("La consulta a {body} quedó anotada."),
        ReviewAction::Answer { .. } => "La respuesta quedó anotada.".to_owned(),
        ReviewAction::SetState { lines, state, .. } => {
            let state = state_word(*state);
            match lines.len() {
                1 => format!("Una línea de acción tiene ahora el estado: {state}."),
                many => format!("{many} líneas de acción tienen ahora el estado: {state}."),
            }
        }
        ReviewAction::OpenWindow { .. } => "El periodo de revisión quedó abierto.".to_owned(),
        ReviewAction::MoveWindow { .. } => {
            "El periodo de revisión tiene otro último día.".to_owned()
        }
        ReviewAction::CloseWindow { .. } => "El periodo de revisión quedó cerrado.".to_owned(),
        ReviewAction::CloseVersion { name, .. } => format!("Quedó cerrada la versión «{name}»."),
        _ => String::new(),
    }
}

/// The sentence, what was made, and how long an open window has.
fn receipt_words(said: String, receipt: &ReviewReceipt) -> String {
    let mut words = vec![said];
    words.extend(receipt.made.iter().map(|made| format!("clave {made}")));
    let last = receipt.review.windows.last();
    if let Some(window) = last.filter(|window| !closed(window)) {
        words.push(match window.days_left {
            0 => "El periodo de revisión termina hoy.".to_owned(),
            1 => "El periodo de revisión termina mañana.".to_owned(),
            left if left > 0 => format!("El periodo de revisión termina en {left} días."),
            _ => "El último día del periodo de revisión ya pasó.".to_owned(),
        });
    }
    words.join("\n")
}

fn list(items: impl Iterator<Item = String>, none: &str) -> String {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return none.to_owned();
    }
    items.join("\n")
}

fn place(row: Option<u32>, field: &str) -> String {
    let row = row.map_or_else(|| "—".to_owned(), |row| row.to_string());
    if field.is_empty() {
        format!("renglón {row}")
    } else {
        format!("renglón {row}, {field}")
    }
}

fn suggestion_words(suggestion: &SuggestionView) -> String {
    let status = status_word(suggestion.status);
    let kind = match suggestion.kind {
        SuggestionKind::Cell => place(suggestion.row, &suggestion.field),
        SuggestionKind::AddLine => "una línea nueva".to_owned(),
        SuggestionKind::RetireLine => format!("retirar el {}", place(suggestion.row, "")),
        SuggestionKind::RestoreLine => "restaurar una línea".to_owned(),
    };
    let (key, author) = (&suggestion.suggestion, &suggestion.author);
    let mut words = vec![format!("{key}  {kind} — {author}: {status}")];
    let reasons = [&suggestion.reason, &suggestion.decision_reason];
    let reasons = reasons.into_iter().filter(|reason| !reason.is_empty());
    words.extend(reasons.map(|reason| format!("  motivo: {reason}")));
    for (hunk, (before, after)) in changes(suggestion) {
        words.push(format!("  {hunk}) «{before}» → «{after}»"));
    }
    for (field, value) in &suggestion.cells {
        words.push(format!("  {field}: {value}"));
    }
    words.join("\n")
}

/// The changes of a suggestion by number: what goes, and what comes.
fn changes(suggestion: &SuggestionView) -> BTreeMap<u32, (String, String)> {
    let mut changes: BTreeMap<u32, (String, String)> = BTreeMap::new();
    for span in &suggestion.spans {
        let Some(hunk) = span.hunk else { continue };
        let (before, after) = changes.entry(hunk).or_default();
        match span.kind {
            DiffKind::Removed => before.push_str(&span.text),
            DiffKind::Added => after.push_str(&span.text),
            DiffKind::Same => {}
        }
    }
    changes
}

fn decisions(decisions: &[DecisionView], json: bool) {
    print::value(&decisions, json, || {
        let all = decisions.iter().map(decision_words);
        list(all, "Nada espera una decisión.")
    });
}

fn decision_words(decision: &DecisionView) -> String {
    let kind = match decision.kind {
        DecisionKind::Values => "hay varios valores escritos a la vez",
        DecisionKind::Numeral => "al unir dos textos salió una cifra que nadie escribió",
        DecisionKind::Overlap => "dos personas cambiaron lo mismo",
        DecisionKind::RetiredAndEdited => "se retiró y se editó a la vez",
        DecisionKind::MovedTwice => "se movió a dos lugares a la vez",
        DecisionKind::States => "recibió dos estados a la vez",
        DecisionKind::Verdicts => "una propuesta se decidió de dos maneras a la vez",
        DecisionKind::ChangedAfterApproval => "cambió después de aprobarse",
    };
    let place = place(decision.row, &decision.field);
    let mut words = vec![decision.key.clone(), format!("  {place}: {kind}")];
    for choice in &decision.choices {
        let (choose, value) = (choice.choose, choice_words(choice));
        words.push(match choice.author.as_str() {
            "" => format!("  {choose}) {value}"),
            author => format!("  {choose}) {value} — {author}"),
        });
    }
    words.join("\n")
}

/// What a choice leaves.
fn choice_words(choice: &ChoiceView) -> String {
    let Some(means) = &choice.means else {
        return choice.value.clone();
    };
    match means {
        ChoiceMeaning::Keep => "conservar el renglón".to_owned(),
        ChoiceMeaning::Retire => "retirarlo".to_owned(),
        ChoiceMeaning::PlaceLine { under, after } => match (under.as_str(), after.as_str()) {
            ("", "") => "al principio".to_owned(),
            ("", after) => format!("después de «{after}»"),
            (under, "") => format!("al principio de {under}"),
            (under, after) => format!("en {under}, después de «{after}»"),
        },
        ChoiceMeaning::PlaceIndicator { line } => format!("en la línea «{line}»"),
        ChoiceMeaning::State { state } => state_word(*state).to_owned(),
        ChoiceMeaning::ApproveAsItIs => "aprobarla como está ahora".to_owned(),
        ChoiceMeaning::Reopen => "reabrirla".to_owned(),
        ChoiceMeaning::Verdict { verdict } => status_word(*verdict).to_owned(),
        ChoiceMeaning::KeepOne => "dejar un solo renglón".to_owned(),
        ChoiceMeaning::KeepBoth => "dejar los dos".to_owned(),
    }
}

fn status_word(status: SuggestionStatus) -> &'static str {
    match status {
        SuggestionStatus::Open => "espera una decisión",
        SuggestionStatus::Accepted => "aceptada",
        SuggestionStatus::Partly => "aceptada en parte",
        SuggestionStatus::Refused => "rechazada",
        SuggestionStatus::Withdrawn => "retirada",
        SuggestionStatus::Contested => "decidida de dos maneras a la vez",
    }
}

fn state_word(state: RowState) -> &'static str {
    match state {
        RowState::Draft => "borrador",
        RowState::InReview => "en revisión",
        RowState::Returned => "observada",
        RowState::Approved => "aprobada",
    }
}
