export { Grid } from "./Grid";
