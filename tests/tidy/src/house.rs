//! The house as it is: packages from cargo itself, files from the disk.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use cargo_metadata::{DependencyKind, Metadata, MetadataCommand, Package, PackageId};

/// What cargo says of the workspace.
#[derive(Debug)]
pub struct House {
    /// Everything, dependencies included.
    pub metadata: Metadata,
}

impl House {
    /// Asks cargo, for this computer's platform, with the versions of Cargo.lock.
    pub fn read() -> Result<Self, cargo_metadata::Error> {
        let metadata = MetadataCommand::new()
            .manifest_path(root().join("Cargo.toml"))
            .other_options(vec!["--locked".into()])
            .exec()?;
        Ok(Self { metadata })
    }

    /// The packages of the workspace.
    pub fn members(&self) -> Vec<&Package> {
        self.metadata.workspace_packages()
    }

    /// The members that are rooms: all but those under `tests/`.
    pub fn rooms(&self) -> Vec<&Package> {
        self.members()
            .into_iter()
            .filter(|package| !folder(package).starts_with("tests"))
            .collect()
    }

    /// Names that a package depends on to be built or run (not to be tested), as it wrote them.
    pub fn direct(package: &Package) -> BTreeSet<&str> {
        let kept = |kind| matches!(kind, DependencyKind::Normal | DependencyKind::Build);
        let dependencies = package
            .dependencies
            .iter()
            .filter(|dependency| kept(dependency.kind));
        dependencies
            .map(|dependency| dependency.name.as_str())
            .collect()
    }

    /// Names of everything a room links, itself included, with the features the workspace uses.
    pub fn tree(&self, room: &str) -> BTreeSet<&str> {
        let names: BTreeMap<&PackageId, &str> = self
            .metadata
            .packages
            .iter()
            .map(|package| (&package.id, package.name.as_str()))
            .collect();
        let nodes = self
            .metadata
            .resolve
            .as_ref()
            .map_or(&[][..], |resolve| &resolve.nodes);
        let links: BTreeMap<&PackageId, Vec<&PackageId>> = nodes
            .iter()
            .map(|node| {
                let normal = node.deps.iter().filter(|dependency| {
                    dependency
                        .dep_kinds
                        .iter()
                        .any(|kind| kind.kind == DependencyKind::Normal)
                });
                (&node.id, normal.map(|dependency| &dependency.pkg).collect())
            })
            .collect();
        let mut waiting: Vec<&PackageId> = self
            .members()
            .into_iter()
            .filter(|package| package.name.as_str() == room)
            .map(|package| &package.id)
            .collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = waiting.pop() {
            if seen.insert(id) {
                waiting.extend(links.get(id).into_iter().flatten());
            }
        }
        seen.into_iter()
            .filter_map(|id| names.get(id).copied())
            .collect()
    }
}

/// The folder of the clone.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// A package's folder, from the root.
pub fn folder(package: &Package) -> PathBuf {
    let folder = package
        .manifest_path
        .as_std_path()
        .parent()
        .unwrap_or(Path::new(""));
    folder.strip_prefix(root()).unwrap_or(folder).to_path_buf()
}

/// A file of ours: its path from the root, and its text.
#[derive(Debug)]
pub struct Source {
    /// Path from the root, with `/`.
    pub path: String,
    /// Text.
    pub text: String,
}

/// Every file of ours with one of these extensions ("" for none) under a folder, in order. What is
/// made by tools, or by others, is not ours.
pub fn sources(under: &str, extensions: &[&str]) -> std::io::Result<Vec<Source>> {
    let root = root();
    let mut found = Vec::new();
    let mut waiting = vec![root.join(under)];
    while let Some(folder) = waiting.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let entry = entry?;
            let path = entry.path();
            let name = entry.file_name();
            if entry.file_type()?.is_dir() {
                if !NOT_OURS.iter().any(|skipped| name == *skipped) {
                    waiting.push(path);
                }
                continue;
            }
            let extension = path
                .extension()
                .and_then(|extension| extension.to_str())
                .unwrap_or("");
            if extensions.contains(&extension) {
                let shown = path.strip_prefix(&root).unwrap_or(&path);
                let shown = shown.to_string_lossy().replace('\\', "/");
                found.push(Source {
                    path: shown,
                    text: std::fs::read_to_string(&path)?,
                });
            }
        }
    }
    found.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(found)
}

/// Folders that hold what was made, not written.
const NOT_OURS: &[&str] = &[
    "target",
    "node_modules",
    "dist",
    "bindings",
    "gen",
    "autogenerated",
    ".git",
    "locales",
];
