export { AnchoredText } from "./AnchoredText";
export { commentsOf, type CommentsBook } from "./book";
export { chosenInCell } from "./chosenWords";
export { CommentsPanel } from "./CommentsPanel";
export { mentionsIn } from "./mentions";
export { useComments, useCommentsBook } from "./useBook";
export { WordsOffer } from "./WordsOffer";
