//! Programmes: named selections of the dossiers of this computer, and how a person looks at them.

use contract::{Code, Problem, ProgrammeView};
use store::Write;
use wire::DossierId;

use crate::desk::{Desk, dice};
use crate::ids::dossier_id;
use crate::{screen, trouble};

/// Name under which programmes are stored.
const PROGRAMMES: &str = "programmes";
/// Name under which the way of looking at the table is stored.
const LOOK: &str = "consolidation.look";
/// Programmes of a computer.
const PROGRAMMES_MAX: usize = 200;
/// Letters of a name.
const NAME_LETTERS_MAX: usize = 120;
/// Longest way of looking, in bytes.
const LOOK_BYTES_MAX: usize = 64 * 1_024;

impl Desk {
    /// The programmes, by name.
    pub(super) fn programmes(&self) -> Result<Vec<ProgrammeView>, Problem> {
        let stored = self.store.setting(PROGRAMMES).map_err(trouble::of_store)?;
        match stored {
            Some(bytes) => {
                serde_json::from_slice(&bytes).map_err(|_| Problem::of(Code::StoreDamaged))
            }
            None => Ok(Vec::new()),
        }
    }

    /// The dossiers of a programme that are on this computer; of no programme, all of them.
    pub(super) fn dossiers_of(&self, programme: Option<&str>) -> Result<Vec<DossierId>, Problem> {
        let Some(wanted) = programme else {
            return Ok(self.shelves.keys().copied().collect());
        };
        let programmes = self.programmes()?.into_iter();
        let found = programmes.into_iter().find(|one| one.programme == wanted);
        let found = found.ok_or_else(|| Problem::of(Code::ProgrammeUnknown))?;
        let dossiers = found.dossiers.iter();
        Ok(dossiers.filter_map(|one| one.parse().ok()).collect())
    }

    /// Stages a programme, new or changed; answers all of them.
    pub(super) fn keep_programme(
        &mut self,
        mut programme: ProgrammeView,
    ) -> Result<Vec<ProgrammeView>, Problem> {
        // Those staged in this round are not on disk yet.
        self.finish_round();
        let mut programmes = self.programmes()?;
        programme.name = programme.name.trim().to_owned();
        let letters = programme.name.chars().count();
        let folded = checks::fold(&programme.name);
        let taken = programmes
            .iter()
            .any(|one| one.programme != programme.programme && checks::fold(&one.name) == folded);
        if letters == 0 || letters > NAME_LETTERS_MAX || taken {
            return Err(Problem::of(Code::ProgrammeInvalid));
        }
        for dossier in &programme.dossiers {
            self.shelf(dossier_id(dossier)?)?;
        }
        programme.dossiers.sort_unstable();
        programme.dossiers.dedup();
        if programme.programme.is_empty() {
            if programmes.len() >= PROGRAMMES_MAX {
                return Err(Problem::of(Code::TooMany));
            }
            let mut id = [0; 16];
            dice(&mut id);
            programme.programme = DossierId(id).to_string();
            programmes.push(programme);
        } else {
            let kept = programmes
                .iter_mut()
                .find(|one| one.programme == programme.programme)
                .ok_or_else(|| Problem::of(Code::ProgrammeUnknown))?;
            *kept = programme;
        }
        programmes.sort_by_cached_key(|one| checks::fold(&one.name));
        self.write_programmes(&programmes);
        Ok(programmes)
    }

    /// Stages that a programme is forgotten.
    pub(super) fn remove_programme(
        &mut self,
        programme: &str,
    ) -> Result<Vec<ProgrammeView>, Problem> {
        self.finish_round();
        let mut programmes = self.programmes()?;
        let before = programmes.len();
        programmes.retain(|one| one.programme != programme);
        if programmes.len() == before {
            return Err(Problem::of(Code::ProgrammeUnknown));
        }
        self.write_programmes(&programmes);
        Ok(programmes)
    }

    fn write_programmes(&mut self, programmes: &[ProgrammeView]) {
        self.round.writes.push(Write::Setting {
            name: PROGRAMMES.to_owned(),
            value: screen::json(&programmes),
        });
    }

    /// How this person looks at the table, as the screen wrote it.
    pub(super) fn consolidation_look(&self) -> Result<Option<String>, Problem> {
        let bytes = self.store.setting(LOOK).map_err(trouble::of_store)?;
        Ok(bytes.and_then(|bytes| String::from_utf8(bytes).ok()))
    }

    /// Keeps it.
    pub(super) fn keep_consolidation_look(&mut self, json: String) -> Result<(), Problem> {
        if json.len() > LOOK_BYTES_MAX {
            return Err(Problem::of(Code::TextTooLong));
        }
        self.round.writes.push(Write::Setting {
            name: LOOK.to_owned(),
            value: json.into_bytes(),
        });
        Ok(())
    }
}
