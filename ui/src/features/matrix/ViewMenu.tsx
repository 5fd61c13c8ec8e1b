import { t } from "@lingui/core/macro";
import {
  ChevronsDownUp,
  ChevronsUpDown,
  Columns3,
  RotateCcw,
  SlidersHorizontal,
  ZoomIn,
  ZoomOut,
} from "lucide-react";
import { useRef, useState } from "react";

import { FloatingMenu } from "../../kit";
import { ZOOM_MAX, ZOOM_MIN, useDossierState } from "../../state";
import styles from "./Grid.module.css";

interface ViewMenuProps {
  onColumns: () => void;
  onFoldAll: (folded: boolean) => void;
  onZoom: (steps: number | null) => void;
  onFormColumns: () => void;
}

/** How the matrix is looked at, behind the corner of the grid. */
export function ViewMenu(props: ViewMenuProps) {
  const [isOpen, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  return (
    <>
      <span className="hidden-text">{t`Renglón`}</span>
      <button
        ref={button}
        type="button"
        className={styles.corner}
        tabIndex={-1}
        data-testid="view-menu"
        aria-haspopup="menu"
        aria-expanded={isOpen}
        aria-label={t`Vista de la matriz: columnas, zoom y grupos`}
        title={t`Vista: columnas, zoom y grupos`}
        onClick={() => setOpen(true)}
      >
        <SlidersHorizontal size={15} aria-hidden />
      </button>
      {isOpen && <OpenMenu {...props} anchor={button} onClose={() => setOpen(false)} />}
    </>
  );
}

interface OpenMenuProps extends ViewMenuProps {
  anchor: React.RefObject<HTMLButtonElement | null>;
  onClose: () => void;
}

function OpenMenu({ anchor, onClose, onColumns, onFoldAll, onZoom, onFormColumns }: OpenMenuProps) {
  const zoom = useDossierState((state) => state.view.zoom);
  const size = 15;
  return (
    <FloatingMenu
      label={t`Vista de la matriz`}
      anchor={anchor}
      isOpen
      onClose={onClose}
      entries={[
        {
          id: "columns",
          text: t`Elegir columnas…`,
          icon: <Columns3 size={size} aria-hidden />,
          onAction: onColumns,
        },
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
        {
          id: "in",
          text: t`Acercar (Ctrl++)`,
          icon: <ZoomIn size={size} aria-hidden />,
          disabled: zoom >= ZOOM_MAX,
          onAction: () => onZoom(1),
        },
        {
          id: "out",
          text: t`Alejar (Ctrl+−)`,
          icon: <ZoomOut size={size} aria-hidden />,
          disabled: zoom <= ZOOM_MIN,
          onAction: () => onZoom(-1),
        },
        {
          id: "same",
          text: t`Tamaño al 100 % (ahora ${zoom} %)`,
          icon: <span style={NO_ICON} />,
          disabled: zoom === 100,
          onAction: () => onZoom(null),
        },
        {
          id: "form",
          text: t`Restablecer columnas`,
          icon: <RotateCcw size={size} aria-hidden />,
          onAction: onFormColumns,
        },
      ]}
    />
  );
}

const NO_ICON = { width: 15 } as const;
