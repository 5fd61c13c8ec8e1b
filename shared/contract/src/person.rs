//! People, roles and invitations.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Who works on this computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Me {
    /// Name as colleagues will see it.
    pub name: String,
    /// Institution.
    pub institution: String,
    /// This device's identifier, 64 hexadecimal digits.
    pub device: String,
}

/// What the screen needs first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Start {
    /// Who works here, once said.
    pub me: Option<Me>,
    /// Version of the app.
    pub version: String,
    /// Why the store could not be opened; nothing else works then.
    pub problem: Option<crate::Problem>,
}

/// What a member may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub enum RoleName {
    /// Everything, and invites.
    Coordinator,
    /// Writes matrix and comments.
    Editor,
    /// Comments.
    Reviewer,
    /// Reads.
    Reader,
}

/// Somebody with access to a dossier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct MemberView {
    /// Device identifier, 64 hexadecimal digits.
    pub device: String,
    /// Name.
    pub name: String,
    /// Institution.
    pub institution: String,
    /// Role.
    pub role: RoleName,
    /// Whether it is this device.
    pub me: bool,
}

/// A link that lets somebody in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct Invitation {
    /// The link: whoever has it can join with its role.
    pub link: String,
}

/// Somebody who has the dossier open now, on another computer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
#[ts(export)]
pub struct PresenceView {
    /// Device identifier, 64 hexadecimal digits.
    pub device: String,
    /// Name.
    pub name: String,
    /// The cell they are in, if they are in one.
    pub cell: Option<crate::Cell>,
    /// Whether they are writing in it.
    pub writing: bool,
    /// Start of their selection in the text, in UTF-16 units.
    #[ts(type = "number | null")]
    pub anchor: Option<u64>,
    /// Their caret in the text, in UTF-16 units.
    #[ts(type = "number | null")]
    pub head: Option<u64>,
}
