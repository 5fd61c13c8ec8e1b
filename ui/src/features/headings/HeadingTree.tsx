import { t } from "@lingui/core/macro";
import { GripVertical } from "lucide-react";
import { useRef, useState, type KeyboardEvent, type PointerEvent } from "react";

import type { HeadingView } from "../../host";
import { Mark, classes } from "../../kit";
import { headingText, mayEdit, useDossierState } from "../../state";
import type { Do } from "./HeadingsDialog";
import { dropped, stepped, walked } from "./tree";
import { levelName, lineCountText } from "./words";
import styles from "./Headings.module.css";

/** How far the pointer goes before a press is a drag, in CSS pixels. */
const DRAG_FROM = 6;

interface HeadingTreeProps {
  selected: string | null;
  withRetired: boolean;
  onSelect: (id: string) => void;
  act: Do;
}

interface Drag {
  heading: HeadingView;
  x: number;
  y: number;
  /** Whether it went far enough. */
  on: boolean;
  over: { heading: HeadingView; below: boolean } | null;
}

/**
 * The headings, each with those under it. Arrows choose one; Alt with an arrow moves it, and so
 * does the pointer.
 */
export function HeadingTree({ selected, withRetired, onSelect, act }: HeadingTreeProps) {
  const headings = useDossierState((state) => state.headings);
  const levels = useDossierState((state) => state.levels);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const list = useRef<HTMLUListElement>(null);
  const [drag, setDrag] = useState<Drag | null>(null);
  const twigs = walked(headings, levels, withRetired);
  const chosen = twigs.some(({ heading }) => heading.id === selected)
    ? selected
    : (twigs[0]?.heading.id ?? null);

  const move = (heading: HeadingView, up: boolean) => {
    const action = stepped(headings, heading, up);
    if (action === null) return;
    void act(t`Mover ${levelName(heading.level)} ${heading.number}`, [action]).then(() =>
      focusOn(list.current, heading.id),
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const at = twigs.findIndex(({ heading }) => heading.id === chosen);
    const twig = twigs[at];
    const up = event.key === "ArrowUp";
    if (twig === undefined || (!up && event.key !== "ArrowDown")) {
      const end = event.key === "Home" ? twigs[0] : event.key === "End" ? twigs.at(-1) : undefined;
      if (end === undefined) return;
      event.preventDefault();
      onSelect(end.heading.id);
      focusOn(list.current, end.heading.id);
      return;
    }
    event.preventDefault();
    if (event.altKey) {
      if (canEdit) move(twig.heading, up);
      return;
    }
    const next = twigs[at + (up ? -1 : 1)];
    if (next === undefined) return;
    onSelect(next.heading.id);
    focusOn(list.current, next.heading.id);
  };

  const onPointerMove = (event: PointerEvent) => {
    if (drag === null) return;
    const far = Math.hypot(event.clientX - drag.x, event.clientY - drag.y) > DRAG_FROM;
    if (!drag.on && !far) return;
    const element = document
      .elementFromPoint(event.clientX, event.clientY)
      ?.closest<HTMLElement>("[data-heading]");
    const box = element?.getBoundingClientRect();
    const over = headings.find(({ id }) => id === element?.dataset["heading"]);
    const below = box !== undefined && event.clientY > box.top + box.height / 2;
    const fits =
      over !== undefined && dropped(headings, levels, drag.heading, over, below) !== null;
    setDrag({ ...drag, on: true, over: fits ? { heading: over, below } : null });
  };
  const onPointerUp = () => {
    setDrag(null);
    if (drag?.on !== true || drag.over === null) return;
    const { heading, over } = drag;
    const action = dropped(headings, levels, heading, over.heading, over.below);
    if (action !== null) void act(t`Mover ${levelName(heading.level)} ${heading.number}`, [action]);
  };

  return (
    <>
      <ul
        ref={list}
        role="tree"
        className={classes(styles.list, drag?.on === true && styles.dragging)}
        aria-label={t`Encabezados de la matriz`}
        data-testid="heading-tree"
        onKeyDown={onKeyDown}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setDrag(null)}
        onPointerLeave={() => setDrag(null)}
      >
        {twigs.map(({ heading, depth, lines }) => {
          const over = drag?.over?.heading.id === heading.id ? drag.over : null;
          const into = over !== null && over.heading.level !== drag?.heading.level;
          return (
            <li
              key={heading.id}
              role="treeitem"
              aria-level={depth}
              aria-selected={heading.id === chosen}
              tabIndex={heading.id === chosen ? 0 : -1}
              data-heading={heading.id}
              data-depth={depth}
              data-testid="heading-item"
              className={classes(
                styles.twig,
                heading.retired && styles.retired,
                over !== null && (into ? styles.into : over.below ? styles.below : styles.above),
              )}
              onClick={() => onSelect(heading.id)}
              onPointerDown={(event) => {
                if (!canEdit || event.button !== 0 || heading.retired) return;
                setDrag({ heading, x: event.clientX, y: event.clientY, on: false, over: null });
              }}
            >
              {canEdit && <GripVertical size={14} aria-hidden className={styles.grip} />}
              <span className={styles.level}>{levelName(heading.level)}</span>
              <span className={styles.text}>{headingText(heading)}</span>
              {heading.retired && <Mark tone="plain">{t`Retirado`}</Mark>}
              <span className={styles.lines}>{lineCountText(lines)}</span>
            </li>
          );
        })}
      </ul>
      {canEdit && twigs.length > 0 && (
        <p
          className={styles.quiet}
        >{t`Alt+↑ y Alt+↓ mueven el elegido; también puedes arrastrarlo.`}</p>
      )}
    </>
  );
}

/** Takes the keyboard to a heading once it is drawn in its place. */
function focusOn(list: HTMLElement | null, heading: string): void {
  requestAnimationFrame(() => {
    list?.querySelector<HTMLElement>(`[data-heading="${CSS.escape(heading)}"]`)?.focus();
  });
}
