export { RowDialogs } from "./RowDialogs";
export { useRowDialogs, type RowJobs } from "./useRowDialogs";
