import { t } from "@lingui/core/macro";
import { use } from "react";
import { Button as AriaButton, OverlayTriggerStateContext } from "react-aria-components";

import type { DifferenceView } from "../../host";
import {
  Button,
  DialogTrigger,
  Mark,
  Popover,
  WordChanges,
  OfficialZone,
  officialTime,
} from "../../kit";
import { mayEdit, useDossier, useDossierState } from "../../state";
import { fieldLabel } from "../fields";
import { changesOf } from "./book";
import { restoringOf } from "./restoring";
import { rowChange, spokenChanges } from "./words";
import styles from "./Changes.module.css";

interface ChangeMarkProps {
  changes: readonly DifferenceView[];
  field: string;
}

/** A thin bar on a cell that changed; it opens what it said, who wrote it and when. */
export function ChangeMark({ changes, field }: ChangeMarkProps) {
  return (
    <DialogTrigger>
      <AriaButton
        className={styles.bar ?? ""}
        aria-label={spokenChanges(changes)}
        data-testid="change-mark"
        excludeFromTabOrder
      />
      <Popover label={t`Lo que cambió en ${fieldLabel(field)}`}>
        <div className={styles.detail}>
          {changes.map((change, at) => (
            <Changed key={at} change={change} />
          ))}
        </div>
      </Popover>
    </DialogTrigger>
  );
}

function Changed({ change }: { change: DifferenceView }) {
  const dossier = useDossier();
  const popover = use(OverlayTriggerStateContext);
  const canEdit = useDossierState((state) => mayEdit(state.role));
  const { kind, cell, spans, before, after } = change;
  return (
    <section className={styles.change} data-testid="change-detail">
      {kind !== "changed" && <strong>{rowChange(kind)}</strong>}
      {kind === "changed" && (
        <dl className={styles.sides}>
          <dt>{t`Decía`}</dt>
          <dd>
            {before === "" ? (
              <span className={styles.empty}>{t`(vacía)`}</span>
            ) : (
              <WordChanges spans={spans} side="before" />
            )}
          </dd>
          <dt>{t`Dice`}</dt>
          <dd>
            {after === "" ? (
              <span className={styles.empty}>{t`(vacía)`}</span>
            ) : (
              <WordChanges spans={spans} side="after" />
            )}
          </dd>
        </dl>
      )}
      <ByLine change={change} />
      <OfficialZone className={styles.byline} />
      {canEdit && (
        <div>
          <Button
            size="small"
            data-testid="change-restore"
            onPress={() => {
              const { comparison } = changesOf(dossier).state.get();
              popover?.close();
              if (comparison === null) return;
              restoringOf(dossier).set({ point: comparison.from, cells: [cell] });
            }}
          >
            {cell.field === "" ? t`Dejar el renglón como estaba…` : t`Dejar la celda como estaba…`}
          </Button>
        </div>
      )}
    </section>
  );
}

/** Who wrote and when; when it arrived, and whether that was after the last day. */
export function ByLine({ change }: { change: DifferenceView }) {
  const { authors, at, arrived, late } = change;
  const who = authors.join(", ");
  return (
    <p className={styles.byline}>
      {[who, at === null ? "" : officialTime(at)].filter(Boolean).join(" · ")}
      {arrived !== null && <> · {t`llegó el ${officialTime(arrived)}`}</>}
      {late && (
        <>
          {" "}
          <Mark tone="wait">{t`Extemporáneo`}</Mark>
        </>
      )}
    </p>
  );
}
