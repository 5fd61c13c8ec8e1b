import { t } from "@lingui/core/macro";
import { CornerDownLeft, FolderTree, Hash } from "lucide-react";
import { use, useEffect, useId, useMemo, useRef, useState, type KeyboardEvent } from "react";

import { ModalDialog, classes } from "../../kit";
import {
  CommandsContext,
  headingText,
  useApp,
  useAppState,
  useStore,
  type Command,
  type DossierStore,
} from "../../state";
import { fieldLabel } from "../fields";
import { groupTitle } from "./groups";
import { Keys } from "./Keys";
import { ranked, rowTyped } from "./rank";
import { noteCommand, recentCommands } from "./recent";
import styles from "./Commands.module.css";

const TYPED_LENGTH_MAX = 120;
const SHOWN_MAX = 40;

/** One line of the palette. */
interface Entry {
  id: string;
  text: string;
  /** What stands beside it: the group of a command, what a place is. */
  note: string;
  kind: "command" | "row" | "heading";
  keys: string | null;
  disabled: string | null;
  recent: number | null;
  run: () => void;
}

/** Everything there is to do, by typing a few letters of its name; and rows and headings to go to. */
export function Palette() {
  const app = useApp();
  const open = useStore(app.overlay, (overlay) => overlay?.name === "palette");
  const close = () => app.overlay.set(null);
  return (
    <ModalDialog title={t`Qué quieres hacer`} isOpen={open} onClose={close} testId="palette">
      <PaletteBox onClose={close} />
    </ModalDialog>
  );
}

function PaletteBox({ onClose }: { onClose: () => void }) {
  const [typed, type] = useState("");
  const [at, setAt] = useState(0);
  const listId = useId();
  const list = useRef<HTMLUListElement>(null);
  const entries = useEntries(typed);
  const active = Math.min(at, entries.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: "nearest" });
  }, [active, entries]);

  const choose = (entry: Entry | undefined) => {
    if (entry === undefined || entry.disabled !== null) return;
    if (entry.kind === "command") noteCommand(entry.id);
    onClose();
    // The dialog gives the keyboard back first; what runs may want it elsewhere.
    setTimeout(() => entry.run());
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    const last = entries.length - 1;
    const moves: Readonly<Record<string, number>> = {
      ArrowDown: active >= last ? 0 : active + 1,
      ArrowUp: active <= 0 ? last : active - 1,
      PageDown: Math.min(last, active + 8),
      PageUp: Math.max(0, active - 8),
    };
    const next = moves[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt(next);
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(entries[active]);
    } else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
      event.preventDefault();
      onClose();
    }
  };
  return (
    <>
      <input
        type="text"
        role="combobox"
        className={styles.box}
        data-testid="palette-box"
        aria-label={t`Busca una acción, un renglón o un encabezado`}
        placeholder={t`Escribe una acción, «renglón 7» o un encabezado`}
        aria-expanded
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active < 0 ? undefined : `${listId}-${String(active)}`}
        maxLength={TYPED_LENGTH_MAX}
        autoComplete="off"
        spellCheck={false}
        // The palette has one thing to do.
        autoFocus
        value={typed}
        onChange={(event) => {
          type(event.currentTarget.value);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      {entries.length === 0 ? (
        <p className={styles.none} role="status">
          {t`Nada se llama así. Prueba con otra palabra.`}
        </p>
      ) : (
        <ul
          ref={list}
          id={listId}
          role="listbox"
          className={styles.list}
          aria-label={t`Lo que puedes hacer`}
        >
          {entries.map((entry, index) => (
            <li
              key={entry.id}
              id={`${listId}-${String(index)}`}
              role="option"
              aria-selected={index === active}
              aria-disabled={entry.disabled !== null}
              className={classes(styles.entry, index === active && styles.active)}
              data-testid="palette-entry"
              data-command={entry.id}
              onMouseMove={() => setAt(index)}
              onClick={() => choose(entry)}
            >
              {entry.kind !== "command" && <PlaceIcon kind={entry.kind} />}
              <span className={styles.entryText}>
                {entry.text}
                {entry.disabled !== null && <span className={styles.reason}>{entry.disabled}</span>}
              </span>
              <span className={styles.note}>{entry.note}</span>
              {entry.keys !== null && <Keys keys={entry.keys} />}
            </li>
          ))}
        </ul>
      )}
      <p className={styles.hint}>
        <CornerDownLeft size={13} aria-hidden /> {t`Intro lo hace; ↑ y ↓ recorren la lista.`}
      </p>
    </>
  );
}

function PlaceIcon({ kind }: { kind: "row" | "heading" }) {
  const Icon = kind === "row" ? Hash : FolderTree;
  return <Icon size={15} aria-hidden />;
}

/** What answers to what was typed: rows by number first, then commands, then headings. */
function useEntries(typed: string): readonly Entry[] {
  const commands = useStore(use(CommandsContext).state, (all) => all);
  const screen = useAppState((state) => state.screen);
  return useMemo(() => {
    const recent = recentCommands();
    const answering = ranked(
      typed,
      commands.map((command) => commandEntry(command, recent)),
    );
    const dossier = screen.name === "dossier" ? screen.dossier : null;
    const places = dossier === null ? { rows: [], headings: [] } : placesIn(dossier, typed);
    return [...places.rows, ...answering, ...places.headings].slice(0, SHOWN_MAX);
  }, [typed, commands, screen]);
}

function commandEntry(command: Command, recent: readonly string[]): Entry {
  const at = recent.indexOf(command.id);
  return {
    id: command.id,
    text: command.title,
    note: groupTitle(command.group),
    kind: "command",
    keys: command.keys ?? null,
    disabled: command.disabled ?? null,
    recent: at < 0 ? null : at,
    run: command.run,
  };
}

/** Rows by their number, and headings by their words, to go to. */
function placesIn(dossier: DossierStore, typed: string): { rows: Entry[]; headings: Entry[] } {
  const { rows, headings, order } = dossier.state.get();
  const place = { keys: null, disabled: null, recent: null };
  const number = rowTyped(typed);
  const numbered = [...rows.values()].filter(({ row }) => number !== null && row === number);
  const letters = typed.trim().length > 1 && number === null;
  const titled = letters
    ? ranked(
        typed,
        headings
          .filter(({ retired }) => !retired)
          .map((heading) => ({ heading, text: headingText(heading), recent: null })),
      )
    : [];
  return {
    rows: numbered.map((row) => ({
      ...place,
      id: `row ${row.line} ${row.indicator ?? ""}`,
      text: t`Ir al renglón ${row.row ?? ""}`,
      note: shortened(row.actionLine === "" ? row.indicatorName : row.actionLine),
      kind: "row",
      run: () => dossier.goTo(row.line, row.indicator, "actionLine"),
    })),
    headings: titled.flatMap(({ heading, text }): Entry[] => {
      const key = order.find((known) =>
        rows.get(known)?.headings.some(({ id }) => id === heading.id),
      );
      const row = key === undefined ? undefined : rows.get(key);
      const field = `headings.${heading.level}`;
      return [
        {
          ...place,
          id: `heading ${heading.id}`,
          text: shortened(text, TITLE_LENGTH_MAX),
          note: fieldLabel(field),
          kind: "heading",
          disabled: row === undefined ? t`Todavía no tiene renglones.` : null,
          run: () => {
            if (row !== undefined) dossier.goTo(row.line, row.indicator, field);
          },
        },
      ];
    }),
  };
}

const NOTE_LENGTH_MAX = 60;
const TITLE_LENGTH_MAX = 90;

function shortened(text: string, most = NOTE_LENGTH_MAX): string {
  return text.length <= most ? text : `${text.slice(0, most).trimEnd()}…`;
}
