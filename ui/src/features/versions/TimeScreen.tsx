import type { ReactNode } from "react";

import { useDossier, useStore } from "../../state";
import { timeOf } from "../changes";
import { CompareView } from "./CompareView";
import { PastView } from "./PastView";

/** Whether another time is looked at in the place of the matrix. */
export function useOtherTime(): boolean {
  return useStore(timeOf(useDossier()).view, (view) => view !== null);
}

/** The matrix of now with its marks, or what takes its place. */
export function TimeScreen({ children }: { children: ReactNode }) {
  const view = useStore(timeOf(useDossier()).view, (looked) => looked);
  switch (view?.name) {
    case "compare":
      return <CompareView from={view.from} to={view.to} />;
    case "past":
      return <PastView point={view.point} />;
    case undefined:
      return children;
  }
}
