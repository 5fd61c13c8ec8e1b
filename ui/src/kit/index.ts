export { copyText, editingCommand } from "./browser";
export { Button } from "./Button";
export { classes } from "./classes";
export { dateTime } from "./dates";
export { Field } from "./Field";
export { Mark, MarkButton, type MarkTone } from "./Mark";
export { Notice } from "./Notice";
export {
  DialogActions,
  DialogTrigger,
  Menu,
  ModalDialog,
  Popover,
  type MenuEntry,
} from "./Overlay";
export { useReady } from "./ready";
export { ownWords, type Stretch } from "./wordDiff";
