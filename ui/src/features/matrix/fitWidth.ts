import { WIDTH_FIT_MAX } from "./metrics";
import type { Metrics } from "./metrics";
import { cellText, isText, type DossierState } from "../../state";
import { fieldLabel } from "../fields";
import { textWidth, wordsWidth } from "./textLines";

/** Room beside the title of a column: its menu and the edge. */
const TITLE_ROOM = 34;

/** The width, at 100 %, that shows the texts of a column on one line; of prose, not wider than reads well. */
export function fitWidth(state: DossierState, field: string, metrics: Metrics): number {
  const { text, title, padX, scale, fold } = metrics;
  const most = WIDTH_FIT_MAX * scale;
  let width = textWidth(fieldLabel(field), title, 600) + TITLE_ROOM;
  for (const key of state.shown) {
    const row = state.rows.get(key);
    if (row === undefined) continue;
    for (const paragraph of cellText(row, field).split("\n")) {
      width = Math.max(width, wordsWidth(paragraph, text) + 2 * padX + 2);
    }
    if (width >= most && isText(field)) break;
  }
  const heading = field.startsWith("headings.") ? fold : 0;
  return Math.ceil((Math.min(most, width) + heading) / scale);
}
