export { fieldLabel, placeLabel, roleLabel, roleSentence, stateWord } from "./labels";
export { stateSentence } from "./stateSentence";
export { StateWord } from "./StateWord";
