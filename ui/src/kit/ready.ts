import { useEffect } from "react";

/**
 * Marks `<html data-ready="1">` once a screen has been painted, so that whoever drives the window
 * waits for a fact and not for a while.
 */
export function useReady(screen: string): void {
  useEffect(() => {
    const root = document.documentElement;
    delete root.dataset["ready"];
    root.dataset["screen"] = screen;
    let frame = requestAnimationFrame(() => {
      frame = requestAnimationFrame(() => {
        root.dataset["ready"] = "1";
      });
    });
    return () => cancelAnimationFrame(frame);
  }, [screen]);
}
