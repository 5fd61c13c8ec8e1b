import { t } from "@lingui/core/macro";
import { MessagesSquare } from "lucide-react";

import { MarkButton } from "../../kit";
import { useDossier } from "../../state";
import { consultationJob } from "./jobs";

interface ConsultMarkProps {
  rowKey: string;
  field: string;
  /** A narrow cell of figures: fewer words fit. */
  figures?: boolean;
}

/** On a note typed over data: makes it the consultation it stands for. */
export function ConsultMark({ rowKey, field, figures = false }: ConsultMarkProps) {
  const dossier = useDossier();
  const words = consultWords(figures);
  return (
    <MarkButton
      tone="wait"
      testId="consult-mark"
      label={t`${words}: convertir la nota en consulta`}
      onPress={() => {
        dossier.select({ key: rowKey, field });
        consultationJob(dossier).set({ cell: { key: rowKey, field }, note: true });
      }}
    >
      <MessagesSquare size={12} aria-hidden />
      {words}
    </MarkButton>
  );
}

/** What the mark says: its width counts where rows are measured. */
export function consultWords(figures: boolean): string {
  return figures ? t`Consulta` : t`A consulta`;
}
