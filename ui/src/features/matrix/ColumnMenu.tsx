import { t } from "@lingui/core/macro";
import {
  ArrowLeft,
  ArrowRight,
  ChevronsDownUp,
  ChevronsUpDown,
  Columns3,
  EyeOff,
  MoveHorizontal,
  Pin,
  PinOff,
} from "lucide-react";
import { useRef, type ReactNode } from "react";

import { FloatingMenu, type MenuEntry } from "../../kit";
import { levelOf, useDossier, useDossierState, withVisible } from "../../state";
import type { Column } from "./columns";
import styles from "./Grid.module.css";

interface ColumnMenuProps {
  column: Column;
  at: number;
  count: number;
  isOpen: boolean;
  onOpen: () => void;
  onClose: (chosen: boolean) => void;
  onFit: () => void;
  onMove: (by: -1 | 1) => void;
  onColumns: () => void;
  onFoldAll: (folded: boolean) => void;
  children: ReactNode;
}

/** What can be done with a column, behind its title. */
export function ColumnMenu(props: ColumnMenuProps) {
  const { column, isOpen, onOpen, onClose, children } = props;
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={button}
        type="button"
        className={styles.titleMenu}
        tabIndex={-1}
        data-testid="column-menu"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={t`Columna ${column.title}: opciones`}
        onPointerDown={(event) => event.stopPropagation()}
        onMouseDown={(event) => event.preventDefault()}
        onClick={(event) => {
          const title = event.currentTarget.closest<HTMLElement>("[role=columnheader]");
          title?.focus({ preventScroll: true });
          onOpen();
        }}
      >
        {children}
      </button>
      {isOpen && <OpenMenu {...props} anchor={button} onClose={onClose} />}
    </>
  );
}

function OpenMenu(props: ColumnMenuProps & { anchor: React.RefObject<HTMLButtonElement | null> }) {
  const { column, at, count, anchor, onClose, onFit, onMove, onColumns, onFoldAll } = props;
  const dossier = useDossier();
  const frozen = useDossierState((state) => state.view.frozen);
  const levels = useDossierState((state) => state.levels);
  const size = 15;
  const entries: MenuEntry[] = [
    {
      id: "fit",
      text: t`Ajustar el ancho al texto`,
      icon: <MoveHorizontal size={size} aria-hidden />,
      onAction: onFit,
    },
    {
      id: "left",
      text: t`Mover a la izquierda`,
      icon: <ArrowLeft size={size} aria-hidden />,
      disabled: at <= 1,
      onAction: () => onMove(-1),
    },
    {
      id: "right",
      text: t`Mover a la derecha`,
      icon: <ArrowRight size={size} aria-hidden />,
      disabled: at >= count - 1,
      onAction: () => onMove(1),
    },
    frozen === column.field
      ? {
          id: "loose",
          text: t`Soltar las columnas fijas`,
          icon: <PinOff size={size} aria-hidden />,
          onAction: () => dossier.setView((view) => ({ ...view, frozen: null })),
        }
      : {
          id: "freeze",
          text: t`Fijar hasta esta columna`,
          icon: <Pin size={size} aria-hidden />,
          onAction: () => dossier.setView((view) => ({ ...view, frozen: column.field })),
        },
    {
      id: "hide",
      text: t`Ocultar la columna`,
      icon: <EyeOff size={size} aria-hidden />,
      disabled: count <= 2,
      onAction: () => dossier.setView((view) => withVisible(view, column.field, false, levels)),
    },
    {
      id: "columns",
      text: t`Elegir columnas…`,
      icon: <Columns3 size={size} aria-hidden />,
      onAction: onColumns,
    },
  ];
  if (levelOf(column.field) !== null) {
    entries.push(
      {
        id: "foldAll",
        text: t`Plegar todo`,
        icon: <ChevronsDownUp size={size} aria-hidden />,
        onAction: () => onFoldAll(true),
      },
      {
        id: "unfoldAll",
        text: t`Desplegar todo`,
        icon: <ChevronsUpDown size={size} aria-hidden />,
        onAction: () => onFoldAll(false),
      },
    );
  }
  return (
    <FloatingMenu
      label={t`Columna ${column.title}`}
      anchor={anchor}
      entries={entries}
      isOpen
      onClose={onClose}
    />
  );
}
