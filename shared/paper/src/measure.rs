//! How much room words take, so that rows are as high as their texts and pages end where they are
//! meant to. The widths are those of Arial, which Helvetica and Liberation Sans share: the papers name
//! it, and every program that opens them has one of the three.

/// Widths of the letters from space to tilde, in thousandths of their size.
const WIDTHS: [u16; 95] = [
    278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556,
    556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667,
    611, 778, 722, 278, 500, 667, 556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667,
    667, 611, 278, 278, 278, 469, 556, 333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500,
    222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584,
];
/// Of a letter that is not in the table: no letter is wider.
const WIDEST: u32 = 1_000;
/// Bold letters are wider by so much, in hundredths.
const BOLD_PERCENT: u32 = 107;

/// The letters a text is written in.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Letters {
    /// Their size, in the unit that widths are asked in.
    pub(crate) size: u32,
    /// Bold.
    pub(crate) bold: bool,
}

impl Letters {
    /// Width of a text that is not broken.
    pub(crate) fn width(self, text: &str) -> u32 {
        let thousandths: u32 = text.chars().map(width).sum();
        let percent = if self.bold { BOLD_PERCENT } else { 100 };
        (thousandths * percent / 100 * self.size).div_ceil(1_000)
    }

    /// Width of the widest word.
    pub(crate) fn widest_word(self, text: &str) -> u32 {
        let words = text.split_whitespace();
        words.map(|word| self.width(word)).max().unwrap_or(0)
    }

    /// Lines of a text in a column of this width; an empty one has one.
    pub(crate) fn lines(self, text: &str, width_max: u32) -> u32 {
        let lines = text.replace("\r\n", "\n");
        let lines = lines.split(['\n', '\r']);
        lines.map(|line| self.lines_of(line, width_max)).sum()
    }

    fn lines_of(self, line: &str, width_max: u32) -> u32 {
        let width_max = width_max.max(1);
        let space = self.width(" ");
        let (mut lines, mut used) = (1, 0);
        for word in line.split_whitespace() {
            let width = self.width(word);
            let beside = if used == 0 {
                width
            } else {
                used + space + width
            };
            if beside <= width_max {
                used = beside;
                continue;
            }
            if used > 0 {
                lines += 1;
            }
            // A word wider than the column is broken wherever the column ends; one letter of each
            // line may not fit any more.
            let over = width.saturating_sub(1) / width_max;
            lines += over + u32::from(over > 0);
            used = if over > 0 { width_max } else { width };
        }
        lines
    }

    /// The shortest room along which a text stands in at most so many lines, looked for in steps.
    pub(crate) fn length_within(self, text: &str, lines_max: u32) -> u32 {
        let step = self.size.max(1);
        let mut length = (self.width(text) / lines_max.max(1)).max(self.widest_word(text)) + step;
        while self.lines(text, length) > lines_max.max(1) {
            length += step;
        }
        length
    }
}

fn width(letter: char) -> u32 {
    let plain = match letter {
        'á' | 'à' | 'ä' | 'â' | 'ã' | 'é' | 'è' | 'ë' | 'ê' | 'ó' | 'ò' | 'ö' | 'ô' | 'õ' | 'ú'
        | 'ù' | 'ü' | 'û' | 'ñ' => 'a',
        'í' | 'ì' | 'ï' | 'î' | '\u{a0}' | '·' | '’' | '‘' => ' ',
        'Á' | 'À' | 'Ä' | 'Â' | 'É' | 'È' | 'Ë' | 'Ê' => 'A',
        'Í' | 'Ì' | 'Ï' | 'Î' => 'I',
        'Ó' | 'Ò' | 'Ö' | 'Ô' => 'O',
        'Ú' | 'Ù' | 'Ü' | 'Û' | 'Ñ' => 'U',
        'ç' => 'c',
        '“' | '”' => '(',
        '–' | '«' | '»' => '0',
        '¿' => '?',
        '¡' | '°' | 'º' | 'ª' => 'º',
        other => other,
    };
    let at = (plain as usize).checked_sub(0x20);
    let known = at.and_then(|at| WIDTHS.get(at));
    known.map_or(WIDEST, |width| u32::from(*width))
}

#[cfg(test)]
mod tests {
    use super::*;

    const EIGHT: Letters = Letters {
        size: 160,
        bold: false,
    };

    #[test]
    fn texts_are_broken_between_words() {
        for (text, width_max, lines) in [
            ("", 1_000, 1),
            ("uno", 1_000, 1),
            ("uno dos tres", 10_000, 1),
            ("uno dos tres", EIGHT.width("uno dos"), 2),
            ("uno dos tres", EIGHT.width("uno dos") - 1, 3),
            ("uno\ndos\r\ntres", 10_000, 3),
            ("uno\n\ntres", 10_000, 3),
        ] {
            assert_eq!(
                EIGHT.lines(text, width_max),
                lines,
                "{text:?} in {width_max}"
            );
        }
        let long = "m".repeat(100);
        let tenth = EIGHT.width(&long) / 10;
        assert!((10..=12).contains(&EIGHT.lines(&long, tenth)));
    }

    #[test]
    fn a_text_stands_in_few_lines_if_it_has_the_length() {
        let text = "4. Garantizar la Transparencia y el Control de los Recursos Públicos";
        let length = EIGHT.length_within(text, 3);
        assert!(EIGHT.lines(text, length) <= 3);
        assert!(length < EIGHT.width(text) / 2);
    }
}
