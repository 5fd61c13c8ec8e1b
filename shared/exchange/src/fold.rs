//! Texts compared as a person compares them: without case, accents or spacing.

/// Lower case, without accents, spaces joined, without a final colon or full stop.
pub(crate) fn fold(text: &str) -> String {
    let plain: String = text
        .chars()
        .flat_map(char::to_lowercase)
        .filter(|letter| *letter != '\u{ad}')
        .map(|letter| match letter {
            'á' | 'à' | 'ä' | 'â' => 'a',
            'é' | 'è' | 'ë' | 'ê' => 'e',
            'í' | 'ì' | 'ï' | 'î' => 'i',
            'ó' | 'ò' | 'ö' | 'ô' => 'o',
            'ú' | 'ù' | 'ü' | 'û' => 'u',
            'ñ' => 'n',
            other => other,
        })
        // Accents written apart from their letter.
        .filter(|letter| !('\u{300}'..='\u{36f}').contains(letter))
        .collect();
    let joined = plain.split_whitespace().collect::<Vec<_>>().join(" ");
    joined.trim_end_matches([':', '.', ' ']).to_owned()
}

/// The text on one line, cut to a length a sentence can carry.
pub(crate) fn excerpt(text: &str) -> String {
    /// Characters of a quotation.
    const CHARS_MAX: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= CHARS_MAX {
        return line;
    }
    let cut: String = line.chars().take(CHARS_MAX).collect();
    format!("{}…", cut.trim_end())
}
