//! Pictures for the head of what a dossier hands out: kept on this computer, and sent to nobody.

use base64::Engine as _;
use contract::{Code, LogoSide, LogoView, Problem};
use paper::Logo;
use serde::{Deserialize, Serialize};
use store::Write;
use wire::DossierId;

use crate::Engine;
use crate::desk::Desk;
use crate::people::NAME_CHARS_MAX;
use crate::{screen, trouble};

/// Parts of the read model that keep them.
const VIEW_LEFT: &str = "logo.left";
const VIEW_RIGHT: &str = "logo.right";

/// A picture as it is kept.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Kept {
    alt: String,
    base64: String,
}

impl Engine {
    /// Keeps a picture for the head of what a dossier hands out; `None`: there is none any more.
    pub async fn keep_logo(
        &self,
        dossier: String,
        side: LogoSide,
        logo: Option<Logo>,
    ) -> Result<Option<LogoView>, Problem> {
        self.with(&dossier, move |desk, dossier| {
            desk.keep_logo(dossier, side, logo)
        })
        .await
    }
}

impl Desk {
    fn keep_logo(
        &mut self,
        dossier: DossierId,
        side: LogoSide,
        logo: Option<Logo>,
    ) -> Result<Option<LogoView>, Problem> {
        self.shelf(dossier)?;
        if let Some(logo) = &logo {
            logo.check().map_err(|_| Problem::of(Code::LogoInvalid))?;
            if logo.alt.chars().count() > NAME_CHARS_MAX {
                return Err(Problem::of(Code::TextTooLong));
            }
        }
        let kept = logo.map(|logo| Kept {
            alt: logo.alt.split_whitespace().collect::<Vec<_>>().join(" "),
            base64: base64::engine::general_purpose::STANDARD.encode(&logo.bytes),
        });
        self.round.writes.push(Write::View {
            dossier: dossier.0,
            name: view(side).to_owned(),
            bytes: screen::json(&kept),
        });
        Ok(kept.and_then(Kept::shown))
    }

    /// The pictures: left and right.
    pub(super) fn logos(&self, dossier: DossierId) -> Result<[Option<Logo>; 2], Problem> {
        let kept = |side| Ok(self.kept(dossier, side)?.and_then(Kept::logo));
        Ok([kept(LogoSide::Left)?, kept(LogoSide::Right)?])
    }

    /// The same, for a screen.
    pub(super) fn logos_shown(&self, dossier: DossierId) -> Result<[Option<LogoView>; 2], Problem> {
        let shown = |side| Ok(self.kept(dossier, side)?.and_then(Kept::shown));
        Ok([shown(LogoSide::Left)?, shown(LogoSide::Right)?])
    }

    fn kept(&self, dossier: DossierId, side: LogoSide) -> Result<Option<Kept>, Problem> {
        let bytes = self.store.view(&dossier.0, view(side));
        let bytes = bytes.map_err(trouble::of_store)?;
        Ok(bytes.and_then(|bytes| serde_json::from_slice(&bytes).ok().flatten()))
    }
}

fn view(side: LogoSide) -> &'static str {
    match side {
        LogoSide::Left => VIEW_LEFT,
        LogoSide::Right => VIEW_RIGHT,
    }
}

impl Kept {
    /// What was kept was checked; what a disk made of it is no picture.
    fn logo(self) -> Option<Logo> {
        let bytes = base64::engine::general_purpose::STANDARD.decode(self.base64);
        let logo = Logo {
            bytes: bytes.ok()?,
            alt: self.alt,
        };
        logo.check().is_ok().then_some(logo)
    }

    fn shown(self) -> Option<LogoView> {
        let base64 = self.base64.clone();
        let logo = self.logo()?;
        let kind = logo.kind()?.as_str();
        Some(LogoView {
            url: format!("data:image/{kind};base64,{base64}"),
            alt: logo.alt,
        })
    }
}
