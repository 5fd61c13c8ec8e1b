//! Prints the sample into a folder, to be looked at, and says how long each paper took.
//! `cargo run --release -p press --example print -- FOLDER`

use std::path::PathBuf;
use std::time::Instant;

#[path = "../tests/it/sample.rs"]
mod sample;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = PathBuf::from(std::env::args().nth(1).ok_or("where to?")?);
    std::fs::create_dir_all(&folder)?;
    let annex = sample::annex();
    let mut draft = sample::annex();
    draft.imprint = sample::draft();
    draft.initials = false;
    let mut many = sample::annex();
    let rows = many.rows.clone();
    many.rows = rows.into_iter().cycle().take(500).collect();
    let mut full = sample::minutes();
    full.place = "Sala de juntas de la SESEA".to_owned();
    full.hours = "10:00 a 12:30 h".to_owned();
    full.convened_by = "Secretaría Ejecutiva del Sistema Estatal Anticorrupción".to_owned();
    full.agenda = ["Bienvenida", "Revisión de la matriz", "Acuerdos"]
        .map(str::to_owned)
        .to_vec();
    full.follow_up = vec![paper::MinutesAgreement {
        number: "07/1".to_owned(),
        text: "Enviar la metodología.".to_owned(),
        responsible: "SESEA".to_owned(),
        due: "14 de abril de 2023".to_owned(),
        state: "Cumplido".to_owned(),
        ..paper::MinutesAgreement::default()
    }];
    full.late_lines = 2;
    full.counts = "26 renglones, 25 líneas de acción. El acuerdo 1 dice 24.".to_owned();
    full.agreements[1].responsible = "SECOEM".to_owned();
    full.agreements[1].due = "24 de abril de 2023".to_owned();
    full.agreements[1].state = "Pendiente".to_owned();
    full.imprint = sample::draft();
    for (name, minutes) in [("minuta", sample::minutes()), ("minuta-borrador", full)] {
        let bytes = press::minutes_pdf(&minutes, Some(&annex))?;
        std::fs::write(folder.join(name).with_extension("pdf"), &bytes)?;
    }
    for (name, annex) in [("anexo", annex), ("borrador", draft), ("500", many)] {
        let start = Instant::now();
        let bytes = press::annex_pdf(&annex)?;
        let took = start.elapsed();
        std::fs::write(folder.join(name).with_extension("pdf"), &bytes)?;
        std::io::Write::write_all(
            &mut std::io::stdout(),
            format!("{name}: {took:?}, {} bytes\n", bytes.len()).as_bytes(),
        )?;
    }
    Ok(())
}
