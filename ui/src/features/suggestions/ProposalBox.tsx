import { t } from "@lingui/core/macro";
import { PencilLine } from "lucide-react";
import {
  useId,
  useLayoutEffect,
  useRef,
  useState,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
} from "react";

import { asProblem, type Problem, type Row } from "../../host";
import { REASON_LENGTH_MAX, Button, MarkButton, Notice, classes } from "../../kit";
import {
  TEXT_UNITS_MAX,
  cellId,
  useApp,
  useDossier,
  useStore,
  type EditorPlace,
} from "../../state";
import { placeLabel } from "../fields";
import { proposerOf, type Proposal } from "./proposer";
import styles from "./ProposalBox.module.css";

interface ProposalBoxProps {
  row: Row;
  field: string;
  figures?: boolean;
  /** Called when the box closes by the keyboard or a button. */
  onClose: () => void;
}

/**
 * Where a change of a cell is proposed: in the place of the cell, which keeps what it says. Enter
 * sends it, Esc discards it, and going elsewhere keeps it for later.
 */
export function ProposalBox({ row, field, figures = false, onClose }: ProposalBoxProps) {
  const proposer = proposerOf(useDossier());
  const id = cellId(row, field);
  const proposal = useStore(proposer.state, ({ all }) => all.get(id));
  if (proposal === undefined) return null;
  return <Box id={id} row={row} proposal={proposal} figures={figures} onClose={onClose} />;
}

interface BoxProps {
  id: string;
  row: Row;
  proposal: Proposal;
  figures: boolean;
  onClose: () => void;
}

function Box({ id, row, proposal, figures, onClose }: BoxProps) {
  const proposer = proposerOf(useDossier());
  const app = useApp();
  const why = useId();
  const frame = useRef<HTMLDivElement>(null);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem | null>(null);
  const same = proposal.text === proposal.said;

  useLayoutEffect(() => {
    frame.current?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }, [problem]);

  const cancel = () => {
    proposer.discard(id);
    onClose();
  };
  const send = () => {
    if (busy || same) return;
    setBusy(true);
    setProblem(null);
    proposer
      .send(id)
      .then(() => {
        app.toast(t`Se envió tu propuesta. La celda queda como está hasta que la acepten.`);
        onClose();
      })
      .catch((failure: unknown) => {
        setProblem(asProblem(failure));
        setBusy(false);
      });
  };

  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    if (event.nativeEvent.isComposing) return;
    // The grid's keys are not this box's.
    event.stopPropagation();
    const writes = event.target instanceof HTMLTextAreaElement;
    if (event.key === "Escape") cancel();
    else if (event.key === "Enter" && writes && !event.shiftKey) send();
    else return;
    event.preventDefault();
  };
  const onBlur = (event: FocusEvent<HTMLElement>) => {
    // Still inside, or the whole window lost the keyboard.
    if (event.currentTarget.contains(event.relatedTarget)) return;
    if (document.activeElement === event.target) return;
    proposer.leave();
  };
  /** A click beside the boxes is no reason to take the keyboard out of them. */
  const onMouseDown = (event: MouseEvent<HTMLElement>) => {
    const target = event.target as HTMLElement;
    if (target.closest("textarea, button") === null) event.preventDefault();
  };

  return (
    <div
      ref={frame}
      role="group"
      aria-label={t`Proponer un cambio`}
      className={styles.box}
      data-part="editor"
      data-testid="proposal-box"
      onKeyDown={onKeyDown}
      onBlur={onBlur}
      onMouseDown={onMouseDown}
    >
      <p className={styles.title}>
        <PencilLine size={13} aria-hidden />
        <strong>{t`Proponer un cambio`}</strong>
        <span>{t`La matriz no cambia hasta que se acepte.`}</span>
      </p>
      <Writing
        label={t`Propuesta para ${placeLabel(row.row, proposal.field)}`}
        value={proposal.text}
        figures={figures}
        most={TEXT_UNITS_MAX}
        testId="proposal-text"
        focused
        onChange={(text) => proposer.write(id, { text })}
      />
      <label className={styles.reason}>
        <span id={why}>{t`Por qué`}</span>
        <Writing
          label={t`Por qué lo propones`}
          placeholder={t`opcional; ayuda a quien decide`}
          value={proposal.reason}
          most={REASON_LENGTH_MAX}
          testId="proposal-reason"
          onChange={(reason) => proposer.write(id, { reason })}
        />
      </label>
      {problem !== null && (
        <Notice message={problem.message} next={problem.next} code={problem.code} />
      )}
      <div className={styles.foot}>
        <span className={styles.keys}>
          {same ? t`Cambia el texto para poder proponerlo.` : t`Intro propone · Esc cancela`}
        </span>
        <Button size="small" look="quiet" data-testid="proposal-cancel" onPress={cancel}>
          {t`Cancelar`}
        </Button>
        <Button
          size="small"
          look="strong"
          data-testid="proposal-send"
          isDisabled={busy || same}
          onPress={send}
        >
          {t`Proponer`}
        </Button>
      </div>
    </div>
  );
}

interface WritingProps {
  label: string;
  value: string;
  most: number;
  testId: string;
  placeholder?: string;
  figures?: boolean;
  /** The keyboard begins here, at the end of what there is. */
  focused?: boolean;
  onChange: (value: string) => void;
}

/** A box as high as what is written in it. */
function Writing({ focused = false, figures = false, ...props }: WritingProps) {
  const box = useRef<HTMLTextAreaElement>(null);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null || !focused) return;
    element.focus({ preventScroll: true });
    element.setSelectionRange(element.value.length, element.value.length);
  }, [focused]);
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${String(element.scrollHeight)}px`;
  }, [props.value]);
  return (
    <textarea
      ref={box}
      className={classes(styles.text, figures && styles.figures)}
      aria-label={props.label}
      placeholder={props.placeholder}
      value={props.value}
      maxLength={props.most}
      rows={1}
      lang="es-MX"
      spellCheck={!figures}
      data-testid={props.testId}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

interface KeptProposalProps {
  row: Row;
  field: string;
  place: EditorPlace;
}

/** A quiet word on a cell with a proposal that was begun and not sent; it leads back into it. */
export function KeptProposal({ row, field, place }: KeptProposalProps) {
  const dossier = useDossier();
  return (
    <MarkButton
      tone="plain"
      testId="proposal-kept"
      label={t`Propuesta sin enviar: abrirla para seguir`}
      onPress={() => proposerOf(dossier).open(row, field, place)}
    >
      <PencilLine size={12} aria-hidden />
      {t`Sin enviar`}
    </MarkButton>
  );
}
