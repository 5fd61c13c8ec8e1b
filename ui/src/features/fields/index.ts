export { formulaOf, partsOf } from "./formulaParts";
export { fieldHelp } from "./help";
export { fieldKind, type FieldKind } from "./kinds";
export {
  authorName,
  fieldLabel,
  placeLabel,
  roleLabel,
  roleSentence,
  stateWord,
  stepLabel,
} from "./labels";
export { approvedWords } from "./locked";
export { offersOf, shownValue, writtenValue, type Offer } from "./lists";
export { grouped, quantity, quantitySentence, yearSentence } from "./quantity";
export { stateSentence } from "./stateSentence";
export { StateWord } from "./StateWord";
