export { ConsultationsPanel } from "./ConsultationsPanel";
