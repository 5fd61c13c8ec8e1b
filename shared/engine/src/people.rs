//! Names of the people of a dossier, opened from their sealed profiles.

use std::collections::BTreeMap;

use contract::{Code, Me, MemberView, Problem};
use replica::Replica;
use seal::Profile;
use wire::DeviceId;

use crate::screen;

/// Name of the setting that keeps who works here.
pub(crate) const ME: &str = "me";
/// Longest name of a person or an institution, in characters.
pub(crate) const NAME_CHARS_MAX: usize = 120;

/// The people of a dossier, in the order of their names.
#[derive(Default, Clone)]
pub(crate) struct People {
    members: Vec<MemberView>,
    names: BTreeMap<DeviceId, String>,
}

impl People {
    pub(crate) fn of(replica: &Replica) -> Self {
        let mut people = Self::default();
        for member in replica.membership().members() {
            let profile = replica.profile(member.device);
            let (name, institution) = match profile {
                Some(Profile { name, institution }) => (name, institution),
                None => (short(member.device), String::new()),
            };
            people.names.insert(member.device, name.clone());
            people.members.push(MemberView {
                device: member.device.to_string(),
                name,
                institution,
                role: screen::role(member.role),
                me: replica.is_me(member.device),
            });
        }
        // What they wrote keeps their name.
        for member in replica.membership().former() {
            if let Some(profile) = replica.profile(member.device) {
                people.names.insert(member.device, profile.name);
            }
        }
        people
            .members
            .sort_by(|a, b| (&a.name, &a.device).cmp(&(&b.name, &b.device)));
        people
    }

    pub(crate) fn members(&self) -> &[MemberView] {
        &self.members
    }

    /// Name of whoever has this device; a short form of its id while the profile is not here.
    pub(crate) fn name(&self, device: DeviceId) -> String {
        self.names
            .get(&device)
            .cloned()
            .unwrap_or_else(|| short(device))
    }
}

fn short(device: DeviceId) -> String {
    device.to_string().chars().take(8).collect()
}

/// Checks what a person says of themselves.
pub(crate) fn profile_of(name: &str, institution: &str) -> Result<Profile, Problem> {
    let clean = |text: &str| {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let fits = !text.is_empty() && text.chars().count() <= NAME_CHARS_MAX;
        fits.then_some(text)
            .ok_or_else(|| Problem::of(Code::PersonInvalid))
    };
    Ok(Profile {
        name: clean(name)?,
        institution: clean(institution)?,
    })
}

/// The profile of whoever works here.
pub(crate) fn profile_of_me(me: Option<&Me>) -> Result<Profile, Problem> {
    let me = me.ok_or_else(|| Problem::of(Code::NoPerson))?;
    Ok(Profile {
        name: me.name.clone(),
        institution: me.institution.clone(),
    })
}
