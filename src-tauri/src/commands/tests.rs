//! What the window may ask for, and nothing else.
#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;

use serde_json::Value;

macro_rules! names {
    ($($name:ident),* $(,)?) => { [$(stringify!($name)),*] };
}

fn capability() -> Value {
    serde_json::from_str(include_str!("../../capabilities/main.json")).unwrap()
}

#[test]
fn the_window_may_ask_for_every_command_and_for_nothing_else() {
    let allowed: BTreeSet<String> = capability()["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|permission| permission.as_str().unwrap().to_owned())
        .collect();
    let mut expected: BTreeSet<String> = command_list!(names)
        .iter()
        .map(|name| format!("allow-{}", name.replace('_', "-")))
        .collect();
    expected.insert("core:event:allow-listen".into());
    expected.insert("core:event:allow-unlisten".into());
    assert_eq!(allowed, expected);
}

#[test]
fn the_capability_is_for_the_local_page_of_the_one_window() {
    let capability = capability();
    assert_eq!(
        capability["windows"],
        serde_json::json!([crate::window::LABEL])
    );
    assert_eq!(capability["local"], Value::Bool(true));
    assert!(
        capability.get("remote").is_none(),
        "no page from elsewhere may call commands"
    );
    assert!(capability.get("webviews").is_none());
}

#[test]
fn the_content_policy_lets_nothing_in_from_outside() {
    let config: Value = serde_json::from_str(include_str!("../../tauri.conf.json")).unwrap();
    let security = &config["app"]["security"];
    for (directive, sources) in security["csp"].as_object().unwrap() {
        for source in sources.as_str().unwrap().split(' ') {
            let known = [
                "'none'",
                "'self'",
                "data:",
                "blob:",
                "ipc:",
                "http://ipc.localhost",
            ];
            assert!(known.contains(&source), "{directive}: {source}");
        }
    }
    assert_eq!(security["csp"]["default-src"], "'none'");
    assert_eq!(
        security["csp"]["script-src"], "'self'",
        "no inline script, no eval"
    );
    assert_eq!(security["freezePrototype"], Value::Bool(true));
    assert_eq!(security["capabilities"], serde_json::json!(["main"]));
    assert_eq!(config["app"]["withGlobalTauri"], Value::Bool(false));
    assert_eq!(config["app"]["windows"], serde_json::json!([]));
}
