//! Who may depend on whom, and what each room must never touch.

/// A room and the only rooms it may depend on. Rooms under `tests/` may depend on anything.
pub const ARROWS: &[(&str, &[&str])] = &[
    ("contract", &[]),
    // What the matrix and its discussion share, so that neither has to know the other's meaning.
    ("document", &[]),
    ("model", &["document"]),
    // model: what a comment hangs from is named by its ids.
    ("review", &["document", "model"]),
    // A room of its own because model is as large as a room may be; pure as model is.
    ("checks", &["model"]),
    // checks: only for its folding, so that texts are compared in one way.
    ("consolidation", &["checks"]),
    // review: only for the longest comment a note may become.
    ("exchange", &["model", "review"]),
    // model: what an agreement speaks of is named by its ids.
    ("minutes", &["document", "model"]),
    // What is handed out is plain data: whoever prints it needs no document.
    ("paper", &[]),
    // A room of its own, which only `printing` depends on: nothing else waits for the typesetter.
    ("press", &["paper"]),
    ("wire", &[]),
    // The signed shapes are wire's: one vocabulary.
    ("seal", &["wire"]),
    ("replica", &["model", "review", "minutes", "wire", "seal"]),
    ("store", &[]),
    // A room of its own: sealing a file by a passphrase is neither a store's business nor seal's.
    ("backup", &[]),
    // contract: so that the window and the command line share one conversion to what they show.
    // document: only for its words, so that a difference that is shown is cut where merging cuts.
    (
        "engine",
        &[
            "contract",
            "replica",
            "document",
            "model",
            "review",
            "minutes",
            "checks",
            "wire",
            "seal",
            "store",
            "exchange",
            "paper",
            "consolidation",
            "backup",
        ],
    ),
    // store: only for `sqlite::open`, so that the settings of durability exist once.
    ("relay", &["wire", "seal", "store"]),
    // Both hosts print alike, and only they wait for the typesetter.
    ("printing", &["engine", "contract", "paper", "press"]),
    // paper: the pictures of a head are given by a person.
    ("cli", &["engine", "contract", "paper", "printing"]),
    ("cotejo-app", &["engine", "contract", "paper", "printing"]),
];

/// A room, a crate it must not name among its own dependencies, and why.
pub const FORBIDDEN_DIRECT: &[(&str, &[&str], &str)] = &[
    (
        "contract",
        &["automerge", "rusqlite", "tauri", "tokio"],
        "it only says what crosses",
    ),
    (
        "document",
        &["serde", "serde_json"],
        "only types of a boundary become JSON",
    ),
    (
        "model",
        &["serde", "serde_json"],
        "only types of a boundary become JSON",
    ),
    (
        "review",
        &["serde", "serde_json"],
        "only types of a boundary become JSON",
    ),
    (
        "minutes",
        &["serde", "serde_json"],
        "only types of a boundary become JSON",
    ),
    (
        "checks",
        &["automerge", "serde", "serde_json"],
        "rows in, findings out",
    ),
    (
        "consolidation",
        &["automerge", "serde", "serde_json"],
        "matrices in, one table out",
    ),
    (
        "exchange",
        &["automerge", "tokio"],
        "bytes in, bytes out, over the model",
    ),
    (
        "seal",
        &["serde", "serde_json"],
        "keys must not have a way to be written down by accident",
    ),
    (
        "replica",
        &["automerge", "serde", "serde_json"],
        "documents are the model's",
    ),
    (
        "store",
        &["serde", "serde_json", "minicbor"],
        "it never knows what a blob means",
    ),
    (
        "backup",
        &["rusqlite", "automerge", "tokio"],
        "it never knows what its parts mean",
    ),
    (
        "engine",
        &["automerge", "rusqlite", "tauri"],
        "documents are the model's, SQL the store's",
    ),
    (
        "cli",
        &["automerge", "rusqlite"],
        "it is a host of the engine",
    ),
    (
        "cotejo-app",
        &["automerge", "rusqlite"],
        "it is a host of the engine",
    ),
];

/// A room, a crate that must be nowhere in all it pulls in, and why.
pub const FORBIDDEN_IN_TREE: &[(&str, &[&str], &str)] = &[
    (
        "contract",
        &["automerge", "rusqlite", "tauri", "tokio"],
        "it only says what crosses",
    ),
    (
        "document",
        &["rusqlite", "tauri", "tokio"],
        "no files, no network",
    ),
    (
        "model",
        &["rusqlite", "tauri", "tokio"],
        "no files, no network",
    ),
    (
        "review",
        &["rusqlite", "tauri", "tokio"],
        "no files, no network",
    ),
    (
        "minutes",
        &["rusqlite", "tauri", "tokio"],
        "no files, no network",
    ),
    (
        "paper",
        &["automerge", "rusqlite", "tauri", "tokio"],
        "data in, bytes out",
    ),
    (
        "press",
        &["automerge", "rusqlite", "tauri", "tokio"],
        "data in, bytes out",
    ),
    (
        "checks",
        &["rusqlite", "tauri", "tokio"],
        "no files, no network",
    ),
    (
        "consolidation",
        &["rusqlite", "tauri", "tokio"],
        "no files, no network",
    ),
    (
        "exchange",
        &["rusqlite", "tauri", "tokio"],
        "no disk, no network",
    ),
    (
        "wire",
        &[
            "automerge",
            "tokio",
            "rusqlite",
            "ed25519-dalek",
            "chacha20poly1305",
        ],
        "shapes only",
    ),
    (
        "seal",
        &["automerge", "tokio", "rusqlite"],
        "no sockets, no disk",
    ),
    (
        "replica",
        &["tokio", "rusqlite", "tauri", "axum", "tokio-tungstenite"],
        "sans-IO",
    ),
    (
        "store",
        &["automerge", "tokio", "tauri"],
        "it never knows what a blob means",
    ),
    (
        "engine",
        &["tauri"],
        "it also runs where there is no window",
    ),
    (
        "relay",
        &[
            "automerge",
            "document",
            "model",
            "review",
            "replica",
            "engine",
            "tauri",
        ],
        "the post office is blind",
    ),
    ("printing", &["tauri"], "it prints for any host"),
    ("cli", &["tauri"], "it runs on servers without a display"),
];

/// A crate, the only rooms that may name it, and why.
pub const ONLY_IN: &[(&str, &[&str], &str)] = &[
    (
        "rusqlite",
        &["store", "relay"],
        "the app has one database, the relay another",
    ),
    (
        "automerge",
        &["document", "model", "review", "minutes"],
        "only who reads and writes documents knows what they are",
    ),
    ("tauri", &["cotejo-app"], "one room has windows"),
    (
        "tokio-postgres",
        &["relay"],
        "only relays share a database, and it is theirs",
    ),
    ("axum", &["relay"], "one room listens"),
    (
        "anyhow",
        &["cotejo-app", "cli", "relay"],
        "libraries have an error of their own per noun",
    ),
];

/// Rooms whose clippy.toml forbids clock, dice and files.
pub const PURE: &[&str] = &[
    "document",
    "model",
    "review",
    "minutes",
    "checks",
    "consolidation",
    "wire",
    "seal",
    "replica",
];

/// Programs that are handed out, and how many external crates their rooms may name in all. The 47th of
/// the window is png, which it already carried under Typst and Tauri: the code at the foot is a picture
/// in what Word, Excel and Calc open. The four of the road to a relay came to the window and the command
/// line together (TLS, the system's authorities, an office's proxy); to the relay came TLS, the JSON of
/// its commands, and the client of PostgreSQL. In the seals of all three is x25519-dalek, the agreement by
/// which a new key reaches each member and nobody removed; the relay verifies with them.
pub const PROGRAMS: &[(&str, usize)] = &[("cotejo-app", 52), ("cli", 48), ("relay", 25)];

/// External crates that one room may name. The 17th is of the relay: the client of PostgreSQL.
pub const ROOM_CRATES_MAX: usize = 17;

/// Packages that the screen may carry at run time.
pub const SCREEN_PACKAGES_MAX: usize = 12;

/// Lines of a source file.
pub const FILE_LINES_MAX: usize = 600;

/// Longer files, each with its reason.
pub const LONG_FILES: &[(&str, &str)] = &[];

/// Lines of the README, which is the architecture document.
pub const README_LINES_MAX: usize = 150;
