/** What holds a field of the ficha, and the one thing in it that takes the keyboard. */
const FIELD = "[data-ficha]";
const CONTROL = "[data-ficha-control]";

/** The field that something on screen is in; "" if it is in none. */
export function fieldOf(target: EventTarget | null): string {
  const element = target instanceof Element ? target.closest<HTMLElement>(FIELD) : null;
  return element?.dataset["ficha"] ?? "";
}

/** Takes the keyboard to a field of a row, to that field of any row, or to the first there is. */
export function focusField(panel: HTMLElement, field: string, key: string): void {
  const all = [...panel.querySelectorAll<HTMLElement>(FIELD)];
  const named = all.filter((known) => known.dataset["ficha"] === field);
  const found = named.find((known) => known.dataset["key"] === key) ?? named[0] ?? all[0];
  found?.querySelector<HTMLElement>(CONTROL)?.focus();
}

/** Takes the keyboard to the field that comes after, before (or is) the one an element is in. */
export function focusBeside(from: Element | null, step: number): void {
  const panel = from?.closest<HTMLElement>("[data-testid=ficha-panel]") ?? null;
  const here = from?.closest<HTMLElement>(FIELD) ?? null;
  if (panel === null || here === null) return;
  const place = [...panel.querySelectorAll(FIELD)].indexOf(here) + step;
  // Once the editor is gone its field has its button again.
  requestAnimationFrame(() => {
    const all = [...panel.querySelectorAll<HTMLElement>(FIELD)];
    const target = all[place] ?? all[place - step];
    target?.querySelector<HTMLElement>(CONTROL)?.focus();
  });
}
