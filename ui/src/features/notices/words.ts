import { t } from "@lingui/core/macro";

import type { NoticeView, ReviewView } from "../../host";
import { civilDate } from "../../kit";

/** Why something is for this person, in a sentence. */
export function noticeSentence(notice: NoticeView, review: ReviewView): string {
  const who = notice.author === "" ? t`Alguien` : notice.author;
  switch (notice.kind) {
    case "mention":
      return t`${who} te mencionó`;
    case "reply":
      return t`${who} contestó en tu conversación`;
    case "verdict":
      return verdict(notice, review, who);
    case "suggestion":
      return t`${who} propone un cambio`;
    case "answer":
      return t`${who} anotó la respuesta a tu consulta`;
    case "lost":
      return t`${who} dejó otro valor en lugar del tuyo`;
    case "returned":
      return t`${who} devolvió el renglón con observaciones`;
    case "windowClosing":
      return t`Está por cerrar el periodo de revisión`;
  }
}

function verdict({ subject }: NoticeView, review: ReviewView, who: string): string {
  const status = review.suggestions.find((one) => one.suggestion === subject)?.status;
  switch (status) {
    case "accepted":
      return t`${who} aceptó tu propuesta`;
    case "partly":
      return t`${who} aceptó una parte de tu propuesta`;
    case "refused":
      return t`${who} rechazó tu propuesta`;
    case "open":
    case "withdrawn":
    case "contested":
    case undefined:
      return t`${who} decidió sobre tu propuesta`;
  }
}

/** What it says: the comment, the reason; of a period, its last day and to whom changes go. */
export function noticeText({ kind, text, now }: NoticeView): string {
  if (kind !== "windowClosing") return text;
  const day = civilDate(text);
  return now === ""
    ? t`Cierra el ${day}.`
    : t`Cierra el ${day}; los cambios se notifican a ${now}.`;
}

/** Unread first, and the newest first among them. */
export function inOrder(notices: readonly NoticeView[]): readonly NoticeView[] {
  return [...notices].sort(
    (a, b) => Number(b.unread) - Number(a.unread) || Date.parse(b.at) - Date.parse(a.at),
  );
}

/** Where to go on with it beside the matrix, if anywhere. */
export function goOnWords({ kind }: NoticeView): string | null {
  switch (kind) {
    case "mention":
    case "reply":
      return t`Ver la conversación`;
    case "verdict":
    case "suggestion":
      return t`Ver la propuesta`;
    case "answer":
      return t`Ver la consulta`;
    case "windowClosing":
      return t`Ver el periodo`;
    case "lost":
    case "returned":
      return null;
  }
}
