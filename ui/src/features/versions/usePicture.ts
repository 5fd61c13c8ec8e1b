import { useEffect, useRef, useState } from "react";

import { asProblem, type ComparisonView, type Problem } from "../../host";
import { useDossier, type DossierStore } from "../../state";
import { changesOf } from "../changes";

/** How long the slider rests before the matrix of its stop is asked for. */
const REST_MS = 90;

interface Pictured {
  /** `null` until the first matrix arrives. */
  picture: DossierStore | null;
  /** The point it shows, which follows the slider. */
  point: string | null;
  problem: Problem | null;
}

/** The matrix as it was at a point, in a store that stays while one goes through time. */
export function usePicture(point: string | null): Pictured {
  const dossier = useDossier();
  const [shown, setShown] = useState<Pictured>({ picture: null, point: null, problem: null });
  const picture = useRef<DossierStore | null>(null);
  useEffect(() => {
    if (point === null) return undefined;
    let gone = false;
    const rest = setTimeout(
      () => {
        dossier
          .matrixAt(point)
          .then((matrix) => {
            if (gone) return;
            picture.current = dossier.pictureOf(matrix, picture.current);
            setShown({ picture: picture.current, point, problem: null });
          })
          .catch((failure: unknown) => {
            if (!gone) setShown((before) => ({ ...before, problem: asProblem(failure) }));
          });
      },
      picture.current === null ? 0 : REST_MS,
    );
    return () => {
      gone = true;
      clearTimeout(rest);
    };
  }, [dossier, point]);
  return shown;
}

/** What one selects in the picture is selected in the matrix too, and panels open beside both. */
export function useMirrored(picture: DossierStore | null): void {
  const dossier = useDossier();
  useEffect(() => {
    if (picture === null) return undefined;
    let { selection } = picture.state.get();
    return picture.state.subscribe(() => {
      const now = picture.state.get();
      if (now.panel !== null) {
        const { panel } = now;
        picture.togglePanel(panel);
        dossier.openPanel(panel);
        return;
      }
      if (now.selection === selection) return;
      ({ selection } = now);
      if (selection !== null && dossier.row(selection.key) !== undefined) dossier.select(selection);
    });
  }, [dossier, picture]);
}

/** Marks in the picture what changed at its stop since the one before. */
export function useMarkedStop(
  picture: DossierStore | null,
  comparison: ComparisonView | null,
  shown: boolean,
): void {
  useEffect(() => {
    if (picture === null) return;
    const changes = changesOf(picture);
    if (comparison === null || !shown) changes.hide();
    else changes.told(comparison);
  }, [picture, comparison, shown]);
}
