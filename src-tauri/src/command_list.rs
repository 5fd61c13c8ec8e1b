// Every command of the window, once: `build.rs` makes a permission of each, `commands.rs` its handler.
macro_rules! command_list {
    ($($with:tt)*) => {
        $($with)*![
            start,
            set_me,
            dossiers,
            open_dossier,
            import_example,
            import_choose,
            import_confirm,
            import_cancel,
            join,
            invite,
            edit,
            resolve,
            comment,
            resolve_thread,
            add_line,
            retire_line,
            away_seen,
            export_choose,
            sync_now,
            keep_window,
            close_window,
        ]
    };
}
