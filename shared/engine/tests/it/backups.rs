//! Everything in one file, and everything again out of it.

use std::path::{Path, PathBuf};

use contract::{BackupSchedule, Code, Event, Settings};
use engine::{
    BackupProtection, BackupTarget, Engine, EngineOptions, inspect_backup, restore_backup,
};
use tempfile::TempDir;
use zeroize::Zeroizing;

use crate::office::{Person, eventually, open};

const PASSPHRASE: &str = "el río crece en julio";

async fn made(person: &Person, target: BackupTarget) -> PathBuf {
    let made = person.engine.back_up(target, BackupProtection::Settings);
    PathBuf::from(made.await.unwrap().file)
}

async fn goes_to(person: &Person, folder: &Path, keep: u32) {
    let mut settings = Settings::default();
    settings.backups.every = BackupSchedule::Never;
    settings.backups.folder = Some(folder.display().to_string());
    settings.backups.keep = keep;
    person.engine.set_settings(settings).await.unwrap();
}

fn names(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = entries
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

async fn target(home: &Path, dossier: &str) -> String {
    let engine = open(home, false);
    let matrix = engine.matrix(dossier.to_owned()).await.unwrap();
    assert_eq!(engine.verify().await.unwrap(), Vec::<String>::new());
    assert_eq!(engine.me().await.unwrap().unwrap().name, "Ana");
    engine.close().await;
    matrix.rows[3].targets["2024"].clone()
}

#[tokio::test]
async fn everything_is_in_one_file_and_comes_out_of_it_into_an_empty_folder() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    ana.set(&dossier, 4, "targets.2024", "88").await;
    let copies = TempDir::new().unwrap();
    goes_to(&ana, copies.path(), 2).await;
    for old in ["cotejo-2020-01-01-000000", "cotejo-2020-01-02-000000"] {
        let folder = copies.path().join(old);
        std::fs::create_dir(&folder).unwrap();
        std::fs::write(folder.join(store::DATABASE_FILE), "").unwrap();
    }
    std::fs::create_dir(copies.path().join("fotos")).unwrap();
    std::fs::write(copies.path().join("cotejo-notas.txt"), "").unwrap();
    let mut events = ana.engine.events();
    let file = made(&ana, BackupTarget::Settings).await;
    let mut told = Vec::new();
    while let Ok(event) = events.try_recv() {
        if let Event::BackupProgress { progress } = event {
            told.push(progress.done * 100 / progress.total);
        }
    }
    assert!(told.is_sorted() && told.last() == Some(&100), "{told:?}");
    let name = file.file_name().unwrap().to_str().unwrap().to_owned();
    assert!(name.starts_with("cotejo-20") && name.ends_with(".cotejo-respaldo"));
    assert_eq!(
        names(copies.path()),
        [
            "cotejo-2020-01-02-000000",
            &name,
            "cotejo-notas.txt",
            "fotos"
        ],
        "only backups are removed"
    );
    assert!(ana.engine.settings().await.unwrap().backups.last.is_some());
    let left = names(ana.home.path());
    assert!(
        !left.iter().any(|name| name.contains("en-curso")),
        "{left:?}"
    );

    let empty = TempDir::new().unwrap();
    let contents = inspect_backup(Some(empty.path()), &file, None).unwrap();
    assert!(!contents.locked);
    assert_eq!((contents.person.as_str(), contents.here), ("Ana", 0));
    assert_eq!(contents.dossiers[0].rows, 26);
    assert!(names(empty.path()).is_empty(), "looking changes nothing");
    let mut steps = 0;
    let restored = restore_backup(empty.path(), &file, None, false, &mut |_| steps += 1).unwrap();
    assert_eq!((restored.dossiers, restored.aside), (1, None));
    assert!(steps > 0);
    assert_eq!(target(empty.path(), &dossier).await, "88");
}

#[tokio::test]
async fn work_that_is_there_is_moved_aside_whole_and_only_if_somebody_says_so() {
    let mut ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    ana.set(&dossier, 4, "targets.2024", "80").await;
    let copies = TempDir::new().unwrap();
    let file = copies.path().join("todo.cotejo-respaldo");
    made(&ana, BackupTarget::File(file.clone())).await;
    ana.set(&dossier, 4, "targets.2024", "99").await;
    let home = ana.home.path().to_owned();
    let restore = |aside| restore_backup(&home, &file, None, aside, &mut |_| {});
    assert_eq!(restore(true).unwrap_err().code, Code::FolderInUse);
    ana.engine.close().await;
    eventually("the folder is free", || async {
        (inspect_backup(Some(&home), &file, None).ok()?.here == 1).then_some(())
    })
    .await;
    assert_eq!(restore(false).unwrap_err().code, Code::HomeOccupied);
    assert_eq!(target(&home, &dossier).await, "99");
    let restored = restore(true).unwrap();
    let aside = PathBuf::from(restored.aside.unwrap());
    assert_eq!(target(&home, &dossier).await, "80");
    assert_eq!(target(&aside, &dossier).await, "99");
    // The folder that was moved aside is one of the kind that the first versions made.
    let third = TempDir::new().unwrap();
    let contents = inspect_backup(Some(third.path()), &aside, None).unwrap();
    assert!(!contents.made_at.is_empty());
    restore_backup(third.path(), &aside, None, false, &mut |_| {}).unwrap();
    assert_eq!(target(third.path(), &dossier).await, "99");
    ana.restart().await;
}

#[tokio::test]
async fn a_folder_in_which_nobody_has_worked_leaves_nothing_aside() {
    let ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let copies = TempDir::new().unwrap();
    let file = made(&ana, BackupTarget::Folder(copies.path().join("nueva"))).await;
    // Somebody opened the window, and has said nothing yet.
    let home = TempDir::new().unwrap();
    open(home.path(), false).close().await;
    let restored = restore_backup(home.path(), &file, None, false, &mut |_| {}).unwrap();
    assert_eq!(restored.aside, None);
    target(home.path(), &dossier).await;
    let left = names(home.path());
    assert!(
        !left.iter().any(|name| name.starts_with("antes")),
        "{left:?}"
    );
}

#[tokio::test]
async fn a_protected_backup_opens_with_its_passphrase_only() {
    let mut ana = Person::new("Ana").await;
    let dossier = ana.example().await;
    let short = Some(Zeroizing::new("corta".to_owned()));
    let problem = ana.engine.protect_backups(short).await.unwrap_err();
    assert_eq!(problem.code, Code::PassphraseUnfit);
    let passphrase = Some(Zeroizing::new(PASSPHRASE.to_owned()));
    let settings = ana.engine.protect_backups(passphrase).await.unwrap();
    assert!(settings.backups.protected);
    // It is kept, and other settings do not change it.
    ana.restart().await;
    let mut settings = ana.engine.settings().await.unwrap();
    settings.backups.protected = false;
    settings.backups.keep = 3;
    assert!(
        ana.engine
            .set_settings(settings)
            .await
            .unwrap()
            .backups
            .protected
    );
    let file = made(&ana, BackupTarget::Settings).await;

    let home = TempDir::new().unwrap();
    assert!(
        inspect_backup(Some(home.path()), &file, None)
            .unwrap()
            .locked
    );
    let with = |passphrase| restore_backup(home.path(), &file, passphrase, false, &mut |_| {});
    assert_eq!(with(None).unwrap_err().code, Code::PassphraseNeeded);
    let wrong = with(Some("el río crece en junio"));
    assert_eq!(wrong.unwrap_err().code, Code::PassphraseWrong);
    assert!(names(home.path()).is_empty(), "nothing changed");
    with(Some(PASSPHRASE)).unwrap();
    target(home.path(), &dossier).await;
    // And the restored one goes on protecting its backups.
    let restored = open(home.path(), false);
    assert!(restored.settings().await.unwrap().backups.protected);
    let again = restored.back_up(BackupTarget::Settings, BackupProtection::Settings);
    assert!(again.await.unwrap().protected);
    let settings = restored.protect_backups(None).await.unwrap();
    assert!(!settings.backups.protected);
}

#[tokio::test]
async fn files_that_are_no_sound_backup_change_nothing() {
    let ana = Person::new("Ana").await;
    ana.example().await;
    let copies = TempDir::new().unwrap();
    let file = made(&ana, BackupTarget::Folder(copies.path().to_owned())).await;
    let bytes = std::fs::read(&file).unwrap();
    let mut newer = bytes.clone();
    newer[17] = 9;
    let mut rotten = bytes.clone();
    let middle = rotten.len() / 2;
    rotten[middle] ^= 1;
    let cases = [
        ("cortado", &bytes[..bytes.len() - 9], Code::BackupDamaged),
        ("podrido", &rotten, Code::BackupDamaged),
        ("nuevo", &newer, Code::BackupNewer),
        ("otro", b"PK un libro de Excel", Code::BackupUnknown),
        ("vac\u{ed}o", b"", Code::BackupUnknown),
    ];
    let home = TempDir::new().unwrap();
    for (name, bytes, code) in cases {
        let path = copies.path().join(name);
        std::fs::write(&path, bytes).unwrap();
        let problem = restore_backup(home.path(), &path, None, true, &mut |_| {}).unwrap_err();
        assert_eq!(problem.code, code, "{name}");
        let left = names(home.path());
        assert!(left.is_empty() || left == [store::LOCK_FILE], "{left:?}");
    }
    let nowhere = copies.path().join("no está");
    let problem = restore_backup(home.path(), &nowhere, None, true, &mut |_| {}).unwrap_err();
    assert_eq!(problem.code, Code::FileUnreadable);
    // A database that is no store of Cotejo, in a file that is whole.
    let database = copies.path().join("otra.sqlite");
    std::fs::write(&database, "no es una base de datos").unwrap();
    let contents = backup::Contents {
        facts: backup::Facts {
            app: String::new(),
            schema: 1,
            made_at: String::new(),
            person: String::new(),
            institution: String::new(),
            dossiers: Vec::new(),
            dossier_count: 0,
        },
        database: &database,
        device_key: &[1; 32],
    };
    let path = copies.path().join("ajeno.cotejo-respaldo");
    backup::write(&path, &contents, None, &mut |_| {}, &mut |_, _| {}).unwrap();
    let problem = restore_backup(home.path(), &path, None, true, &mut |_| {}).unwrap_err();
    assert_eq!(problem.code, Code::BackupDamaged);
    assert_eq!(names(home.path()), [store::LOCK_FILE]);
}

#[tokio::test]
async fn a_backup_that_is_due_is_made_when_its_folder_is_back() {
    let ana = Person::new("Ana").await;
    let copies = TempDir::new().unwrap();
    let stick = copies.path().join("memoria");
    let mut settings = Settings::default();
    settings.backups.folder = Some(stick.display().to_string());
    ana.engine.set_settings(settings).await.unwrap();
    let mut events = ana.engine.events();
    ana.example().await;
    let told = loop {
        if let Event::Backup { problem } = events.recv().await.unwrap() {
            break problem.unwrap();
        }
    };
    assert_eq!(told.code, Code::BackupFolderGone);
    assert!(told.message.contains("memoria"), "{}", told.message);
    assert!(!stick.exists(), "a folder that somebody chose is not made");
    assert_eq!(ana.engine.settings().await.unwrap().backups.last, None);
    std::fs::create_dir(&stick).unwrap();
    // It is tried by itself after a minute; a person need not wait for it.
    made(&ana, BackupTarget::Settings).await;
    let told = loop {
        if let Event::Backup { problem } = events.recv().await.unwrap() {
            break problem;
        }
    };
    assert_eq!(told, None);
    assert_eq!(names(&stick).len(), 1);
}

#[tokio::test]
async fn one_more_is_made_at_closing_and_the_first_one_by_itself() {
    let mut ana = Person::new("Ana").await;
    ana.example().await;
    let copies = ana.home.path().join("copias");
    eventually("the backup of the day", || async {
        (copies.is_dir()
            && names(&copies)
                .iter()
                .any(|name| name.starts_with("cotejo-")))
        .then_some(())
    })
    .await;
    eventually("it is noted", || async {
        ana.engine.settings().await.unwrap().backups.last
    })
    .await;
    ana.restart().await;
    assert_eq!(names(&copies).len(), 1, "one a day");
    let mut settings = ana.engine.settings().await.unwrap();
    settings.backups.at_closing = true;
    ana.engine.set_settings(settings).await.unwrap();
    ana.restart().await;
    assert_eq!(names(&copies).len(), 2);
}

#[tokio::test]
async fn who_wanted_no_daily_copy_in_the_first_versions_has_none() {
    let ana = Person::with("Ana", false).await;
    ana.engine.close().await;
    let old = br#"{"relay":"","backups":{"folder":null,"daily":false,"keep":7,"last":null}}"#;
    let mut store = eventually("the folder is free", || async {
        store::Store::open(ana.home.path()).ok()
    })
    .await;
    let write = store::Write::Setting {
        name: "settings".to_owned(),
        value: old.to_vec(),
    };
    store.commit(&[write]).unwrap();
    store.close().unwrap();
    let engine = Engine::open_with(EngineOptions {
        home: ana.home.path().to_owned(),
        stay_connected: false,
    });
    let backups = engine.unwrap().settings().await.unwrap().backups;
    assert_eq!((backups.every, backups.keep), (BackupSchedule::Never, 7));
}
