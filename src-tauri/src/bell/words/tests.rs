use super::*;

fn notice(kind: NoticeKind, row: Option<u32>) -> NoticeView {
    NoticeView {
        key: "k".to_owned(),
        kind,
        row,
        line: String::new(),
        indicator: None,
        field: "formula".to_owned(),
        subject: String::new(),
        author: "Ana Ruiz".to_owned(),
        at: String::new(),
        text: "PALABRAS".to_owned(),
        now: "OTRAS".to_owned(),
        unread: true,
    }
}

fn news(dossier: &str, notices: Vec<NoticeView>, rows: usize) -> DossierNews {
    DossierNews {
        dossier: dossier.to_owned(),
        notices,
        rows,
    }
}

fn check(news: &[DossierNews], language: Language, summary: &str, body: &str) {
    let title = |dossier: &str| format!("Matriz {dossier}");
    let expected = Said {
        summary: summary.to_owned(),
        body: body.to_owned(),
    };
    assert_eq!(said(news, title, language), expected);
}

#[test]
fn one_alone_says_who_what_and_where() {
    let one = [news("A", vec![notice(NoticeKind::Mention, Some(4))], 0)];
    let spanish = "Ana Ruiz te mencionó en el renglón 4";
    check(&one, Language::Spanish, spanish, "«Matriz A»");
    let english = "Ana Ruiz mentioned you in row 4";
    check(&one, Language::English, english, "“Matriz A”");
    let rows = [news("A", Vec::new(), 3)];
    let said = "Otras personas cambiaron 3 renglones";
    check(&rows, Language::Spanish, said, "«Matriz A»");
}

#[test]
fn several_are_counted_and_the_first_ones_named() {
    let kinds = [
        NoticeKind::Mention,
        NoticeKind::Reply,
        NoticeKind::Returned,
        NoticeKind::Suggestion,
    ];
    let many: Vec<NoticeView> = kinds
        .iter()
        .map(|kind| notice(*kind, Some(4)))
        .chain([notice(NoticeKind::WindowClosing, None)])
        .collect();
    check(
        &[news("A", many[..3].to_vec(), 0)],
        Language::Spanish,
        "3 avisos en «Matriz A»",
        "Ana Ruiz te mencionó en el renglón 4\n\
         Ana Ruiz contestó en tu conversación en el renglón 4\n\
         Ana Ruiz devolvió el renglón 4 con observaciones",
    );
    check(
        &[news("A", many, 1)],
        Language::Spanish,
        "6 avisos en «Matriz A»",
        "Ana Ruiz te mencionó en el renglón 4\n\
         Ana Ruiz contestó en tu conversación en el renglón 4\n\
         Ana Ruiz devolvió el renglón 4 con observaciones\n\
         y 3 más",
    );
}

#[test]
fn several_dossiers_are_named_line_by_line() {
    let two = [
        news("A", vec![notice(NoticeKind::Answer, None)], 0),
        news("B", vec![notice(NoticeKind::Lost, Some(2))], 0),
    ];
    check(
        &two,
        Language::English,
        "2 notices in 2 dossiers",
        "“Matriz A”: Ana Ruiz answered your consultation\n\
         “Matriz B”: Ana Ruiz left another value in place of yours in row 2",
    );
}

#[test]
fn the_words_of_the_matrix_and_of_comments_are_never_said() {
    let kinds = [
        NoticeKind::Mention,
        NoticeKind::Reply,
        NoticeKind::Verdict,
        NoticeKind::Suggestion,
        NoticeKind::Answer,
        NoticeKind::Lost,
        NoticeKind::Returned,
        NoticeKind::WindowClosing,
    ];
    for kind in kinds {
        for row in [None, Some(1)] {
            for language in [Language::Spanish, Language::English] {
                let one = [news("A", vec![notice(kind, row)], 0)];
                let said = said(&one, |_| "Matriz".to_owned(), language);
                let all = format!("{}{}", said.summary, said.body);
                assert!(!all.contains("PALABRAS") && !all.contains("OTRAS"), "{all}");
            }
        }
    }
}

#[test]
fn names_that_others_chose_stay_on_one_line_and_short() {
    assert_eq!(short("Ana\n\u{7}Ruiz ", 60), "Ana Ruiz");
    assert_eq!(short(&"á".repeat(60), 60), "á".repeat(60));
    assert_eq!(short(&"á".repeat(61), 60), format!("{}…", "á".repeat(59)));
    let mut anonymous = notice(NoticeKind::Mention, None);
    anonymous.author = String::new();
    let one = [news("A", vec![anonymous], 0)];
    check(&one, Language::Spanish, "Alguien te mencionó", "«Matriz A»");
}
