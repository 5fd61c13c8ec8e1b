import { fold, foldPlaces, placesOf } from "../../kit";
import { chapterOf, type Chapter } from "./markdown";

const sources = import.meta.glob<string>("./manual/*.md", {
  eager: true,
  query: "?raw",
  import: "default",
});
const files = import.meta.glob<string>("./pictures/*.png", {
  eager: true,
  query: "?url",
  import: "default",
});

/** The manual, in order. */
export const CHAPTERS: readonly Chapter[] = Object.entries(sources)
  .sort(([a], [b]) => a.localeCompare(b))
  .map(([path, source]) => chapterOf(path.replace(/^.*\/\d+-|\.md$/g, ""), source));

/** Where a picture is; `null` while there is none. */
export function pictureOf(name: string): string | null {
  return files[`./pictures/${name}.png`] ?? null;
}

/** A chapter that holds what was looked for, and the words around it. */
export interface Hit {
  chapter: Chapter;
  before: string;
  match: string;
  after: string;
}

const AROUND = 50;

/** The chapters that hold a text, those with it in their title first. */
export function lookUp(query: string): readonly Hit[] {
  const wanted = fold(query).trim();
  if (wanted === "") return [];
  const hits = CHAPTERS.flatMap((chapter): (Hit & { titled: boolean })[] => {
    const place = placesOf(wanted, foldPlaces(chapter.text))[0];
    if (place === undefined) return [];
    const { start, end } = place;
    return [
      {
        chapter,
        before: chapter.text.slice(Math.max(0, start - AROUND), start),
        match: chapter.text.slice(start, end),
        after: chapter.text.slice(end, end + AROUND),
        titled: fold(chapter.title).includes(wanted),
      },
    ];
  });
  return hits.sort((a, b) => Number(b.titled) - Number(a.titled));
}
