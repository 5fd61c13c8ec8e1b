//! Who may found a dossier.

use std::path::Path;

use relay::{Create, CreateError, StartError};
use seal::DeviceKey;
use wire::limits::FOUNDING_CODE_BYTES_MAX;
use wire::{DossierId, FOUND_VERSION, Frame, Refusal, Role, Vector};

use crate::client::{Client, House};
use crate::people::{Dossier, Series, device};

const CODE: &str = "k7qm-2xrd-9wvt-h4";

fn house(folder: &Path, lines: &str, create: fn(std::path::PathBuf) -> Create) -> House {
    let file = folder.join("list");
    std::fs::write(&file, lines).unwrap();
    House::told(|options| options.create = create(file))
}

/// Brings the entry that founds; answers what the relay says of it.
async fn found(client: &mut Client, dossier: &Dossier, code: Option<&[u8]>) -> Option<Refusal> {
    let (id, entry) = (dossier.id(), dossier.entries()[0].clone());
    bring(client, id, entry, code).await
}

async fn bring(
    client: &mut Client,
    dossier: DossierId,
    entry: Vec<u8>,
    code: Option<&[u8]>,
) -> Option<Refusal> {
    let frame = match code {
        None => Frame::Entry { dossier, entry },
        Some(code) => Frame::Found {
            dossier,
            entry,
            code: code.to_vec(),
        },
    };
    client.send(&frame).await;
    match client.frame().await {
        Frame::EntryKept { .. } => None,
        Frame::Refused {
            refusal,
            dossier: about,
            document: None,
            device: None,
            index: None,
        } => {
            assert_eq!(about, Some(dossier));
            Some(refusal)
        }
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn with_codes_only_who_brings_one_founds() {
    let folder = tempfile::tempdir().unwrap();
    let long = "x".repeat(FOUNDING_CODE_BYTES_MAX);
    let lines = format!("# de la dirección\n\n  {CODE}  \n{long}\n");
    let house = house(folder.path(), &lines, Create::Code);
    let mut client = house.connect(&device()).await;
    let wrong = Some(Refusal::CodeNeeded);
    for (code, expected) in [
        (None, wrong),
        (Some(String::new()), wrong),
        (Some(CODE[1..].to_owned()), wrong),
        (Some(format!("{CODE} ")), wrong),
        (Some(CODE.to_uppercase()), wrong),
        (Some("# de la dirección".to_owned()), wrong),
        (Some(format!("{long}x")), wrong),
        (Some("z".repeat(200_000)), wrong),
        (Some(CODE.to_owned()), None),
        (Some(long), None),
    ] {
        let dossier = Dossier::found();
        let code = code.as_deref().map(str::as_bytes);
        assert_eq!(
            found(&mut client, &dossier, code).await,
            expected,
            "{code:?}"
        );
    }
}

#[tokio::test]
async fn who_belongs_goes_on_without_a_code() {
    let folder = tempfile::tempdir().unwrap();
    let mut house = house(folder.path(), CODE, Create::Code);
    let mut dossier = Dossier::found();
    let mut ana = house.connect(&dossier.coordinator).await;
    assert_eq!(found(&mut ana, &dossier, Some(CODE.as_bytes())).await, None);
    // the code is taken back, and the relay starts again
    std::fs::write(folder.path().join("list"), "").unwrap();
    house.restart();
    let beto = dossier.join(Role::Editor);
    let mut ana = house.connect(&dossier.coordinator).await;
    ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_beto = house.connect(&beto).await;
    at_beto.tell(dossier.id(), dossier.entries()).await;
    at_beto
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    let mut series = Series::matrix(&dossier, &beto);
    let envelope = series.next(b"sigue");
    assert_eq!(at_beto.push(&envelope).await, series.kept(1));
    // another dossier is another matter
    let other = Dossier::found();
    let refused = found(&mut ana, &other, Some(CODE.as_bytes())).await;
    assert_eq!(refused, Some(Refusal::CodeNeeded));
}

#[tokio::test]
async fn the_code_reaches_nobody_else() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), CODE, Create::Code);
    let mut dossier = Dossier::found();
    let beto = dossier.join(Role::Editor);
    let mut ana = house.connect(&dossier.coordinator).await;
    assert_eq!(found(&mut ana, &dossier, Some(CODE.as_bytes())).await, None);
    ana.tell(dossier.id(), dossier.entries()).await;
    let mut at_beto = house.connect(&beto).await;
    at_beto
        .open(dossier.id(), dossier.hashes(), Vector::new())
        .await;
    // an entry that comes with a code, and is not the first
    let (grant, _) = dossier.invite(&dossier.coordinator, Role::Reader);
    let id = dossier.id();
    let brought = bring(&mut ana, id, grant.clone(), Some(CODE.as_bytes())).await;
    assert_eq!(brought, None);
    let expected = Frame::Entry {
        dossier: id,
        entry: grant,
    };
    assert_eq!(at_beto.frame().await, expected);
    // nor is it in what is kept
    let mut kept = Vec::new();
    for file in std::fs::read_dir(house.folder.path()).unwrap() {
        kept.extend(std::fs::read(file.unwrap().path()).unwrap());
    }
    assert!(
        !kept
            .windows(CODE.len())
            .any(|piece| piece == CODE.as_bytes())
    );
}

#[tokio::test]
async fn with_a_list_only_its_devices_found() {
    let folder = tempfile::tempdir().unwrap();
    let (listed, other) = (Dossier::found(), Dossier::found());
    let lines = listed.coordinator.id().to_string();
    let house = house(folder.path(), &lines, Create::List);
    let mut client = house.connect(&other.coordinator).await;
    let no = Some(Refusal::MayNotFound);
    assert_eq!(found(&mut client, &other, None).await, no);
    assert_eq!(found(&mut client, &other, Some(CODE.as_bytes())).await, no);
    // whoever brings it, it is the founder who counts
    assert_eq!(found(&mut client, &listed, None).await, None);
    // one more in the list, read again while everybody stays
    let more = format!("{lines}\n{}\n", other.coordinator.id());
    std::fs::write(folder.path().join("list"), more).unwrap();
    house.running().reload().unwrap();
    assert_eq!(found(&mut client, &other, None).await, None);
    // a list that cannot be read changes nothing
    std::fs::write(folder.path().join("list"), "Ana").unwrap();
    house.running().reload().unwrap_err();
    let third = Dossier::found();
    let mut client = house.connect(&third.coordinator).await;
    assert_eq!(found(&mut client, &third, None).await, no);
}

#[tokio::test]
async fn an_older_conversation_hears_a_word_it_knows() {
    let folder = tempfile::tempdir().unwrap();
    let house = house(folder.path(), CODE, Create::Code);
    let connect = async |version| {
        let key: DeviceKey = device();
        Client::connect_in(house.addr(), &key, version).await
    };
    for version in 1..FOUND_VERSION {
        let mut client = connect(version).await;
        let refused = found(&mut client, &Dossier::found(), None).await;
        assert_eq!(refused, Some(Refusal::NotAllowed), "{version}");
    }
}

#[tokio::test]
async fn by_default_whoever_comes_founds() {
    let house = House::start();
    let mut client = house.connect(&device()).await;
    assert_eq!(found(&mut client, &Dossier::found(), None).await, None);
    let brought = found(&mut client, &Dossier::found(), Some(b"whatever")).await;
    assert_eq!(brought, None);
}

#[tokio::test]
async fn a_list_that_cannot_be_used_is_said_at_the_start() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("list");
    let start = |create| {
        let data = folder.path().join("data");
        let mut options = relay::Options::new(data, "127.0.0.1:0".parse().unwrap());
        options.create = create;
        match relay::start(options) {
            Ok(_) => None,
            Err(StartError::Create(error)) => Some(error),
            Err(other) => panic!("{other:?}"),
        }
    };
    let missing = start(Create::Code(file.clone()));
    assert!(
        matches!(missing, Some(CreateError::File { .. })),
        "{missing:?}"
    );
    for (bytes, sound) in [(15, false), (16, true), (128, true), (129, false)] {
        std::fs::write(&file, format!("# uno\n{}\n", "c".repeat(bytes))).unwrap();
        let error = start(Create::Code(file.clone()));
        assert_eq!(error.is_none(), sound, "{bytes}: {error:?}");
        if let Some(error) = error {
            assert!(
                matches!(error, CreateError::Line { line: 2, .. }),
                "{error:?}"
            );
        }
    }
    std::fs::write(&file, "abcd").unwrap();
    let error = start(Create::List(file.clone()));
    assert!(
        matches!(error, Some(CreateError::Line { line: 1, .. })),
        "{error:?}"
    );
}
