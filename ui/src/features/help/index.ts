export { HelpWindow } from "./HelpWindow";
