#![allow(
    clippy::all,
    clippy::pedantic,
    missing_docs,
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods
)]
use model::*;
use std::collections::BTreeMap;
use std::time::Duration;
struct Instant(u64);
fn cpu() -> u64 {
    std::fs::read_to_string("/proc/thread-self/schedstat")
        .unwrap()
        .split(' ')
        .next()
        .unwrap()
        .parse()
        .unwrap()
}
impl Instant {
    fn now() -> Self {
        Self(cpu())
    }
    fn elapsed(&self) -> Duration {
        Duration::from_nanos(cpu() - self.0)
    }
}
fn stat(name: &str, mut v: Vec<Duration>) {
    v.sort();
    let n = v.len();
    println!(
        "{name}: n={n} p50={:?} p95={:?} max={:?}",
        v[n / 2],
        v[n * 95 / 100],
        v[n - 1]
    );
}
fn main() {
    let mut seed = 1u64;
    let mut dice = move |b: &mut [u8]| {
        for x in b {
            seed = seed
                .wrapping_mul(6364136223846793005)
                .wrapping_add(1442695040888963407);
            *x = (seed >> 33) as u8;
        }
    };
    let mut rows = vec![];
    let heads: Vec<DraftHeading> = (0..40)
        .map(|i| DraftHeading {
            level: if i < 4 { Level::Axis } else { Level::Priority },
            number: i.to_string(),
            text: format!("Fomentar a la denuncia de hechos {i}"),
            parent: if i < 4 { None } else { Some(i % 4) },
        })
        .collect();
    for i in 0..500 {
        let mut c = BTreeMap::new();
        c.insert(Field::ActionLine, format!("Brindar capacitaciones en riesgos de corrupción en materia de compras, contrataciones y adquisiciones públicas para {i} servidores."));
        c.insert(
            Field::IndicatorName,
            "Porcentaje de capacitaciones en materia realizadas".to_string(),
        );
        c.insert(
            Field::Formula,
            "(Número de capacitaciones realizadas/Número de capacitaciones programadas)*100"
                .to_string(),
        );
        c.insert(Field::UnitOfMeasure, "Porcentaje".into());
        c.insert(Field::Frequency, "Annual".into());
        for y in 2024..2027 {
            c.insert(Field::Target(y), "100".into());
        }
        rows.push(DraftRow {
            heading: Some(4 + i / 14),
            pending_external: false,
            cells: c,
        });
    }
    let draft = Draft {
        title: "t".into(),
        institution: "i".into(),
        years: vec![2024, 2025, 2026],
        headings: heads,
        rows,
    };
    let s = Instant::now();
    let (m, e) = Matrix::found(
        &draft,
        [1; 16],
        Author([1; 32]),
        1_700_000_000_000,
        &mut dice,
    )
    .unwrap();
    println!("found {:?} change {} bytes", s.elapsed(), e.change.len());
    let snap = m.snapshot().unwrap();
    let n_actors = 20;
    let mut ms: Vec<Matrix> = (0..n_actors)
        .map(|i| Matrix::load([&snap[..]], [10 + i as u8; 16], Author([10 + i as u8; 32])).unwrap())
        .collect();
    let mut edits = vec![];
    let mut merges = vec![];
    let total: usize = std::env::args()
        .nth(1)
        .map_or(20_000, |x| x.parse().unwrap());
    let rounds = 10;
    let per = total / rounds / n_actors;
    for r in 0..rounds {
        let mut out: Vec<Vec<u8>> = vec![];
        for (i, m) in ms.iter_mut().enumerate() {
            let mut bytes = vec![];
            for k in 0..per {
                let n = m.rows().len();
                let row = &m.rows()[(i * 31 + k * 17 + r * 7) % n];
                let (line, indicator) = row.key();
                let edit = if k % 3 == 0 {
                    MatrixEdit::Set {
                        line,
                        indicator,
                        field: Field::Target(2024 + (k % 3) as u16),
                        value: format!("{}", k + r),
                    }
                } else {
                    let f = if k % 2 == 0 {
                        Field::ActionLine
                    } else {
                        Field::Formula
                    };
                    let mut t = row.cell(f);
                    let at = t.char_indices().nth(k % 20).map_or(0, |x| x.0);
                    t.insert_str(at, "x");
                    MatrixEdit::Set {
                        line,
                        indicator,
                        field: f,
                        value: t,
                    }
                };
                let s = Instant::now();
                if let Some(e) = m
                    .edit(&edit, None, 1_700_000_000_000 + k as u64 * 1000, &mut dice)
                    .unwrap()
                {
                    bytes.extend(e.change);
                }
                edits.push(s.elapsed());
            }
            out.push(bytes);
        }
        for i in 0..n_actors {
            let all: Vec<u8> = (0..n_actors)
                .filter(|j| *j != i)
                .flat_map(|j| out[j].clone())
                .collect();
            let s = Instant::now();
            let t = ms[i].merge(&all).unwrap();
            merges.push(s.elapsed());
            if i == 0 {
                println!(
                    "round {r} touched {} waits {} merge {:?}",
                    t.rows.len(),
                    ms[0]
                        .rows()
                        .iter()
                        .map(|r| r.to_decide.len())
                        .sum::<usize>(),
                    merges.last().unwrap()
                );
            }
        }
    }
    stat("edit", edits);
    stat("merge round", merges);
    println!("changes {}", ms[0].change_count());
    let s = Instant::now();
    let snap = ms[0].snapshot().unwrap();
    println!("snapshot {:?} {} bytes", s.elapsed(), snap.len());
    let s = Instant::now();
    let mut m = Matrix::load([&snap[..]], [99; 16], Author([99; 32])).unwrap();
    println!("load+materialise {:?}", s.elapsed());
    let mut other = Matrix::load([&snap[..]], [98; 16], Author([98; 32])).unwrap();
    for (name, field) in [
        ("text", Field::ActionLine),
        ("scalar", Field::Target(2024)),
        ("heading", Field::Heading(Level::Priority)),
    ] {
        let mut ed = vec![];
        let mut mg = vec![];
        for k in 0..100 {
            let row = &m.rows()[(k * 37) % 500];
            let (line, indicator) = row.key();
            let edit = MatrixEdit::Set {
                line,
                indicator,
                field,
                value: if field.kind() == FieldKind::Text {
                    row.cell(field) + " y más"
                } else {
                    format!("{k}z")
                },
            };
            let s = Instant::now();
            let e = m.edit(&edit, None, 1, &mut dice).unwrap().unwrap();
            ed.push(s.elapsed());
            let s = Instant::now();
            other.merge_from(&e.change, Author([99; 32])).unwrap();
            mg.push(s.elapsed());
        }
        stat(&format!("{name} edit"), ed);
        stat(&format!("{name} merge of one"), mg);
    }
    let base = m.version();
    let key = m.rows()[3].key();
    let mut ed = vec![];
    let mut t = m.rows()[3].action_line.clone();
    m.edit(
        &MatrixEdit::Set {
            line: key.0,
            indicator: key.1,
            field: Field::ActionLine,
            value: t.clone() + " Nueva.",
        },
        None,
        1,
        &mut dice,
    )
    .unwrap();
    let mut v = base;
    for k in 0..30 {
        t = format!("{k} {t}");
        let s = Instant::now();
        let e = m
            .edit(
                &MatrixEdit::Set {
                    line: key.0,
                    indicator: key.1,
                    field: Field::ActionLine,
                    value: t.clone(),
                },
                Some(&v),
                1,
                &mut dice,
            )
            .unwrap()
            .unwrap();
        ed.push(s.elapsed());
        v = e.version;
    }
    stat("edit at old base", ed);
    let line = m.rows()[0].line;
    let s = Instant::now();
    let e = m
        .edit(
            &MatrixEdit::AddLine { after: Some(line) },
            None,
            1,
            &mut dice,
        )
        .unwrap()
        .unwrap();
    println!(
        "add line {:?} touched {}",
        s.elapsed(),
        e.touched.rows.len()
    );
    let s = Instant::now();
    m.edit(&MatrixEdit::Retire { line }, None, 1, &mut dice)
        .unwrap()
        .unwrap();
    println!("retire {:?}", s.elapsed());
    let mut hs = vec![];
    let mut chunks = vec![];
    for k in 0..500 {
        let row = &m.rows()[2 + k % 400];
        let (line, indicator) = row.key();
        let e = m
            .edit(
                &MatrixEdit::Set {
                    line,
                    indicator,
                    field: Field::Target(2025),
                    value: format!("{k}w"),
                },
                None,
                1,
                &mut dice,
            )
            .unwrap()
            .unwrap();
        hs.push(e.hash);
        chunks.extend(e.change);
    }
    let s = Instant::now();
    let (f, b) = m.pack(&hs).unwrap();
    println!(
        "pack 500: {:?} format {f} {} of {} bytes",
        s.elapsed(),
        b.len(),
        chunks.len()
    );
    let s = Instant::now();
    other.merge(&[&e.change[..]].concat()).ok();
    println!("merge waiting {:?}", s.elapsed());
}
