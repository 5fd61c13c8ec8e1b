use tempfile::TempDir;

use crate::person::Person;

#[test]
fn a_script_learns_who_has_what() {
    let data = TempDir::new().unwrap();
    let listen = "127.0.0.1:0".parse().unwrap();
    let office = relay::start(relay::Options::new(data.path(), listen)).unwrap();
    let url = format!("ws://{}", office.addr());
    let (ana, beto) = (Person::new("Ana Ruiz"), Person::new("Beto Luna"));
    let imported = ana.does(&["import", "ejemplo"]);
    let dossier = imported["dossier"].as_str().unwrap();
    let receipts = ana.does(&["receipts", dossier]);
    assert_eq!(receipts["safeToClose"], true);
    assert_eq!(receipts["members"].as_array().unwrap().len(), 1);
    assert!(
        ana.reads(&["receipts", dossier])
            .contains("no se ha compartido")
    );

    let link = ana.does(&["invite", dossier, "--role", "reader", "--relay", &url]);
    let waiting = ana.does(&["receipts", dossier]);
    assert_eq!(waiting["waiting"], waiting["here"]);
    assert_eq!(waiting["atRelay"], 0);
    assert!(
        ana.reads(&["receipts", dossier])
            .contains("saldrán cuando haya red")
    );
    ana.does(&["sync"]);
    beto.does(&["join", link["link"].as_str().unwrap()]);
    beto.does(&["sync"]);
    // His computer said that it has everything; he has not looked at it.
    ana.does(&["sync"]);
    let receipts = ana.does(&["receipts", dossier]);
    assert_eq!(receipts["waiting"], 0);
    let members = receipts["members"].as_array().unwrap();
    let beto_has = members.iter().find(|member| member["me"] == false).unwrap();
    assert_eq!(beto_has["name"], "Beto Luna");
    assert_eq!(
        (&beto_has["heldAll"], &beto_has["seenAll"]),
        (&true.into(), &false.into())
    );
    let words = ana.reads(&["receipts", dossier]);
    let expected = "visto por 0 de 1\n  Beto Luna · SECOEM: le llegó; todavía no lo ha visto";
    assert!(words.contains(expected), "{words}");
    // Who has written nothing has nothing to lose.
    let words = beto.reads(&["receipts", dossier]);
    assert!(
        words.starts_with("Puedes cerrar: no has escrito nada"),
        "{words}"
    );
    office.stop();
}
