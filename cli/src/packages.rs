//! Packages: what the others lack, in a file for a memory stick; and what came in one.

use std::path::{Path, PathBuf};

use clap::Subcommand;
use contract::{Code, PackageLack, PackageMade, PackageTaken, Problem};
use engine::Engine;

use crate::{find, print, run};

/// What can be asked about packages.
#[derive(Debug, Subcommand)]
pub(crate) enum PackageCommand {
    /// Guarda en un archivo lo que a otros les falta, para llevarlo en una memoria o enviarlo por correo.
    Package {
        /// Expediente.
        dossier: String,
        /// El archivo; suele terminar en «.cotejo».
        #[arg(short, long, value_name = "FILE")]
        output: PathBuf,
        /// Para quién: su nombre, o el identificador de su equipo. Puede repetirse; sin él, lleva todo.
        #[arg(long, value_name = "PERSON")]
        to: Vec<String>,
    },
    /// Abre un paquete y toma lo que aquí falta.
    Open {
        /// El archivo.
        file: PathBuf,
    },
}

pub(crate) async fn act(
    engine: &Engine,
    command: PackageCommand,
    json: bool,
) -> Result<(), Problem> {
    match command {
        PackageCommand::Package {
            dossier,
            output,
            to,
        } => {
            let dossier = run::id(engine, &dossier).await?;
            let people = run::people(engine, &dossier).await?;
            let to = to.iter().map(|person| find::person(&people, person));
            let to = to.collect::<Result<Vec<_>, _>>()?;
            let package = engine.make_package(dossier, to).await?;
            run::write(&output, &package.bytes)?;
            let made = PackageMade {
                file: output.display().to_string(),
                bytes: package.bytes.len() as u64,
                carries: package.carries,
            };
            print::value(&made, json, || {
                let what = if made.carries {
                    "lleva lo que les falta"
                } else {
                    "no les falta nada: sólo lleva tu acuse"
                };
                format!("{}: {} bytes, {what}", made.file, made.bytes)
            });
        }
        PackageCommand::Open { file } => {
            let taken = engine.open_package(read(&file)?).await?;
            print::value(&taken, json, || words(&taken));
        }
    }
    Ok(())
}

fn read(file: &Path) -> Result<Vec<u8>, Problem> {
    let unreadable = |_| Problem::about(Code::FileUnreadable, file.display().to_string());
    let size = std::fs::metadata(file).map_err(unreadable)?.len();
    if size > engine::PACKAGE_BYTES_MAX {
        return Err(Problem::of(Code::FileTooLarge));
    }
    std::fs::read(file).map_err(unreadable)
}

fn words(taken: &PackageTaken) -> String {
    let mut words = vec![match (taken.changes, taken.known) {
        (0, 0) => format!("Paquete de {}: no trae cambios, sólo su acuse.", taken.name),
        (0, _) => format!("Paquete de {}: todo estaba ya aquí.", taken.name),
        (1, _) => format!("Paquete de {}: llegó un cambio.", taken.name),
        (changes, _) => format!("Paquete de {}: llegaron {changes} cambios.", taken.name),
    }];
    if taken.early > 0 {
        words.push(
            "Falta un paquete anterior: pide a esa persona que haga uno para ti con todo."
                .to_owned(),
        );
    }
    if taken.left_out > 0 {
        let count = taken.left_out;
        words.push(format!(
            "Se dejaron fuera {count} partes de quien ya no puede escribir en el expediente."
        ));
    }
    if taken.refused > 0 {
        let count = taken.refused;
        words.push(format!(
            "No se aceptaron {count} partes: están dañadas o nadie del expediente las firmó."
        ));
    }
    if taken.back != PackageLack::Nothing {
        let name = &taken.name;
        words.push(format!(
            "A {name} le falta lo de aquí: hazle un paquete de vuelta."
        ));
    }
    words.join("\n")
}
