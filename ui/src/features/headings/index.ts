export { HeadingsDialog } from "./HeadingsDialog";
