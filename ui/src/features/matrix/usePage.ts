import { useEffect, useLayoutEffect, useRef, useState, type RefObject } from "react";

/** Size of the text at 100 %, in CSS pixels. */
const TEXT_PX = 14;

/** The width inside an element, without its scroll bar, as it changes; `null` until it is drawn. */
export function useInnerWidth(element: RefObject<HTMLElement | null>): number | null {
  const [width, setWidth] = useState<number | null>(null);
  useLayoutEffect(() => {
    const node = element.current;
    if (node === null) return undefined;
    const measure = () => setWidth(node.clientWidth);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(node);
    return () => observer.disconnect();
  }, [element]);
  return width;
}

/** How much larger than normal the person reads. */
export function useTextScale(): number {
  const [scale, setScale] = useState(textScale);
  useEffect(() => {
    const observer = new MutationObserver(() => setScale(textScale()));
    observer.observe(document.documentElement, { attributeFilter: ["data-text-size"] });
    return () => observer.disconnect();
  }, []);
  return scale;
}

function textScale(): number {
  const size = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  return Number.isFinite(size) && size > 0 ? size / TEXT_PX : 1;
}

/** How far the wheel turns for one step of zoom, in CSS pixels. */
const WHEEL_STEP_PX = 40;

/** Ctrl and the wheel zoom. */
export function useWheelZoom(
  element: RefObject<HTMLElement | null>,
  zoom: (steps: number) => void,
): void {
  const live = useRef(zoom);
  useLayoutEffect(() => {
    live.current = zoom;
  });
  useEffect(() => {
    const node = element.current;
    if (node === null) return undefined;
    let turned = 0;
    const onWheel = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      turned += event.deltaY;
      const steps = Math.trunc(turned / WHEEL_STEP_PX);
      if (steps === 0) return;
      turned -= steps * WHEEL_STEP_PX;
      live.current(Math.sign(-steps));
    };
    node.addEventListener("wheel", onWheel, { passive: false });
    return () => node.removeEventListener("wheel", onWheel);
  }, [element]);
}
