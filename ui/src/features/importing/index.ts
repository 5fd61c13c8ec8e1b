export { ImportPreview } from "./ImportPreview";
