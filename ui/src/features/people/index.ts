export { InviteDialog } from "./InviteDialog";
export { JoinDialog } from "./JoinDialog";
export { Members, initials } from "./Members";
