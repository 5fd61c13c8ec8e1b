/**
 * What the shell says and hears, as the Rust contract writes it. Types only: nothing of it exists
 * at run time.
 */
export type { ActReceipt } from "../../../shared/contract/bindings/ActReceipt";
export type { AwayItem } from "../../../shared/contract/bindings/AwayItem";
export type { AwayKind } from "../../../shared/contract/bindings/AwayKind";
export type { BaselineView } from "../../../shared/contract/bindings/BaselineView";
export type { Cell } from "../../../shared/contract/bindings/Cell";
export type { Code } from "../../../shared/contract/bindings/Code";
export type { CommentView } from "../../../shared/contract/bindings/CommentView";
export type { Conflict } from "../../../shared/contract/bindings/Conflict";
export type { ConflictValue } from "../../../shared/contract/bindings/ConflictValue";
export type { DossierState as DossierWord } from "../../../shared/contract/bindings/DossierState";
export type { DossierStatus } from "../../../shared/contract/bindings/DossierStatus";
export type { DossierSummary } from "../../../shared/contract/bindings/DossierSummary";
export type { DraftView } from "../../../shared/contract/bindings/DraftView";
export type { EditReceipt } from "../../../shared/contract/bindings/EditReceipt";
export type { Event as HostEvent } from "../../../shared/contract/bindings/Event";
export type { FindingLevel } from "../../../shared/contract/bindings/FindingLevel";
export type { FindingView } from "../../../shared/contract/bindings/FindingView";
export type { FixView } from "../../../shared/contract/bindings/FixView";
export type { FormulaParts } from "../../../shared/contract/bindings/FormulaParts";
export type { Heading } from "../../../shared/contract/bindings/Heading";
export type { HeadingView } from "../../../shared/contract/bindings/HeadingView";
export type { ImportReport } from "../../../shared/contract/bindings/ImportReport";
export type { Invitation } from "../../../shared/contract/bindings/Invitation";
export type { MatrixAction } from "../../../shared/contract/bindings/MatrixAction";
export type { MatrixView } from "../../../shared/contract/bindings/MatrixView";
export type { Me } from "../../../shared/contract/bindings/Me";
export type { MemberView } from "../../../shared/contract/bindings/MemberView";
export type { OpenedDossier } from "../../../shared/contract/bindings/OpenedDossier";
export type { PresenceView } from "../../../shared/contract/bindings/PresenceView";
export type { Problem } from "../../../shared/contract/bindings/Problem";
export type { RoleName } from "../../../shared/contract/bindings/RoleName";
export type { Row } from "../../../shared/contract/bindings/Row";
export type { Settings } from "../../../shared/contract/bindings/Settings";
export type { Start } from "../../../shared/contract/bindings/Start";
export type { TextChange } from "../../../shared/contract/bindings/TextChange";
export type { TextOpened } from "../../../shared/contract/bindings/TextOpened";
export type { TextPushed } from "../../../shared/contract/bindings/TextPushed";
export type { TextUpdate } from "../../../shared/contract/bindings/TextUpdate";
export type { ToDecide } from "../../../shared/contract/bindings/ToDecide";
export type { UndoReceipt } from "../../../shared/contract/bindings/UndoReceipt";
