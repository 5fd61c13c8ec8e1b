//! What whoever runs a relay asks of its folder, and how it is answered: for a person, or as JSON.

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use relay::{Admin, DossierLine};
use serde_json::{Value, json};
use wire::DossierId;

/// Where, and how to answer.
#[derive(Debug, Args)]
pub(crate) struct Place {
    /// Folder of the relay's database
    #[arg(long, value_name = "DIR", required_unless_present = "store")]
    data: Option<PathBuf>,
    /// Not for these commands: a PostgreSQL database is asked and copied with its own programs
    #[arg(long, value_name = "URL", conflicts_with = "data")]
    store: Option<String>,
    /// One JSON document on standard output
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// How the relay's folder stands; also while it runs
    Status {
        #[command(flatten)]
        place: Place,
        /// Also the dossiers of which nothing was kept for N months; nothing is removed
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        retention_months: Option<u32>,
    },
    /// The dossiers: id, members, envelopes, bytes, last written; also while it runs
    List {
        #[command(flatten)]
        place: Place,
    },
    /// Copies everything to a file that has been checked; also while it runs
    Backup {
        #[command(flatten)]
        place: Place,
        /// The copy; an older file of that name is replaced
        file: PathBuf,
    },
    /// Puts a copy in the place of the database, which is kept aside; not while the relay runs
    Restore {
        #[command(flatten)]
        place: Place,
        /// The copy
        file: PathBuf,
    },
    /// Takes dossiers out for good; not while the relay runs. Whoever still has one brings it back
    Remove {
        #[command(flatten)]
        place: Place,
        /// The dossier, whole: 32 hexadecimal digits
        #[arg(required_unless_present = "unused_for", conflicts_with = "unused_for")]
        dossier: Option<DossierId>,
        /// Those of which nothing was kept for N months
        #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
        unused_for: Option<u32>,
        /// Yes, for good
        #[arg(long, required = true)]
        yes: bool,
    },
}

impl Command {
    pub(crate) fn carry_out(self) -> anyhow::Result<()> {
        match self {
            Self::Status {
                place,
                retention_months,
            } => {
                let admin = place.admin()?;
                let status = admin.status()?;
                let unused = retention_months.map(|months| admin.unused(months));
                let unused = unused.transpose()?;
                let relay: String = status.relay.map(|byte| format!("{byte:02x}")).concat();
                let mut answer = json!({
                    "running": status.running,
                    "relay": relay,
                    "dossiers": status.dossiers,
                    "envelopes": status.envelopes,
                    "bytes": status.bytes,
                    "fileBytes": status.file_bytes,
                });
                let mut words = format!(
                    "{} relay {relay}\n{} dossiers, {} envelopes, {} bytes; {} bytes on the disk\n",
                    if status.running { "running" } else { "stopped" },
                    status.dossiers,
                    status.envelopes,
                    status.bytes,
                    status.file_bytes,
                );
                if let (Some(months), Some(unused)) = (retention_months, unused) {
                    words.push_str(&format!("not written for {months} months:\n"));
                    words.push_str(&table(&unused));
                    answer["unused"] = lines(&unused);
                }
                place.say(&words, &answer)
            }
            Self::List { place } => {
                let list = place.admin()?.list()?;
                place.say(&table(&list), &lines(&list))
            }
            Self::Backup { place, file } => {
                let dossiers = place.admin()?.backup(&file)?;
                let words = format!("{dossiers} dossiers in {}\n", file.display());
                place.say(&words, &json!({ "file": file, "dossiers": dossiers }))
            }
            Self::Restore { place, file } => {
                let aside = place.admin()?.restore(&file)?;
                let words = match &aside {
                    Some(aside) => format!("restored; what was there is in {}\n", aside.display()),
                    None => "restored\n".to_owned(),
                };
                place.say(&words, &json!({ "aside": aside }))
            }
            Self::Remove {
                place,
                dossier,
                unused_for,
                yes: _,
            } => {
                let admin = place.admin()?;
                let removed = match (dossier, unused_for) {
                    (Some(dossier), _) => vec![admin.remove(dossier)?],
                    (None, Some(months)) => admin.remove_unused(months)?,
                    (None, None) => anyhow::bail!("which dossier?"),
                };
                let words = format!("removed:\n{}", table(&removed));
                place.say(&words, &json!({ "removed": lines(&removed) }))
            }
        }
    }
}

impl Place {
    fn admin(&self) -> anyhow::Result<Admin> {
        match (&self.data, &self.store) {
            (Some(data), None) => Ok(Admin::of(data)),
            (None | Some(_), _) => anyhow::bail!(
                "this command is for a relay with a folder of its own (--data): copy a PostgreSQL \
                 database with pg_dump and put it back with pg_restore"
            ),
        }
    }

    fn say(&self, words: &str, answer: &Value) -> anyhow::Result<()> {
        let mut stdout = std::io::stdout();
        let said = if self.json {
            writeln!(stdout, "{answer}")
        } else {
            write!(stdout, "{words}")
        };
        said.context("standard output is closed")
    }
}

fn table(list: &[DossierLine]) -> String {
    let line = |line: &DossierLine| {
        format!(
            "{}  {:>4} members  {:>8} envelopes  {:>11} bytes  {}\n",
            line.dossier,
            line.members,
            line.envelopes,
            line.bytes,
            line.last_written.as_deref().unwrap_or("-"),
        )
    };
    list.iter().map(line).collect::<Vec<_>>().concat()
}

fn lines(list: &[DossierLine]) -> Value {
    list.iter()
        .map(|line| {
            json!({
                "dossier": line.dossier.to_string(),
                "members": line.members,
                "envelopes": line.envelopes,
                "bytes": line.bytes,
                "lastWritten": line.last_written,
            })
        })
        .collect()
}
