/**
 * What the shell says and hears, as the Rust contract writes it. Types only: nothing of it exists
 * at run time.
 */
export type { AwayItem } from "../../../shared/contract/bindings/AwayItem";
export type { AwayKind } from "../../../shared/contract/bindings/AwayKind";
export type { BaselineView } from "../../../shared/contract/bindings/BaselineView";
export type { Code } from "../../../shared/contract/bindings/Code";
export type { CommentView } from "../../../shared/contract/bindings/CommentView";
export type { Conflict } from "../../../shared/contract/bindings/Conflict";
export type { ConflictValue } from "../../../shared/contract/bindings/ConflictValue";
export type { DossierState as DossierWord } from "../../../shared/contract/bindings/DossierState";
export type { DossierStatus } from "../../../shared/contract/bindings/DossierStatus";
export type { DossierSummary } from "../../../shared/contract/bindings/DossierSummary";
export type { EditReceipt } from "../../../shared/contract/bindings/EditReceipt";
export type { Event as HostEvent } from "../../../shared/contract/bindings/Event";
export type { Heading } from "../../../shared/contract/bindings/Heading";
export type { ImportReport } from "../../../shared/contract/bindings/ImportReport";
export type { Invitation } from "../../../shared/contract/bindings/Invitation";
export type { MatrixView } from "../../../shared/contract/bindings/MatrixView";
export type { Me } from "../../../shared/contract/bindings/Me";
export type { MemberView } from "../../../shared/contract/bindings/MemberView";
export type { OpenedDossier } from "../../../shared/contract/bindings/OpenedDossier";
export type { Problem } from "../../../shared/contract/bindings/Problem";
export type { RoleName } from "../../../shared/contract/bindings/RoleName";
export type { Row } from "../../../shared/contract/bindings/Row";
export type { Start } from "../../../shared/contract/bindings/Start";
export type { ToDecide } from "../../../shared/contract/bindings/ToDecide";
