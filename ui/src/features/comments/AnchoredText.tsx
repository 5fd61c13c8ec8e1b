import type { Row } from "../../host";
import { anchoredWords, cellId, cellText, useDossierState } from "../../state";
import { MatchedText } from "../find";

interface AnchoredTextProps {
  row: Row;
  field: string;
  /** What the cell shows: its text, or what is being written in it. */
  text: string;
}

/** The text of a cell with conversations: the words they are about are underlined. */
export function AnchoredText({ row, field, text }: AnchoredTextProps) {
  const open = useDossierState((state) => state.openThreads);
  // What is being written is ahead of where the words were said to be.
  const words = text === cellText(row, field) ? anchoredWords(open, row, field) : [];
  return <MatchedText id={cellId(row, field)} text={text} underlined={words} />;
}
