//! Headings as they are printed and typed: "7. Fomentar la denuncia".

/// Number and text as one.
pub(crate) fn print(number: &str, text: &str) -> String {
    match (number.is_empty(), text.is_empty()) {
        (true, _) => text.to_owned(),
        (false, true) => format!("{number}."),
        (false, false) => format!("{number}. {text}"),
    }
}

/// Number and text of "7. Texto", "12.3.1 Texto", "20.- Texto"; no number where there is none:
/// "100 servidores" is text.
pub(crate) fn parse(value: &str) -> (String, String) {
    let value = value.trim();
    let numbered = value.len()
        - value
            .trim_start_matches(|c: char| c.is_ascii_digit() || c == '.')
            .len();
    let (head, rest) = value.split_at(numbered);
    let number = head.trim_end_matches('.');
    let well_formed = !number.is_empty()
        && number
            .split('.')
            .all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()));
    let marked = head.ends_with('.') || number.contains('.') || rest.starts_with(')');
    let rest = rest.strip_prefix([')', '-']).unwrap_or(rest);
    let spaced = rest.is_empty() || rest.starts_with(char::is_whitespace);
    if well_formed && marked && spaced {
        (number.to_owned(), rest.trim_start().to_owned())
    } else {
        (String::new(), value.to_owned())
    }
}
