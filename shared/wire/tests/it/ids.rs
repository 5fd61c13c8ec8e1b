use wire::{DeviceId, DocumentKind, DossierId, IdError, Role};

#[test]
fn ids_read_what_they_print() {
    let device = DeviceId([0xa7; 32]);
    assert_eq!(device.to_string().parse(), Ok(device));
    assert_eq!(device.to_string().len(), 64);
    let dossier = DossierId([1; 16]);
    assert_eq!(dossier.to_string().to_uppercase().parse(), Ok(dossier));
    assert_eq!(format!("{dossier:?}"), format!("DossierId({dossier})"));
}

#[test]
fn what_is_not_an_id_says_why() {
    let check = |text: &str, expect: IdError| {
        assert_eq!(text.parse::<DossierId>(), Err(expect), "{text:?}");
    };
    check("", IdError::Length { expected_bytes: 16 });
    check(&"0".repeat(31), IdError::Length { expected_bytes: 16 });
    check(&"0".repeat(33), IdError::Length { expected_bytes: 16 });
    check(&"g".repeat(32), IdError::Digit);
    check(&"+f".repeat(16), IdError::Digit);
    check(&"ñ".repeat(16), IdError::Digit);
}

#[test]
fn each_role_writes_what_it_may() {
    use DocumentKind::{Matrix, Minutes, Review};
    let check = |role: Role, expect: [bool; 3]| {
        let may = [Matrix, Review, Minutes].map(|document| role.may_write(document));
        assert_eq!(may, expect, "{role:?}: matrix, review, minutes");
    };
    check(Role::Reader, [false, false, false]);
    check(Role::Reviewer, [false, true, false]);
    check(Role::Editor, [true, true, false]);
    check(Role::Coordinator, [true, true, true]);
}
