import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";

import type { HostEvent } from "./contract";
import type { Host } from "./host";
import { asProblem } from "./problem";

async function call<T>(command: string, args?: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (failure) {
    // What crosses from the shell is a Problem: words for a person, not an Error.
    // eslint-disable-next-line @typescript-eslint/only-throw-error
    throw asProblem(failure);
  }
}

/** The shell this window lives in. */
export function tauriHost(): Host {
  // Nothing is asked before the ears are open: what the shell tells meanwhile would be lost.
  const listening: Promise<unknown>[] = [];
  return {
    start: async () => {
      await Promise.all(listening);
      return call("start");
    },
    setMe: (name, institution) => call("set_me", { name, institution }),
    dossiers: () => call("dossiers"),
    openDossier: (dossier, first) => call("open_dossier", { dossier, first }),
    importExample: () => call("import_example"),
    importChoose: () => call("import_choose"),
    importGiven: () => call("import_given"),
    importOpen: () => call("import_open"),
    importView: (mapping, again) => call("import_view", { mapping, again }),
    importRows: (from, limit) => call("import_rows", { from, limit }),
    importConfirm: () => call("import_confirm"),
    importCancel: () => call("import_cancel"),
    importMatches: () => call("import_matches"),
    importCompare: (dossier, sender) => call("import_compare", { dossier, sender }),
    importMerge: (dossier, sender) => call("import_merge", { dossier, sender }),
    join: (link) => call("join", { link }),
    invite: (dossier, role, relay) => call("invite", { dossier, role, relay }),
    changeRole: (dossier, device, role) => call("change_role", { dossier, device, role }),
    edit: ({ dossier, line, indicator, field, value, base }) =>
      call("edit", { dossier, line, indicator, field, value, base }),
    resolve: ({ dossier, line, indicator, field }, choose) =>
      call("resolve", { dossier, line, indicator, field, choose }),
    act: (dossier, label, actions) => call("act", { dossier, label, actions }),
    undo: (dossier) => call("undo", { dossier }),
    redo: (dossier) => call("redo", { dossier }),
    openText: ({ dossier, line, indicator, field }) =>
      call("open_text", { dossier, line, indicator, field }),
    pushText: (session, version, client, updates) =>
      call("push_text", { session, version, client, updates }),
    pullText: (session, version) => call("pull_text", { session, version }),
    revertText: (session) => call("revert_text", { session }),
    closeText: (session) => call("close_text", { session }),
    keepDraft: (dossier, cell, text) => call("keep_draft", { dossier, cell, text }),
    findings: (dossier) => call("findings", { dossier }),
    findingPage: (dossier, of, offset, limit) =>
      call("finding_page", { dossier, of, offset, limit }),
    changed: (dossier, since, by) => call("changed", { dossier, since, by }),
    here: (dossier, cell, writing, anchor, head) =>
      call("here", { dossier, cell, writing, anchor, head }),
    leave: (dossier) => call("leave", { dossier }),
    settings: () => call("settings"),
    setSettings: (settings) => call("set_settings", { settings }),
    viewState: (dossier) => call("view_state", { dossier }),
    keepViewState: (dossier, json) => call("keep_view_state", { dossier, json }),
    backupNow: () => call("backup_now"),
    chooseBackupFolder: () => call("choose_backup_folder"),
    protectBackups: (passphrase) => call("protect_backups", { passphrase }),
    restoreChoose: () => call("restore_choose"),
    restoreUnlock: (passphrase) => call("restore_unlock", { passphrase }),
    restoreConfirm: () => call("restore_confirm"),
    restoreCancel: () => call("restore_cancel"),
    review: (dossier, actions) => call("review", { dossier, actions }),
    decide: (dossier, key, choose) => call("decide", { dossier, key, choose }),
    markRead: (dossier, keys) => call("mark_read", { dossier, keys }),
    minutes: (dossier) => call("minutes", { dossier }),
    minutesAct: (dossier, actions) => call("minutes_act", { dossier, actions }),
    exportMinutes: (dossier, minutes, format, paper, name) =>
      call("export_minutes", { dossier, minutes, format, paper, name }),
    openMinutesText: (dossier, part, field) => call("open_minutes_text", { dossier, part, field }),
    why: (dossier, cell) => call("why", { dossier, cell }),
    compare: (dossier, from, to) => call("compare", { dossier, from, to }),
    matrixAt: (dossier, point) => call("matrix_at", { dossier, point }),
    moments: (dossier) => call("moments", { dossier }),
    restore: (dossier, point, cells) => call("restore", { dossier, point, cells }),
    cellHistory: (dossier, cell) => call("cell_history", { dossier, cell }),
    blame: (dossier, cell) => call("blame", { dossier, cell }),
    exportChanges: (dossier, from, to) => call("export_changes", { dossier, from, to }),
    receipts: (dossier) => call("receipts", { dossier }),
    seen: (dossier) => call("seen", { dossier }),
    receiptOfCell: (dossier, { line, indicator, field }) =>
      call("receipt_of_cell", { dossier, line, indicator, field }),
    awaySeen: (dossier) => call("away_seen", { dossier }),
    packageOffer: (dossier) => call("package_offer", { dossier }),
    packageSave: (dossier, to, name) => call("package_save", { dossier, to, name }),
    packageChoose: () => call("package_choose"),
    packageOpen: () => call("package_open"),
    exportAway: (dossier) => call("export_away", { dossier }),
    exportOffer: (dossier) => call("export_offer", { dossier }),
    verifyChoose: () => call("verify_choose"),
    verifyCode: (text) => call("verify_code", { text }),
    exportChoose: (dossier, choices, name) => call("export_choose", { dossier, choices, name }),
    openExported: (folder) => call("open_exported", { folder }),
    chooseLogo: (dossier, side, alt) => call("choose_logo", { dossier, side, alt }),
    removeLogo: (dossier, side) => call("remove_logo", { dossier, side }),
    consolidate: (query) => call("consolidate", { query }),
    consolidatedRows: (query, offset, limit) => call("consolidated_rows", { query, offset, limit }),
    repeatedLines: (query, likeness) => call("repeated_lines", { query, likeness }),
    exportConsolidation: (query, format) => call("export_consolidation", { query, format }),
    programmes: () => call("programmes"),
    keepProgramme: (programme) => call("keep_programme", { programme }),
    removeProgramme: (programme) => call("remove_programme", { programme }),
    consolidationState: () => call("consolidation_state"),
    keepConsolidationState: (json) => call("keep_consolidation_state", { json }),
    syncNow: (dossier) => call("sync_now", { dossier }),
    onEvent: (listener) => {
      listening.push(listen<HostEvent>("cotejo", (event) => listener(event.payload)));
    },
    onClosing: (listener) => {
      listening.push(listen("closing", () => listener()));
    },
    keepWindow: () => call("keep_window"),
    closeWindow: () => call("close_window"),
  };
}
