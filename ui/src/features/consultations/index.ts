export { ConsultationDialog } from "./ConsultationDialog";
export { ConsultationsPanel } from "./ConsultationsPanel";
export { ConsultMark, consultWords } from "./ConsultMark";
export { consultationJob } from "./jobs";
export { noteTo } from "./notes";
