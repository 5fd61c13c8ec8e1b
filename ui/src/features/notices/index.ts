export { NoticesPanel } from "./NoticesPanel";
