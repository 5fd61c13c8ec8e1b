import { useEffect, useRef, type RefObject } from "react";

import { useDossierState, type Thread } from "../../state";
import { useCommentsBook } from "./useBook";

/** How long a conversation is before somebody's eyes until it counts as read. */
export const READ_MS = 600;
/** How much of it has to be on screen: one taller than the panel never shows all of itself. */
const SEEN_SHARE = 0.2;

/** Marks a conversation as read once it was on screen for a while in a window that has the keyboard. */
export function useReading(thread: Thread): RefObject<HTMLElement | null> {
  const book = useCommentsBook();
  const place = useRef<HTMLElement>(null);
  const notices = useDossierState((state) => state.notices);
  const told = notices.filter((one) => one.unread && one.subject === thread.thread);
  const keys = [...thread.unread, ...told.map(({ key }) => key)].join(" ");
  useEffect(() => {
    const element = place.current;
    if (element === null || keys === "") return undefined;
    let seen = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (!seen || !document.hasFocus()) return;
      timer = setTimeout(() => book.read(keys.split(" ")), READ_MS);
    };
    const watcher = new IntersectionObserver(
      (entries) => {
        seen = entries.at(-1)?.isIntersecting ?? false;
        look();
      },
      { threshold: SEEN_SHARE },
    );
    watcher.observe(element);
    window.addEventListener("focus", look);
    window.addEventListener("blur", look);
    return () => {
      clearTimeout(timer);
      watcher.disconnect();
      window.removeEventListener("focus", look);
      window.removeEventListener("blur", look);
    };
  }, [book, keys]);
  return place;
}
