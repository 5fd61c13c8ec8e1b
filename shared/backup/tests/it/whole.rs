//! What goes in comes out, and only then.

use std::path::{Path, PathBuf};

use backup::{Backup, BackupError, Contents, DossierLine, Facts, Lock, Opening, is_protected};
use tempfile::TempDir;

pub(crate) const KEY: [u8; 32] = [7; 32];
pub(crate) const PASSPHRASE: &str = "el río crece en julio";

pub(crate) struct Shop {
    pub(crate) folder: TempDir,
    pub(crate) database: Vec<u8>,
}

impl Shop {
    /// With a database of so many bytes, which repeat little.
    pub(crate) fn new(bytes: usize) -> Self {
        let database = (0..bytes as u64)
            .map(|at| (at.wrapping_mul(at).wrapping_mul(2_654_435_761) >> 13) as u8);
        Self {
            folder: TempDir::new().unwrap(),
            database: database.collect(),
        }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    pub(crate) fn make(&self, lock: Option<&Lock>) -> PathBuf {
        let database = self.path("origen.sqlite");
        std::fs::write(&database, &self.database).unwrap();
        let contents = Contents {
            facts: facts(),
            database: &database,
            device_key: &KEY,
        };
        let to = self.path("copia.cotejo-respaldo");
        let mut told = Vec::new();
        let mut progress = |done, of| told.push((done, of));
        backup::write(&to, &contents, lock, &mut dice, &mut progress).unwrap();
        assert!(told.is_sorted());
        let all = self.database.len() as u64 * 2;
        assert_eq!(told.last().copied().unwrap_or((all, all)), (all, all));
        to
    }
}

pub(crate) fn facts() -> Facts {
    Facts {
        app: "0.1.0".to_owned(),
        schema: 1,
        made_at: "2023-04-19T12:00:00Z".to_owned(),
        person: "Ana Torres".to_owned(),
        institution: "SECOEM".to_owned(),
        dossiers: vec![DossierLine {
            title: "Matriz".to_owned(),
            institution: "SECOEM".to_owned(),
            rows: 26,
        }],
        dossier_count: 1,
    }
}

pub(crate) fn dice(bytes: &mut [u8]) {
    for (at, byte) in bytes.iter_mut().enumerate() {
        *byte = at as u8;
    }
}

pub(crate) fn lock() -> Lock {
    Lock::new(PASSPHRASE, &mut dice).unwrap()
}

fn out(path: &Path, with: Opening<'_>, to: &Path) -> Result<[u8; 32], BackupError> {
    let backup = Backup::open(path, with)?;
    Ok(*backup.unpack(to, &mut |_, _| {})?)
}

#[test]
fn what_goes_in_comes_out_protected_or_not_of_any_length() {
    let lock = lock();
    // Around the ends of pieces, and many of them.
    for bytes in [0, 1, 65_000, 65_536, 131_072, 700_001] {
        for locked in [None, Some(&lock)] {
            let shop = Shop::new(bytes);
            let path = shop.make(locked);
            assert_eq!(is_protected(&path).unwrap(), locked.is_some());
            let with = match locked {
                Some(_) => Opening::Passphrase(PASSPHRASE),
                None => Opening::Plain,
            };
            let backup = Backup::open(&path, with).unwrap();
            assert_eq!(backup.manifest().facts, facts());
            let to = shop.path("fuera.sqlite");
            assert_eq!(out(&path, with, &to).unwrap(), KEY);
            assert!(std::fs::read(&to).unwrap() == shop.database, "{bytes}");
            // What is there is never written over.
            let error = out(&path, with, &to).unwrap_err();
            assert!(matches!(error, BackupError::Write(_)), "{error}");
            let names = std::fs::read_dir(shop.folder.path()).unwrap().count();
            assert_eq!(names, 3, "nothing else is left");
        }
    }
}

#[test]
fn a_protected_file_says_nothing_without_its_passphrase() {
    let shop = Shop::new(200_000);
    let path = shop.make(Some(&lock()));
    let bytes = std::fs::read(&path).unwrap();
    for secret in ["Ana Torres".as_bytes(), &KEY, &shop.database[..64]] {
        assert!(!bytes.windows(secret.len()).any(|window| window == secret));
    }
    let error = Backup::open(&path, Opening::Plain).unwrap_err();
    assert!(matches!(error, BackupError::PassphraseNeeded), "{error}");
    let error = Backup::open(&path, Opening::Passphrase("el río crece en junio")).unwrap_err();
    assert!(matches!(error, BackupError::PassphraseWrong), "{error}");
    // The same letters, an accent apart from its vowel.
    let apart = PASSPHRASE.replace('í', "i\u{301}");
    Backup::open(&path, Opening::Passphrase(&apart)).unwrap();
    let kept = Lock::from_bytes(&lock().to_bytes()).unwrap();
    Backup::open(&path, Opening::Lock(&kept)).unwrap();
    for short in ["", "nueve let"] {
        let error = Lock::new(short, &mut dice).unwrap_err();
        assert!(matches!(error, BackupError::PassphraseUnfit { min: 10 }));
    }
}

#[test]
fn two_files_of_one_lock_share_no_key() {
    let shop = Shop::new(1_000);
    let lock = lock();
    let database = shop.path("origen.sqlite");
    std::fs::write(&database, &shop.database).unwrap();
    let contents = Contents {
        facts: facts(),
        database: &database,
        device_key: &KEY,
    };
    let mut counter = 0_u8;
    let mut dice = |bytes: &mut [u8]| {
        counter += 1;
        bytes.fill(counter);
    };
    let files = ["a", "b"].map(|name| {
        let to = shop.path(name);
        backup::write(&to, &contents, Some(&lock), &mut dice, &mut |_, _| {}).unwrap();
        std::fs::read(to).unwrap()
    });
    let sealed = |file: &[u8]| file[79..].to_vec();
    let same = sealed(&files[0])
        .iter()
        .zip(sealed(&files[1]))
        .filter(|(a, b)| **a == *b)
        .count();
    assert!(same < files[0].len() / 32, "{same} bytes are alike");
}

#[test]
fn a_backup_that_cannot_be_written_leaves_what_was_there() {
    let shop = Shop::new(1_000);
    let contents = Contents {
        facts: facts(),
        database: &shop.path("no está"),
        device_key: &KEY,
    };
    let to = shop.path("copia.cotejo-respaldo");
    std::fs::write(&to, "la de ayer").unwrap();
    let error = backup::write(&to, &contents, None, &mut dice, &mut |_, _| {}).unwrap_err();
    assert!(matches!(error, BackupError::Read(_)), "{error}");
    assert_eq!(std::fs::read_to_string(&to).unwrap(), "la de ayer");
    assert_eq!(std::fs::read_dir(shop.folder.path()).unwrap().count(), 1);
}
