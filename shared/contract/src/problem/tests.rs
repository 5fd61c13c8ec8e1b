use super::*;

#[test]
fn what_a_detail_is_of_is_said_in_the_language_of_the_sentence() {
    let cases = [
        (Code::RowApproved, "4, 9", "Renglón 4, 9: ", "Row 4, 9: "),
        (Code::TextTooLong, "B7", "Celda B7: ", "Cell B7: "),
        (
            Code::FileNotMatrix,
            "Metas",
            "Hojas: Metas: ",
            "Sheets: Metas: ",
        ),
        (
            Code::BackupFailed,
            "/media/usb",
            "/media/usb: ",
            "/media/usb: ",
        ),
    ];
    for (code, detail, spanish, english) in cases {
        let problem = Problem::about(code, detail);
        assert!(problem.message.starts_with(spanish), "{}", problem.message);
        let problem = problem.in_language(Language::English);
        assert!(problem.message.starts_with(english), "{}", problem.message);
    }
}
