export { DossierList } from "./DossierList";
