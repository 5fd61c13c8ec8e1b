import { plural, t } from "@lingui/core/macro";
import {
  Bell,
  CalendarClock,
  ChevronDown,
  ClipboardList,
  CloudDownload,
  FilePen,
  History,
  Library,
  ListChecks,
  MessageCircleQuestion,
  MessageSquare,
  Scale,
  ScrollText,
  Waypoints,
  type LucideIcon,
} from "lucide-react";

import { levelCount, useFindings } from "../features/findings";
import type { WindowView } from "../host";
import { Button, Menu, Tip, classes, type MenuEntry } from "../kit";
import { useDossier, useDossierState, type Panel } from "../state";
import styles from "./App.module.css";

/** What can stand beside the matrix: what one looks at all day in the bar, the rest in a menu. */
export function PanelButtons() {
  return (
    <div className={styles.panels} role="toolbar" aria-label={t`Paneles`}>
      <ForMe />
      <Away />
      <Decide />
      <Comments />
      <Suggestions />
      <Findings />
      <PanelButton panel="ficha" icon={ClipboardList} word={t`Ficha`} note={t`del renglón`} />
      <ReviewMenu />
    </div>
  );
}

function ForMe() {
  const unread = useDossierState((state) => state.notices.filter((one) => one.unread).length);
  return (
    <PanelButton
      panel="notices"
      icon={Bell}
      name={t`Para mí`}
      note={plural(unread, { one: "sin leer", other: "sin leer" })}
      count={unread}
      tone="mine"
    />
  );
}

function Away() {
  const away = useDossierState((state) => state.away.length);
  const open = useDossierState((state) => state.panel === "away");
  if (away === 0 && !open) return null;
  return (
    <PanelButton
      panel="away"
      icon={CloudDownload}
      name={t`Mientras estabas sin conexión`}
      note={plural(away, { one: "cambio", other: "cambios" })}
      count={away}
    />
  );
}

function Decide() {
  const decisions = useDossierState((state) => state.review.decisions.length);
  return (
    <PanelButton
      panel="decide"
      icon={Scale}
      word={t`Por decidir`}
      note={plural(decisions, { one: "cosa", other: "cosas" })}
      count={decisions}
      tone="waits"
    />
  );
}

function Comments() {
  const open = useDossierState((state) => state.threads.filter((one) => !one.resolved).length);
  return (
    <PanelButton
      panel="comments"
      icon={MessageSquare}
      word={t`Comentarios`}
      note={plural(open, { one: "conversación abierta", other: "conversaciones abiertas" })}
      count={open}
    />
  );
}

function Suggestions() {
  const open = useDossierState(
    (state) => state.review.suggestions.filter((one) => one.status === "open").length,
  );
  return (
    <PanelButton
      panel="suggestions"
      icon={FilePen}
      word={t`Propuestas`}
      note={plural(open, { one: "abierta", other: "abiertas" })}
      count={open}
    />
  );
}

function Findings() {
  const errors = useFindings((state) => state.counts.error);
  const warnings = useFindings((state) => state.counts.warning);
  return (
    <PanelButton
      panel="findings"
      icon={ListChecks}
      word={t`Hallazgos`}
      note={t`(${levelCount("error", errors)}, ${levelCount("warning", warnings)})`}
      count={errors + warnings}
      {...(errors > 0 ? { tone: "wrong" as const } : {})}
    />
  );
}

/** The parts of an agreement one goes to now and then. */
const REVIEW_PANELS: readonly Panel[] = ["consultations", "window", "versions", "history", "why"];

function ReviewMenu() {
  const dossier = useDossier();
  const panel = useDossierState((state) => state.panel);
  const asked = useDossierState(
    (state) => state.review.consultations.filter((one) => one.open).length,
  );
  const window = useDossierState((state) => state.review.windows.at(-1));
  const versions = useDossierState((state) => state.review.versions.length);
  const open = (name: Panel) => () => dossier.openPanel(name);
  const entries: MenuEntry[] = [
    {
      id: "minutes",
      text: t`Minutas`,
      icon: <ScrollText size={15} aria-hidden />,
      onAction: () => dossier.minutes.open(),
    },
    {
      id: "consultations",
      text:
        asked === 0
          ? t`Consultas`
          : plural(asked, {
              one: "Consultas · # sin respuesta",
              other: "Consultas · # sin respuesta",
            }),
      icon: <MessageCircleQuestion size={15} aria-hidden />,
      onAction: open("consultations"),
    },
    {
      id: "window",
      text: windowWords(window),
      icon: <CalendarClock size={15} aria-hidden />,
      onAction: open("window"),
    },
    {
      id: "versions",
      text:
        versions === 0
          ? t`Versiones`
          : plural(versions, { one: "Versiones · # cerrada", other: "Versiones · # cerradas" }),
      icon: <Library size={15} aria-hidden />,
      onAction: open("versions"),
    },
    {
      id: "history",
      text: t`Historia de la celda`,
      icon: <History size={15} aria-hidden />,
      onAction: open("history"),
    },
    {
      id: "why",
      text: t`Por qué dice esto`,
      icon: <Waypoints size={15} aria-hidden />,
      onAction: open("why"),
    },
  ];
  return (
    <Menu label={t`Revisión`} entries={entries}>
      <Button
        look="quiet"
        size="small"
        data-testid="review-menu"
        aria-pressed={panel !== null && REVIEW_PANELS.includes(panel)}
      >
        {t`Revisión`}
        <ChevronDown size={14} aria-hidden />
      </Button>
    </Menu>
  );
}

function windowWords(window: WindowView | undefined): string {
  if (window === undefined || window.status === "closed") return t`Periodo de revisión`;
  if (window.status === "past") return t`Periodo de revisión · venció`;
  return window.daysLeft === 0
    ? t`Periodo de revisión · cierra hoy`
    : plural(window.daysLeft, {
        one: "Periodo de revisión · queda # día",
        other: "Periodo de revisión · quedan # días",
      });
}

interface PanelButtonProps {
  panel: Panel;
  icon: LucideIcon;
  /** What is read on it; without it only its icon is seen, and `name` is said. */
  word?: string;
  name?: string;
  /** What the count is of, for those who hear the button. */
  note: string;
  count?: number;
  tone?: "mine" | "waits" | "wrong";
}

const TONES = { mine: styles.countMine, waits: styles.countWaits, wrong: styles.countWrong };

function PanelButton(props: PanelButtonProps) {
  const { panel, icon: Icon, word, name, note, count = 0, tone } = props;
  const dossier = useDossier();
  const open = useDossierState((state) => state.panel === panel);
  const button = (
    <Button
      look="quiet"
      size="small"
      aria-pressed={open}
      data-testid={`panel-${panel}`}
      onPress={() => dossier.togglePanel(panel)}
    >
      <span className={classes(styles.panelIcon, word !== undefined && styles.worded)}>
        <Icon size={16} aria-hidden />
      </span>
      {word ?? <span className="hidden-text">{name}</span>}{" "}
      {count > 0 && (
        <span className={classes(styles.count, tone !== undefined && TONES[tone])}>{count}</span>
      )}
      <span className="hidden-text"> {note}</span>
    </Button>
  );
  return name === undefined ? button : <Tip text={name}>{button}</Tip>;
}
