export { VerifyDialog } from "./VerifyDialog";
