import { useEffect, useState, type ComponentType, type FunctionComponent } from "react";

/**
 * A part of the screen whose code comes later. Where it is here already it is drawn at once: React's
 * own `lazy` draws nothing first, and then holds back what it has for a third of a second.
 */
export interface Later<P> {
  Part: FunctionComponent<P>;
  /** Fetches the code before anybody looks. */
  fetch: () => Promise<void>;
}

/** `load` is asked once. */
export function later<P extends object>(load: () => Promise<ComponentType<P>>): Later<P> {
  let here: ComponentType<P> | null = null;
  let coming: Promise<void> | null = null;
  const fetch = () => {
    coming ??= load().then((part) => {
      here = part;
    });
    return coming;
  };
  function Part(props: P) {
    const [Known, setKnown] = useState(() => here);
    useEffect(() => {
      if (Known !== null) return;
      fetch()
        .then(() => setKnown(() => here))
        .catch((failure: unknown) => {
          // Without its code there is nothing to show: whoever guards the screen says so.
          setKnown(() => {
            throw failure;
          });
        });
    }, [Known]);
    return Known === null ? null : <Known {...props} />;
  }
  return { Part, fetch };
}
