//! Saying something about a cell, or about some of its words.

use contract::{Code, Problem, ReviewAction};
use model::Matrix;
use review::{Anchor, ReviewEdit};
use wire::DossierId;

use super::{Done, authors};
use crate::desk::Desk;
use crate::ids::{field_of, indicator_id, line_id, thread_id};

impl Desk {
    pub(super) fn comment(
        &mut self,
        dossier: DossierId,
        action: ReviewAction,
        done: &mut Done,
    ) -> Result<(), Problem> {
        let edit = remark(self.shelf(dossier)?.replica()?.matrix(), action)?;
        let known = self.shelf(dossier)?.replica()?.comments().len();
        self.discuss(dossier, &edit)?;
        let comments = self.shelf(dossier)?.replica()?.comments();
        if comments.len() > known {
            let newest = comments.iter().max_by_key(|comment| comment.at_ms);
            done.made
                .extend(newest.map(|comment| comment.comment.to_string()));
        }
        Ok(())
    }
}

/// What saying something writes into the review: a pure function of it and of the matrix.
pub(crate) fn remark(matrix: &Matrix, action: ReviewAction) -> Result<ReviewEdit, Problem> {
    let ReviewAction::Comment {
        thread,
        line,
        indicator,
        field,
        text,
        mentions,
        internal,
        from,
        to,
    } = action
    else {
        return Err(Problem::of(Code::Defect));
    };
    let (line, indicator) = (line_id(&line)?, indicator_id(indicator.as_deref())?);
    let said = if field.is_empty() {
        let row = matrix.row(line, indicator);
        row.map(|row| row.action_line.clone())
    } else {
        matrix.cell(line, indicator, field_of(&field)?)
    };
    let mut quote = said.ok_or_else(|| Problem::of(Code::RowUnknown))?;
    let mut anchor = None;
    if let (None, Some(from), Some(to)) = (&thread, from, to) {
        let field = field_of(&field)?;
        let place = |at: u64| {
            let at = usize::try_from(at).ok()?;
            matrix.cursor(line, indicator, field, at)
        };
        let (Some(start), Some(end)) = (place(from), place(to)) else {
            return Err(Problem::of(Code::ValueInvalid));
        };
        let text = matrix.text(line, indicator, field).unwrap_or_default();
        let words: Vec<u16> = text
            .encode_utf16()
            .skip(usize::try_from(from).unwrap_or(usize::MAX))
            .take(usize::try_from(to.saturating_sub(from)).unwrap_or(0))
            .collect();
        quote = String::from_utf16_lossy(&words);
        anchor = Some(Anchor {
            from: start,
            to: end,
            base: matrix.version(),
        });
    }
    Ok(ReviewEdit::Comment {
        thread: thread.as_deref().map(thread_id).transpose()?,
        line,
        indicator,
        field,
        quote,
        text,
        credit: None,
        mentions: authors(&mentions)?,
        internal,
        anchor,
    })
}
