//! Texts compared as a person compares them, and how far apart two words are.

/// A text as a person compares it: lower case, without accents (ñ stays), spaces joined, without a full
/// stop or colon at the end.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold_into(text, &mut folded);
    folded
}

/// [`fold`] into a text that is there already.
pub(crate) fn fold_into(text: &str, folded: &mut String) {
    folded.clear();
    for letter in text.chars() {
        if letter.is_ascii() {
            if letter.is_ascii_whitespace() {
                if !folded.is_empty() && !folded.ends_with(' ') {
                    folded.push(' ');
                }
            } else {
                folded.push(letter.to_ascii_lowercase());
            }
            continue;
        }
        for lower in letter.to_lowercase() {
            match lower {
                'á' | 'à' | 'ä' | 'â' => folded.push('a'),
                'é' | 'è' | 'ë' | 'ê' => folded.push('e'),
                'í' | 'ì' | 'ï' | 'î' => folded.push('i'),
                'ó' | 'ò' | 'ö' | 'ô' => folded.push('o'),
                'ú' | 'ù' | 'ü' | 'û' => folded.push('u'),
                // A tilde written apart from its n.
                '\u{303}' if folded.ends_with('n') => {
                    folded.pop();
                    folded.push('ñ');
                }
                // Other accents written apart, and soft hyphens.
                '\u{300}'..='\u{36f}' | '\u{ad}' => {}
                _ if lower.is_whitespace() => {
                    if !folded.is_empty() && !folded.ends_with(' ') {
                        folded.push(' ');
                    }
                }
                _ => folded.push(lower),
            }
        }
    }
    let kept = folded.trim_end_matches(['.', ':', ' ']).len();
    folded.truncate(kept);
}

/// Longest word whose distance is measured, in letters; longer ones are no misspelling.
const LETTERS_MAX: usize = 32;

/// Letters to put in, take out or change to turn one word into the other, if at most `most`.
pub(crate) fn distance(left: &str, right: &str, most: usize) -> Option<usize> {
    let mut a = ['\0'; LETTERS_MAX];
    let mut b = ['\0'; LETTERS_MAX];
    let (n, m) = (letters(left, &mut a)?, letters(right, &mut b)?);
    if n.abs_diff(m) > most {
        return None;
    }
    let mut row = [0; LETTERS_MAX + 1];
    for (j, cell) in row.iter_mut().enumerate() {
        *cell = j;
    }
    for i in 1..=n {
        let mut diagonal = row[0];
        row[0] = i;
        let mut least = i;
        for j in 1..=m {
            let changed = diagonal + usize::from(a[i - 1] != b[j - 1]);
            diagonal = row[j];
            row[j] = changed.min(row[j] + 1).min(row[j - 1] + 1);
            least = least.min(row[j]);
        }
        if least > most {
            return None;
        }
    }
    (row[m] <= most).then_some(row[m])
}

fn letters(word: &str, into: &mut [char; LETTERS_MAX]) -> Option<usize> {
    let mut count = 0;
    for letter in word.chars() {
        *into.get_mut(count)? = letter;
        count += 1;
    }
    Some(count)
}

/// How many letters two words have alike at their beginning and at their end, not counting a letter twice.
pub(crate) fn alike(left: &str, right: &str) -> (usize, usize) {
    let head = left
        .chars()
        .zip(right.chars())
        .take_while(|(a, b)| a == b)
        .count();
    let tail = left
        .chars()
        .rev()
        .zip(right.chars().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let shorter = left.chars().count().min(right.chars().count());
    (head, tail.min(shorter - head))
}
