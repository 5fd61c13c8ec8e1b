import { plural, t } from "@lingui/core/macro";
import { UserPlus } from "lucide-react";
import { useState } from "react";

import type { MinutesAction, MinutesPart } from "../../host";
import { Button, Check, DialogActions, Field, ModalDialog, Notice } from "../../kit";
import { PartTools, RemovedMeanwhile } from "./PartTools";
import { useActs } from "./useActs";
import { ValueBox } from "./ValueBox";
import { peopleOf, said, type PeopleKind } from "./words";
import styles from "./Minutes.module.css";

interface PeopleProps {
  minutes: string;
  kind: PeopleKind;
  title: string;
  parts: readonly MinutesPart[];
  readOnly: boolean;
}

/** Who was there, or who coordinated: quick to write, one per line. */
export function People({ minutes, kind, title, parts, readOnly }: PeopleProps) {
  const acts = useActs();
  const [adding, setAdding] = useState(false);
  return (
    <section className={styles.section} aria-label={title} data-testid={`minutes-${kind}`}>
      <h3>{title}</h3>
      {parts.length === 0 && (
        <p className={styles.quiet}>
          {readOnly ? t`Nadie anotado.` : t`Todavía no hay nadie anotado.`}
        </p>
      )}
      <ol className={styles.entries}>
        {parts.map((part, at) => (
          <li key={part.part} data-testid={kind}>
            <div className={styles.entry}>
              {readOnly ? (
                <Person part={part} />
              ) : (
                <>
                  <ValueBox
                    part={part.part}
                    field="name"
                    label={t`Nombre con su título`}
                    labelHidden={at > 0}
                    value={part.values["name"]}
                    readOnly={false}
                    wide
                    testId={`${kind}-name`}
                  />
                  <ValueBox
                    part={part.part}
                    field="position"
                    label={t`Cargo`}
                    labelHidden={at > 0}
                    value={part.values["position"]}
                    readOnly={false}
                    wide
                    testId={`${kind}-position`}
                  />
                  {kind === "attendee" && (
                    <Check
                      checked={said(part.values, "late") === "true"}
                      disabled={acts.busy}
                      testId="attendee-late"
                      onChange={(late) =>
                        void acts.act([
                          {
                            type: "set",
                            part: part.part,
                            field: "late",
                            value: late ? "true" : "",
                          },
                        ])
                      }
                    >
                      {t`Llegó tarde`}
                    </Check>
                  )}
                  <PartTools parts={parts} at={at} acts={acts} />
                </>
              )}
            </div>
            {!readOnly && <RemovedMeanwhile part={part} acts={acts} />}
          </li>
        ))}
      </ol>
      {acts.problem !== null && (
        <Notice message={acts.problem.message} next={acts.problem.next} code={acts.problem.code} />
      )}
      {!readOnly && (
        <Button
          size="small"
          look="quiet"
          data-testid={`${kind}-add`}
          onPress={() => setAdding(true)}
        >
          <UserPlus size={15} aria-hidden />
          {kind === "attendee" ? t`Anotar asistentes…` : t`Anotar a quienes coordinaron…`}
        </Button>
      )}
      {adding && (
        <AddPeople minutes={minutes} kind={kind} title={title} onClose={() => setAdding(false)} />
      )}
    </section>
  );
}

function Person({ part }: { part: MinutesPart }) {
  const position = said(part.values, "position");
  const late = said(part.values, "late") === "true";
  return (
    <p className={styles.read}>
      {said(part.values, "name")}
      {position !== "" && <span className={styles.quiet}> · {position}</span>}
      {late && <span className={styles.quiet}> · {t`llegó tarde`}</span>}
    </p>
  );
}

interface AddPeopleProps {
  minutes: string;
  kind: PeopleKind;
  title: string;
  onClose: () => void;
}

function AddPeople({ minutes, kind, title, onClose }: AddPeopleProps) {
  const { busy, problem, act } = useActs();
  const [text, setText] = useState("");
  const people = peopleOf(text);
  const add = async () => {
    const actions = people.map(({ name, position }): MinutesAction => {
      const values: Record<string, string> = { name };
      if (position !== "") values["position"] = position;
      return { type: "add", minutes, kind, after: null, values };
    });
    if ((await act(actions)) !== null) onClose();
  };
  return (
    <ModalDialog title={title} isOpen onClose={onClose} testId="people-dialog">
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (people.length > 0 && !busy) void add();
        }}
      >
        <Field
          label={t`Una persona por renglón`}
          hint={t`Se puede pegar la lista de Word o de Excel. Con una coma, lo que sigue es el cargo.`}
          placeholder={t`Lic. Ana Prado, Directora de Auditoría`}
          value={text}
          onChange={setText}
          lines={6}
          autoFocus
          testId="people-text"
        />
        {problem !== null && (
          <Notice message={problem.message} next={problem.next} code={problem.code} />
        )}
        <DialogActions>
          <Button onPress={onClose}>{t`Cancelar`}</Button>
          <Button
            look="strong"
            type="submit"
            data-testid="people-save"
            isDisabled={busy || people.length === 0}
          >
            {people.length === 0
              ? t`Anotar`
              : plural(people.length, { one: "Anotar # persona", other: "Anotar # personas" })}
          </Button>
        </DialogActions>
      </form>
    </ModalDialog>
  );
}
