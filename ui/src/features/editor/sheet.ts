import { EditorView } from "@codemirror/view";

/**
 * CodeMirror puts its rules in a `<style>` element, which the content security policy does not let
 * in; inside a shadow tree it puts them in a constructed style sheet, which is no inline style. An
 * editor that nobody sees is made in such a tree, and its sheet is then the document's own, so that
 * the editors on screen add theirs to it. The mark is not part of CodeMirror's interface: without
 * it the rules of Editor.module.css still make a text box, only a plainer one.
 */
function adopt(): void {
  const tree = document.createElement("div").attachShadow({ mode: "open" });
  new EditorView({ root: tree }).destroy();
  const mark = Object.getOwnPropertySymbols(tree).find(
    ({ description }) => description === "styleSet",
  );
  if (mark === undefined || mark in document) return;
  const value: unknown = Reflect.get(tree, mark);
  const constructed = typeof value === "object" && value !== null && "sheet" in value;
  if (constructed) Reflect.set(document, mark, value);
}

let adopted = false;

/** Makes the document ready for editors; once is enough. */
export function adoptSheet(): void {
  if (adopted) return;
  adopted = true;
  adopt();
}
