//! How long a large matrix takes, printed: `cargo run --release -p checks --example speed`.
//! No test reads a clock, so the figure is taken by hand.
#![allow(clippy::print_stdout, clippy::disallowed_methods, clippy::expect_used)]

use std::time::Instant;

use checks::{Input, findings};
use exchange::{EXAMPLE_XLSX, read_xlsx};
use model::{Author, Draft, DraftRow, Matrix};

/// Rows of a large matrix.
const ROWS: usize = 2_000;
/// Times each is measured.
const ROUNDS: usize = 15;

fn main() {
    let sample = read_xlsx(EXAMPLE_XLSX).expect("the example reads").draft;
    let copied = sample.rows.iter().cycle().take(ROWS).cloned().collect();
    measure("the sample over and over", &with_rows(&sample, copied));
    measure(
        "every row in other words",
        &with_rows(&sample, reworded(&sample)),
    );
}

fn with_rows(sample: &Draft, rows: Vec<DraftRow>) -> Draft {
    Draft {
        rows,
        ..sample.clone()
    }
}

/// Rows of the sample in which words are drawn from all rows, and some are misspelt or new.
fn reworded(sample: &Draft) -> Vec<DraftRow> {
    let mut state = 1_u64;
    let mut draw = |below: usize| {
        state = state
            .wrapping_mul(0x5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f);
        (state >> 33) as usize % below
    };
    let words: Vec<&str> = sample
        .rows
        .iter()
        .flat_map(|row| row.cells.values())
        .flat_map(|text| text.split(' '))
        .filter(|word| word.chars().all(char::is_alphabetic))
        .collect();
    let rows = sample.rows.iter().cycle().take(ROWS);
    rows.map(|row| {
        let mut row = row.clone();
        for (field, text) in &mut row.cells {
            if field.kind() != model::FieldKind::Text {
                continue;
            }
            let mut changed: Vec<String> = text.split(' ').map(str::to_owned).collect();
            for word in &mut changed {
                let plain = word.chars().all(char::is_alphabetic);
                if plain && draw(3) == 0 {
                    words[draw(words.len())].clone_into(word);
                }
                if plain && word.len() > 6 && draw(20) == 0 {
                    let at = draw(word.chars().count());
                    let letter = char::from(b'a' + u8::try_from(draw(26)).unwrap_or(0));
                    *word = word
                        .chars()
                        .enumerate()
                        .map(|(i, c)| if i == at { letter } else { c })
                        .collect();
                }
            }
            *text = changed.join(" ");
        }
        row
    })
    .collect()
}

fn measure(name: &str, draft: &Draft) {
    let mut dice = |bytes: &mut [u8]| {
        static NEXT: std::sync::atomic::AtomicU64 = std::sync::atomic::AtomicU64::new(1);
        for chunk in bytes.chunks_mut(8) {
            let next = NEXT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
            let next = next.wrapping_mul(0x9e37_79b9_7f4a_7c15).to_le_bytes();
            chunk.copy_from_slice(&next[..chunk.len()]);
        }
    };
    let (matrix, _) =
        Matrix::found(draft, [1; 16], Author([1; 32]), 0, &mut dice).expect("the draft is sound");
    let input = Input {
        rows: matrix.rows(),
        years: matrix.years(),
        headings: &[],
        levels: &[],
        institution: matrix.institution(),
        lines_said: None,
    };
    let mut took_us: Vec<u128> = Vec::new();
    let mut found = 0;
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let findings = findings(&input);
        took_us.push(start.elapsed().as_micros());
        found = findings.len();
    }
    took_us.sort_unstable();
    println!(
        "{name}: {} rows, {found} findings, best {} µs, median {} µs, worst {} µs",
        matrix.rows().len(),
        took_us[0],
        took_us[ROUNDS / 2],
        took_us[ROUNDS - 1],
    );
}
