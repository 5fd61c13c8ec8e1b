//! Symbols that Word keeps as places of a font instead of letters.

/// The letter of a place of a font; `None` if there is none that shows the same.
pub(super) fn letter(font: &str, code: u32) -> Option<char> {
    // Places of symbol fonts are kept in the private area of Unicode.
    let place = match code {
        0xf000..=0xf0ff => code - 0xf000,
        _ => return char::from_u32(code).filter(|letter| !letter.is_control()),
    };
    let known: &[(u32, char)] = match font {
        "Symbol" => SYMBOL,
        _ if font.starts_with("Wingdings") => WINGDINGS,
        _ => &[],
    };
    known
        .iter()
        .find(|(known, _)| *known == place)
        .map(|(_, letter)| *letter)
        .or_else(|| {
            // Outside symbol fonts the place is that of Latin-1.
            (!matches!(font, "Symbol") && !font.starts_with("Wingdings"))
                .then(|| char::from_u32(place))
                .flatten()
                .filter(|letter| !letter.is_control())
        })
}

const SYMBOL: &[(u32, char)] = &[
    (0x20, ' '),
    (0x25, '%'),
    (0x28, '('),
    (0x29, ')'),
    (0x2b, '+'),
    (0x2d, '−'),
    (0x2f, '/'),
    (0x3c, '<'),
    (0x3d, '='),
    (0x3e, '>'),
    (0x53, 'Σ'),
    (0x61, 'α'),
    (0x62, 'β'),
    (0x73, 'σ'),
    (0xa3, '≤'),
    (0xb1, '±'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xbb, '≈'),
    (0xd6, '√'),
    (0xe5, '∑'),
    (0xae, '→'),
];

const WINGDINGS: &[(u32, char)] = &[
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x76, '❖'),
    (0xa7, '▪'),
    (0xa8, '◻'),
    (0xd8, '➢'),
    (0xe0, '→'),
    (0xfb, '✗'),
    (0xfc, '✓'),
    (0xfd, '☒'),
    (0xfe, '☑'),
];
