export { PackageDialog } from "./PackageDialog";
export { TakenDialog } from "./TakenDialog";
