import { plural, t } from "@lingui/core/macro";
import { ArrowDownUp, ChevronDown, ListFilter } from "lucide-react";
import { useState, type ReactNode } from "react";

import {
  Button,
  Check,
  Choice,
  DialogTrigger,
  Field,
  Popover,
  classes,
  localTime,
  type Option,
} from "../../kit";
import { headingText, useDossierState } from "../../state";
import { NOW, useComparison } from "../changes";
import { fieldLabel } from "../fields";
import { ROW_STATES, rowStateWord } from "../states";
import { STATUSES, dateOf, type Since, type StatusName } from "./filters";
import { searchedFields } from "./search";
import { useFinder, useLook } from "./useFind";
import styles from "./Find.module.css";

/** Chips that say what is looked at: each narrows the view, none touches the document. */
export function FilterBar() {
  const finder = useFinder();
  const filters = useLook((look) => look.filters);
  const query = useLook((look) => look.query);
  return (
    <div className={styles.chips} role="group" aria-label={t`Filtros y orden`}>
      <ListFilter size={15} aria-hidden className={styles.chipsIcon} />
      {query.trim() !== "" && (
        <button
          type="button"
          className={classes(styles.chip, filters.matching && styles.on)}
          aria-pressed={filters.matching}
          data-testid="filter-matching"
          onClick={() => finder.filter({ matching: !filters.matching })}
        >
          {t`Solo coincidencias`}
        </button>
      )}
      <HeadingChip />
      <StatusChip />
      <PersonChip />
      <SinceChip />
      <SortChip />
    </div>
  );
}

interface ChipProps {
  label: string;
  /** What is chosen, in words; "" for nothing. */
  chosen: string;
  testId: string;
  icon?: ReactNode;
  children: ReactNode;
}

function Chip({ label, chosen, testId, icon, children }: ChipProps) {
  return (
    <DialogTrigger>
      <Button size="small" look="quiet" data-testid={testId}>
        <span className={classes(styles.chip, chosen !== "" && styles.on)}>
          {icon}
          {chosen === "" ? label : t`${label}: ${chosen}`}
          <ChevronDown size={13} aria-hidden />
        </span>
      </Button>
      <Popover label={label}>
        <div className={styles.options}>{children}</div>
      </Popover>
    </DialogTrigger>
  );
}

function toggled<T>(set: ReadonlySet<T>, one: T, on: boolean): ReadonlySet<T> {
  const next = new Set(set);
  if (on) next.add(one);
  else next.delete(one);
  return next;
}

function HeadingChip() {
  const finder = useFinder();
  const headings = useDossierState((state) => state.headings);
  const levels = useDossierState((state) => state.levels);
  const chosen = useLook((look) => look.filters.headings);
  const active = headings.filter(({ retired }) => !retired);
  if (active.length === 0) return null;
  const one = chosen.size === 1 ? active.find(({ id }) => chosen.has(id)) : undefined;
  const said =
    one === undefined
      ? chosen.size === 0
        ? ""
        : String(chosen.size)
      : `${fieldLabel(`headings.${one.level}`)} ${one.number}`;
  return (
    <Chip label={t`Encabezado`} chosen={said} testId="filter-heading">
      {levels.map((level) => (
        <fieldset key={level} className={styles.group}>
          <legend>{fieldLabel(`headings.${level}`)}</legend>
          {active
            .filter((heading) => heading.level === level)
            .map((heading) => (
              <Check
                key={heading.id}
                checked={chosen.has(heading.id)}
                onChange={(on) => finder.filter({ headings: toggled(chosen, heading.id, on) })}
              >
                {headingText(heading)}
              </Check>
            ))}
        </fieldset>
      ))}
    </Chip>
  );
}

function statusText(status: StatusName): string {
  switch (status) {
    case "pending":
      return t`Sujeta a revisión`;
    case "decide":
      return t`Por decidir`;
    case "suggestions":
      return t`Con propuestas abiertas`;
    case "findings":
      return t`Con hallazgos`;
    case "comments":
      return t`Con comentarios abiertos`;
    case "unsent":
      return t`Sin enviar`;
    case "retired":
      return t`Retirados`;
  }
}

function StatusChip() {
  const finder = useFinder();
  const chosen = useLook((look) => look.filters.statuses);
  const states = useLook((look) => look.filters.states);
  const said = [
    ...ROW_STATES.filter((state) => states.has(state)).map(rowStateWord),
    ...STATUSES.filter((status) => chosen.has(status)).map(statusText),
  ];
  return (
    <Chip
      label={t`Estado`}
      chosen={said.length > 1 ? String(said.length) : (said[0] ?? "")}
      testId="filter-status"
    >
      <fieldset className={styles.group}>
        <legend>{t`En la revisión`}</legend>
        {ROW_STATES.map((state) => (
          <Check
            key={state}
            checked={states.has(state)}
            testId={`filter-state-${state}`}
            onChange={(on) => finder.filter({ states: toggled(states, state, on) })}
          >
            {rowStateWord(state)}
          </Check>
        ))}
      </fieldset>
      <fieldset className={styles.group}>
        <legend>{t`Además`}</legend>
        {STATUSES.map((status) => (
          <Check
            key={status}
            checked={chosen.has(status)}
            testId={`filter-status-${status}`}
            onChange={(on) => finder.filter({ statuses: toggled(chosen, status, on) })}
          >
            {statusText(status)}
          </Check>
        ))}
      </fieldset>
    </Chip>
  );
}

function PersonChip() {
  const finder = useFinder();
  const members = useDossierState((state) => state.members);
  const person = useLook((look) => look.filters.person);
  if (members.length === 0) return null;
  const options: Option<string>[] = [
    { value: "", text: t`Cualquier persona` },
    ...members.map(({ device, name, me }) => ({
      value: device,
      text: me ? t`${name} (tú)` : name,
    })),
  ];
  return (
    <Chip
      label={t`Persona`}
      chosen={members.find(({ device }) => device === person)?.name ?? ""}
      testId="filter-person"
    >
      <Choice
        label={t`Celdas que escribió por última vez`}
        value={person ?? ""}
        options={options}
        onChange={(device) => finder.filter({ person: device === "" ? null : device })}
      />
    </Chip>
  );
}

function sinceText(since: Since | null): string {
  if (since === null) return "";
  switch (since.kind) {
    case "agreed":
      return t`la versión acordada`;
    case "today":
      return t`hoy`;
    case "yesterday":
      return t`ayer`;
    case "week":
      return t`esta semana`;
    case "opened":
      return t`la última vez que lo abrí`;
    case "date":
      return since.date;
  }
}

const KINDS = ["today", "yesterday", "week", "opened"] as const;

function SinceChip() {
  const finder = useFinder();
  const since = useLook((look) => look.filters.since);
  const [written, write] = useState("");
  const date = dateOf(written);
  const { openedBefore } = finder;
  return (
    <Chip label={t`Cambió desde`} chosen={sinceText(since)} testId="filter-since">
      <AgreedOption since={since} />
      {KINDS.filter((kind) => kind !== "opened" || openedBefore !== null).map((kind) => (
        <button
          key={kind}
          type="button"
          className={styles.option}
          aria-pressed={since?.kind === kind}
          data-testid={`filter-since-${kind}`}
          onClick={() => finder.filter({ since: since?.kind === kind ? null : { kind } })}
        >
          {sinceText({ kind })}
          {kind === "opened" && openedBefore !== null && (
            <span className={styles.quiet}> · {localTime(openedBefore)}</span>
          )}
        </button>
      ))}
      <form
        className={styles.date}
        onSubmit={(event) => {
          event.preventDefault();
          if (date !== null) finder.filter({ since: { kind: "date", date: written.trim() } });
        }}
      >
        <Field
          label={t`Desde el día`}
          placeholder="19/04/2023"
          value={written}
          onChange={write}
          maxLength={10}
          testId="filter-since-date"
        />
        <Button type="submit" size="small" isDisabled={date === null}>
          {t`Filtrar`}
        </Button>
      </form>
    </Chip>
  );
}

/** What changed since the last closed version, with how many rows that is. */
function AgreedOption({ since }: { since: Since | null }) {
  const finder = useFinder();
  const last = useDossierState((state) => state.review.versions.at(-1));
  const { comparison } = useComparison(last?.id ?? null, NOW);
  if (last === undefined) return null;
  const chosen = since?.kind === "agreed";
  const rows = new Set(comparison?.differences.map(({ cell, row }) => `${cell.line} ${row ?? ""}`));
  return (
    <button
      type="button"
      className={styles.option}
      aria-pressed={chosen}
      data-testid="filter-since-agreed"
      onClick={() => finder.filter({ since: chosen ? null : { kind: "agreed" } })}
    >
      {sinceText({ kind: "agreed" })}
      <span className={styles.quiet}>
        {" · "}
        {last.name}
        {comparison !== null && (
          <>
            {" · "}
            {plural(rows.size, { one: "# renglón", other: "# renglones" })}
          </>
        )}
      </span>
    </button>
  );
}

function SortChip() {
  const finder = useFinder();
  const levels = useDossierState((state) => state.levels);
  const years = useDossierState((state) => state.years);
  const sorting = useLook((look) => look.sorting);
  const fields = searchedFields(levels, years);
  const direction = sorting?.down === true ? "down" : "up";
  return (
    <Chip
      label={t`Ordenar`}
      chosen={sorting === null ? "" : fieldLabel(sorting.field)}
      testId="sort-open"
      icon={<ArrowDownUp size={13} aria-hidden />}
    >
      <Choice
        label={t`Ordenar la vista por`}
        hint={t`Solo cambia lo que ves tú: la matriz conserva su orden.`}
        value={sorting?.field ?? ""}
        testId="sort-field"
        options={[
          { value: "", text: t`El orden de la matriz` },
          ...fields.map((field) => ({ value: field, text: fieldLabel(field) })),
        ]}
        onChange={(field) =>
          finder.sort(field === "" ? null : { field, down: sorting?.down ?? false })
        }
      />
      {sorting !== null && (
        <Choice
          label={t`Sentido del orden`}
          value={direction}
          testId="sort-direction"
          options={[
            { value: "up", text: t`De la A a la Z, de menor a mayor` },
            { value: "down", text: t`De la Z a la A, de mayor a menor` },
          ]}
          onChange={(value) => finder.sort({ ...sorting, down: value === "down" })}
        />
      )}
    </Chip>
  );
}
