import { useDossier, useStore } from "../../state";
import { commentsOf, type CommentsBook, type CommentsState } from "./book";

/** How the conversations of the open dossier are looked at; renders again only when that part changes. */
export function useComments<S>(select: (state: CommentsState) => S): S {
  return useStore(commentsOf(useDossier()).state, select);
}

export function useCommentsBook(): CommentsBook {
  return commentsOf(useDossier());
}
