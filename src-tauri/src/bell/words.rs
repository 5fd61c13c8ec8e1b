//! What a notification says: who, what and where, never the words of a comment or of the matrix. It
//! may be shown over a locked screen, or while somebody presents theirs to a room.

use contract::{Language, NoticeKind, NoticeView};

use super::batch::DossierNews;

/// Lines of a notification.
const LINES_MAX: usize = 4;
/// Longest name of a person, in characters.
const NAME_CHARS_MAX: usize = 60;
/// Longest title of a dossier, in characters.
const TITLE_CHARS_MAX: usize = 80;

/// A notification in words.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Said {
    /// One line.
    pub(crate) summary: String,
    /// Some lines of plain text.
    pub(crate) body: String,
}

/// News in words. `title`: of a dossier.
pub(crate) fn said(
    news: &[DossierNews],
    title: impl Fn(&str) -> String,
    language: Language,
) -> Said {
    let quoted = |dossier: &str| match language {
        Language::Spanish => format!("«{}»", short(&title(dossier), TITLE_CHARS_MAX)),
        Language::English => format!("“{}”", short(&title(dossier), TITLE_CHARS_MAX)),
    };
    let count = |news: &DossierNews| news.notices.len() + usize::from(news.rows > 0);
    let total: usize = news.iter().map(count).sum();
    if let ([only], 1) = (news, total) {
        let mut lines = sentences(only, language);
        return Said {
            summary: lines.next().unwrap_or_default(),
            body: quoted(&only.dossier),
        };
    }
    let summary = match (news, language) {
        ([only], Language::Spanish) => format!("{total} avisos en {}", quoted(&only.dossier)),
        ([only], Language::English) => format!("{total} notices in {}", quoted(&only.dossier)),
        (_, Language::Spanish) => format!("{total} avisos en {} expedientes", news.len()),
        (_, Language::English) => format!("{total} notices in {} dossiers", news.len()),
    };
    let mut lines: Vec<String> = Vec::new();
    if news.len() == 1 {
        lines.extend(news.iter().flat_map(|news| sentences(news, language)));
    } else {
        for news in news {
            let place = quoted(&news.dossier);
            lines.extend(sentences(news, language).map(|line| format!("{place}: {line}")));
        }
    }
    if lines.len() > LINES_MAX {
        let left = lines.len() - (LINES_MAX - 1);
        lines.truncate(LINES_MAX - 1);
        lines.push(match language {
            Language::Spanish => format!("y {left} más"),
            Language::English => format!("and {left} more"),
        });
    }
    Said {
        summary,
        body: lines.join("\n"),
    }
}

/// The word of what opens the window.
pub(crate) fn open(language: Language) -> &'static str {
    match language {
        Language::Spanish => "Ver en Cotejo",
        Language::English => "See in Cotejo",
    }
}

fn sentences(news: &DossierNews, language: Language) -> impl Iterator<Item = String> {
    let notices = news.notices.iter();
    let rows = (news.rows > 0).then(|| match (language, news.rows) {
        (Language::Spanish, 1) => "Otras personas cambiaron 1 renglón".to_owned(),
        (Language::Spanish, rows) => format!("Otras personas cambiaron {rows} renglones"),
        (Language::English, 1) => "Others changed 1 row".to_owned(),
        (Language::English, rows) => format!("Others changed {rows} rows"),
    });
    notices
        .map(move |notice| match language {
            Language::Spanish => spanish(notice),
            Language::English => english(notice),
        })
        .chain(rows)
}

fn spanish(notice: &NoticeView) -> String {
    let who = who(notice, "Alguien");
    let place = notice.row.map(|row| format!(" en el renglón {row}"));
    let place = place.unwrap_or_default();
    match notice.kind {
        NoticeKind::Mention => format!("{who} te mencionó{place}"),
        NoticeKind::Reply => format!("{who} contestó en tu conversación{place}"),
        NoticeKind::Verdict => match notice.now.as_str() {
            "accepted" => format!("{who} aceptó tu propuesta{place}"),
            "partly" => format!("{who} aceptó una parte de tu propuesta{place}"),
            "refused" => format!("{who} rechazó tu propuesta{place}"),
            _ => format!("{who} decidió sobre tu propuesta{place}"),
        },
        NoticeKind::Suggestion => format!("{who} propone un cambio{place}"),
        NoticeKind::Answer => format!("{who} contestó tu consulta{place}"),
        NoticeKind::Lost => format!("{who} dejó otro valor en lugar del tuyo{place}"),
        NoticeKind::Returned => match notice.row {
            Some(row) => format!("{who} devolvió el renglón {row} con observaciones"),
            None => format!("{who} devolvió un renglón con observaciones"),
        },
        NoticeKind::WindowClosing => "Está por cerrar el periodo de revisión".to_owned(),
    }
}

fn english(notice: &NoticeView) -> String {
    let who = who(notice, "Somebody");
    let place = notice.row.map(|row| format!(" in row {row}"));
    let place = place.unwrap_or_default();
    match notice.kind {
        NoticeKind::Mention => format!("{who} mentioned you{place}"),
        NoticeKind::Reply => format!("{who} replied in your thread{place}"),
        NoticeKind::Verdict => match notice.now.as_str() {
            "accepted" => format!("{who} accepted your suggestion{place}"),
            "partly" => format!("{who} accepted part of your suggestion{place}"),
            "refused" => format!("{who} refused your suggestion{place}"),
            _ => format!("{who} decided on your suggestion{place}"),
        },
        NoticeKind::Suggestion => format!("{who} suggests a change{place}"),
        NoticeKind::Answer => format!("{who} answered your consultation{place}"),
        NoticeKind::Lost => format!("{who} left another value in place of yours{place}"),
        NoticeKind::Returned => match notice.row {
            Some(row) => format!("{who} returned row {row} with remarks"),
            None => format!("{who} returned a row with remarks"),
        },
        NoticeKind::WindowClosing => "The review period is about to close".to_owned(),
    }
}

fn who(notice: &NoticeView, nobody: &str) -> String {
    match short(&notice.author, NAME_CHARS_MAX) {
        name if name.is_empty() => nobody.to_owned(),
        name => name,
    }
}

/// A text that others chose, on one line and not too long for a notification.
fn short(text: &str, chars_max: usize) -> String {
    let words: Vec<&str> = text
        .split(|character: char| character.is_whitespace() || character.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let line = words.join(" ");
    if line.chars().count() <= chars_max {
        return line;
    }
    let kept: String = line.chars().take(chars_max - 1).collect();
    format!("{}…", kept.trim_end())
}

#[cfg(test)]
mod tests;
