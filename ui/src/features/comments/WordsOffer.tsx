import { t } from "@lingui/core/macro";
import { MessageSquarePlus } from "lucide-react";
import { useEffect, useState } from "react";

import { mayComment, useDossier, useDossierState } from "../../state";
import { chosenInCell, type ChosenWords } from "./chosenWords";
import styles from "./Comments.module.css";
import { useCommentsBook } from "./useBook";

/** Where the offer floats, in the window. */
interface Offer {
  words: ChosenWords;
  x: number;
  y: number;
}

/** Room the offer takes beside the words, in CSS pixels. */
const OFFER_WIDTH = 190;
const OFFER_HEIGHT = 32;

/** Under words chosen with the mouse in a cell: a way to say something about just them. */
export function WordsOffer() {
  const dossier = useDossier();
  const book = useCommentsBook();
  const allowed = useDossierState((state) => mayComment(state.role));
  const [offer, setOffer] = useState<Offer | null>(null);
  useEffect(() => {
    if (!allowed) return undefined;
    const look = () => setOffer(offered(chosenInCell(dossier)));
    // While the button is down the words are still being chosen.
    const changed = () => {
      if (document.getSelection()?.isCollapsed !== false) setOffer(null);
    };
    const gone = () => setOffer(null);
    document.addEventListener("pointerup", look);
    document.addEventListener("selectionchange", changed);
    document.addEventListener("scroll", gone, true);
    return () => {
      document.removeEventListener("pointerup", look);
      document.removeEventListener("selectionchange", changed);
      document.removeEventListener("scroll", gone, true);
    };
  }, [allowed, dossier]);
  if (offer === null) return null;
  return (
    <button
      type="button"
      className={styles.offer}
      style={{ left: offer.x, top: offer.y }}
      // The keyboard has Ctrl+Alt+M, and stays in the cell.
      tabIndex={-1}
      data-testid="words-offer"
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => {
        setOffer(null);
        book.begin(offer.words);
      }}
    >
      <MessageSquarePlus size={14} aria-hidden />
      {t`Comentar estas palabras`}
    </button>
  );
}

function offered(words: ChosenWords | null): Offer | null {
  if (words === null) return null;
  const range = document.getSelection()?.getRangeAt(0);
  if (range === undefined) return null;
  const lines = range.getClientRects();
  const { right, bottom } = lines[lines.length - 1] ?? range.getBoundingClientRect();
  return {
    words,
    x: Math.max(0, Math.min(right - OFFER_WIDTH / 2, window.innerWidth - OFFER_WIDTH)),
    y: Math.min(bottom + 4, window.innerHeight - OFFER_HEIGHT),
  };
}
