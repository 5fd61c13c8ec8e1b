export { copyText, editingCommand } from "./browser";
export { Button } from "./Button";
export { Check, Choice, type Option } from "./Check";
export { civilDate, dayOf, parseCivilDate, todayInMexico } from "./civilDate";
export { classes } from "./classes";
export { localTime, officialTime, officialZoneNote } from "./dates";
export { DateField } from "./DateField";
export { differences } from "./differences";
export { Field } from "./Field";
export { fileSize } from "./fileSize";
export { fold, foldPlaces, placesOf, type Folded, type TextRange } from "./fold";
export { later } from "./later";
export { Mark, MarkButton, MarksInTabOrder, type MarkTone } from "./Mark";
export { Notice } from "./Notice";
export { OfficialZone } from "./OfficialZone";
export {
  DialogActions,
  DialogTrigger,
  FloatingMenu,
  Menu,
  ModalDialog,
  Popover,
  type MenuEntry,
  type MenuGroup,
} from "./Overlay";
export { PlaceLink } from "./PlaceLink";
export { personHue } from "./person";
export { REASON_LENGTH_MAX, ReasonForm } from "./ReasonForm";
export { useReady } from "./ready";
export { Tip } from "./Tip";
export { ownWords, type Stretch } from "./wordDiff";
export { WordChanges, hunksOf, type ChangedSpan } from "./WordChanges";
