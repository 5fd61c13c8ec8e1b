//! Lines in which institutions repeat each other.

use consolidation::{Repeat, Sheet};

use crate::made::{programme, sheet};

fn sheets(lines: &[(&str, &[&str])]) -> Vec<Sheet> {
    lines
        .iter()
        .map(|(institution, lines)| {
            let rows: Vec<_> = lines.iter().map(|line| ("", "", *line)).collect();
            sheet(institution, &rows)
        })
        .collect()
}

fn repeats(lines: &[(&str, &[&str])], likeness: u8) -> Vec<(usize, Vec<(String, u8)>)> {
    let programme = programme(sheets(lines));
    let places: Vec<_> = programme.places().collect();
    let said = |repeat: Repeat| {
        let line = |line: &consolidation::Repeated| {
            let row = programme.row(line.place);
            (row.action_line.clone(), line.likeness)
        };
        (repeat.institutions, repeat.lines.iter().map(line).collect())
    };
    programme
        .repeats(&places, likeness)
        .into_iter()
        .map(said)
        .collect()
}

#[test]
fn equal_lines_of_two_institutions_are_found_and_those_of_one_are_not() {
    let lines: &[(&str, &[&str])] = &[
        (
            "A",
            &[
                "Publicar el padrón de proveedores sancionados",
                "Capacitar",
                "Capacitar",
            ],
        ),
        (
            "B",
            &[
                "PUBLICAR el padrón de proveedores sancionados.",
                "Otra cosa del todo distinta",
            ],
        ),
    ];
    for likeness in [100, 85, 60] {
        let found = repeats(lines, likeness);
        assert_eq!(found.len(), 1, "at {likeness}: {found:?}");
        assert_eq!(found[0].0, 2);
        assert!(
            found[0].1.iter().all(|(_, alike)| *alike == 100),
            "case and accents are nothing"
        );
    }
}

#[test]
fn near_lines_are_found_as_near_as_asked() {
    let first = "Capacitar a las personas servidoras públicas en materia de ética e integridad";
    let near = "Capacitar a las personas servidoras públicas en materia de ética y de integridad";
    let moved = "En materia de ética e integridad capacitar a las personas servidoras públicas";
    let far = "Capacitar en ética a servidores públicos de la institución y sus municipios";
    let lines: &[(&str, &[&str])] = &[
        ("A", &[first]),
        ("B", &[near]),
        ("C", &[far]),
        ("D", &[moved]),
    ];
    assert_eq!(repeats(lines, 100), [], "none says the same");
    let found = repeats(lines, 90);
    assert_eq!(found.len(), 1);
    let texts: Vec<&str> = found[0].1.iter().map(|(text, _)| text.as_str()).collect();
    assert_eq!(texts[0], first);
    assert!(
        texts.contains(&near) && texts.contains(&moved) && !texts.contains(&far),
        "{texts:?}"
    );
    assert_eq!(found[0].1[0].1, 100, "the first is compared with itself");
    let others = &found[0].1[1..];
    assert!(
        others.iter().all(|(_, alike)| (90..100).contains(alike)),
        "{others:?}"
    );
    let wide = repeats(lines, 60);
    assert_eq!(
        wide[0].1.len(),
        4,
        "asked for less, the far one comes too: {wide:?}"
    );
    assert!(
        wide[0].1.is_sorted_by(|a, b| a.1 >= b.1),
        "the nearest first"
    );
}

#[test]
fn what_most_institutions_repeat_comes_first() {
    let found = repeats(
        &[
            (
                "A",
                &[
                    "Instalar un comité de ética",
                    "Abrir los datos de las compras públicas",
                ],
            ),
            (
                "B",
                &[
                    "Instalar un comité de ética",
                    "Abrir los datos de las compras públicas",
                ],
            ),
            ("C", &["Abrir los datos de las compras públicas"]),
        ],
        90,
    );
    let counts: Vec<usize> = found.iter().map(|one| one.0).collect();
    assert_eq!(counts, [3, 2]);
}

#[test]
fn a_word_that_everybody_writes_brings_nobody_together() {
    // Each says another thing, in words that all the others write too.
    let lines: Vec<String> = (0..600)
        .map(|number| format!("Elaborar programa institucional {number}{number}{number}"))
        .collect();
    let names: Vec<String> = (0..600)
        .map(|number| format!("Instituto {number}"))
        .collect();
    let sheets = lines
        .iter()
        .zip(&names)
        .map(|(line, name)| sheet(name, &[("", "", line.as_str())]));
    let programme = programme(sheets.collect());
    let places: Vec<_> = programme.places().collect();
    let found = programme.repeats(&places, 100);
    assert_eq!(found, []);
}

#[test]
fn short_and_hostile_texts_are_compared_without_harm() {
    let long = "á".repeat(20_000);
    let words = "una palabra y otra ".repeat(2_000);
    let lines: &[(&str, &[&str])] = &[
        (
            "A",
            &["", "Sí", &long, &words, "\u{0}\u{301}\u{ad}", "¿? ¡!"],
        ),
        (
            "B",
            &["", "Sí", &long, &words, "\u{0}\u{301}\u{ad}", "¿? ¡!"],
        ),
    ];
    let found = repeats(lines, 60);
    assert!(
        found.len() >= 4,
        "equal ones are found whatever they are: {}",
        found.len()
    );
}
