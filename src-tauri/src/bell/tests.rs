use std::sync::{Arc, Mutex, PoisonError};

use contract::{NoticeKind, NoticeView};

use super::batch::{APART_MS, GATHER_MS};
use super::words::Said;
use super::*;

/// Writes down what it is asked to say.
#[derive(Default)]
struct Paper(Arc<Mutex<Vec<Said>>>);

impl Speaker for Paper {
    fn say(&mut self, said: Said, _: &'static str, on_click: OnClick) {
        on_click();
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(said);
    }
}

fn mention(key: &str) -> NoticeView {
    NoticeView {
        key: key.to_owned(),
        kind: NoticeKind::Mention,
        row: Some(4),
        line: "line".to_owned(),
        indicator: None,
        field: String::new(),
        subject: String::new(),
        author: "Ana Ruiz".to_owned(),
        at: "2026-04-19T10:00:00Z".to_owned(),
        text: "lo que nadie más debe leer".to_owned(),
        now: String::new(),
        unread: true,
    }
}

#[test]
fn what_the_engine_says_is_told_once_and_leads_to_its_dossier() {
    let paper = Paper::default();
    let written = Arc::clone(&paper.0);
    let clicked = Arc::new(Mutex::new(Vec::new()));
    let mut bell = Bell {
        batch: Batch::default(),
        speaker: paper,
    };
    let event = Event::Notices {
        dossier: "d".to_owned(),
        notices: vec![mention("a")],
    };
    let ring = |bell: &mut Bell<Paper>, now_ms| {
        let clicked = Arc::clone(&clicked);
        bell.ring(
            Notices::ForMe,
            Language::Spanish,
            |_| "Matriz".to_owned(),
            |dossier| {
                Box::new(move || {
                    let mut clicked = clicked.lock().unwrap_or_else(PoisonError::into_inner);
                    clicked.push(dossier);
                })
            },
            now_ms,
        );
    };
    bell.hear(&event, || false, 0);
    ring(&mut bell, 0);
    ring(&mut bell, GATHER_MS);
    bell.hear(&event, || false, GATHER_MS + APART_MS);
    ring(&mut bell, 10 * APART_MS);

    let expected = Said {
        summary: "Ana Ruiz te mencionó en el renglón 4".to_owned(),
        body: "«Matriz»".to_owned(),
    };
    let written = written.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(*written, [expected]);
    let clicked = clicked.lock().unwrap_or_else(PoisonError::into_inner);
    assert_eq!(*clicked, ["d"]);
}
