import { t } from "@lingui/core/macro";

import type { Row } from "../../host";
import { MarkButton } from "../../kit";
import { cellId, rowKey, useDossier, useStore, type EditorPlace } from "../../state";
import { shownValue } from "../fields";

/** Whether a value was left unfinished in a cell when the dossier was last open. */
export function useKept(row: Row, field: string): string | undefined {
  const { editors } = useDossier();
  const id = cellId(row, field);
  return useStore(editors.state, ({ kept }) => kept.get(id));
}

/** A quiet word on a cell where a value was left unfinished; it leads back into it. */
export function KeptDraft({ row, field, place }: { row: Row; field: string; place: EditorPlace }) {
  const dossier = useDossier();
  const kept = useKept(row, field);
  if (kept === undefined) return null;
  const text = shownValue(field, kept);
  return (
    <MarkButton
      tone="plain"
      testId="kept-draft"
      label={t`Dejaste sin terminar: «${text}». Abre la celda para seguir.`}
      onPress={() => dossier.edit(rowKey(row), field, place)}
    >
      {t`A medias`}
    </MarkButton>
  );
}
