//! The pictures at the head of what a dossier hands out, kept as the window keeps them.

use std::path::{Path, PathBuf};

use clap::Args;
use contract::{LogoSide, LogoView, Problem};
use engine::Engine;
use paper::Logo;
use serde_json::{Value, json};

use crate::bring::read;
use crate::{find, print};

/// Bytes of a picture that are read: more than may be one, so that the engine says what is wrong.
const PICTURE_BYTES_MAX: u64 = 2 * paper::limits::LOGO_BYTES_MAX as u64;

/// Which pictures.
#[derive(Debug, Args)]
pub(crate) struct Logos {
    /// Expediente.
    dossier: String,
    /// Imagen PNG o JPEG de la izquierda: la Secretaría Ejecutiva.
    #[arg(long, value_name = "FILE")]
    left: Option<PathBuf>,
    /// Imagen PNG o JPEG de la derecha: la institución.
    #[arg(long, value_name = "FILE")]
    right: Option<PathBuf>,
    /// Qué muestra la imagen de la izquierda, para quien no puede verla.
    #[arg(long, value_name = "TEXT", requires = "left")]
    left_alt: Option<String>,
    /// Qué muestra la imagen de la derecha.
    #[arg(long, value_name = "TEXT", requires = "right")]
    right_alt: Option<String>,
    /// Quita las que hay.
    #[arg(long, conflicts_with_all = ["left", "right"])]
    none: bool,
}

/// Keeps pictures or takes them away, and says which there are.
pub(crate) async fn run(engine: &Engine, asked: Logos, json: bool) -> Result<(), Problem> {
    let dossiers = engine.dossiers().await?;
    let dossier = find::dossier(&dossiers, &asked.dossier)?;
    let id = &dossier.dossier;
    let given = [
        (
            LogoSide::Left,
            asked.left,
            asked.left_alt,
            "Logotipo de la Secretaría Ejecutiva".to_owned(),
        ),
        (
            LogoSide::Right,
            asked.right,
            asked.right_alt,
            format!("Logotipo de {}", dossier.institution),
        ),
    ];
    // Both are read before one is kept.
    let mut kept = Vec::new();
    for (side, file, alt, usual) in given {
        if let Some(file) = file {
            kept.push((side, Some(picture(&file, alt.unwrap_or(usual))?)));
        } else if asked.none {
            kept.push((side, None));
        }
    }
    for (side, logo) in kept {
        engine.keep_logo(id.clone(), side, logo).await?;
    }
    let offer = engine.export_offer(id.clone()).await?;
    let (left, right) = (
        said(offer.logo_left.as_ref()),
        said(offer.logo_right.as_ref()),
    );
    print::value(&json!({"left": left, "right": right}), json, || {
        let words = |logo: &Value| logo["alt"].as_str().unwrap_or("ninguno").to_owned();
        format!("izquierda: {}\nderecha: {}", words(&left), words(&right))
    });
    Ok(())
}

fn picture(file: &Path, alt: String) -> Result<Logo, Problem> {
    let bytes = read(file, PICTURE_BYTES_MAX)?;
    Ok(Logo { bytes, alt })
}

/// A picture as a script sees it: what it shows, not its bytes.
fn said(logo: Option<&LogoView>) -> Value {
    logo.map_or(Value::Null, |logo| json!({"alt": logo.alt}))
}
