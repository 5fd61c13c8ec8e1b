import { plural, t } from "@lingui/core/macro";
import { ChevronDown, FilterX, Search } from "lucide-react";
import { useEffect, useRef, useState, type ReactNode } from "react";

import type { ConsolidationGrouping, FindingLevel, RowLack, RowState } from "../../host";
import { Button, Check, Choice, DialogTrigger, Field, Popover, classes, fold } from "../../kit";
import { EMPTY_QUERY, filterCount, useApp } from "../../state";
import { ROW_STATES, rowStateWord } from "../states";
import { useConsolidation } from "./useConsolidation";
import { groupWord, headingWord, lackWord, leastFindingWord } from "./words";
import styles from "./Consolidation.module.css";

const GROUPS: readonly ConsolidationGrouping[] = ["none", "axis", "priority", "institution"];
const LACKS: readonly RowLack[] = ["target", "baseline", "indicator", "line"];
const LEASTS: readonly FindingLevel[] = ["error", "warning", "info"];
/** A search is asked after so much rest. */
const SEARCH_MS = 200;
/** Choices of a list past which it has a box to search in. */
const LONG_LIST = 12;

/** What is left out, and how rows are put together: for all parts of the screen. */
export function FilterBar() {
  const app = useApp();
  const view = useConsolidation((state) => state.view);
  const query = useConsolidation((state) => state.query);
  const { consolidation } = app;
  const count = filterCount(query);
  if (view === null) return null;
  const axes = view.axes.map((one) => ({ key: one.key, text: headingWord(one, "axis") }));
  const priorities = view.priorities.map((one) => ({
    key: one.key,
    text: headingWord(one, "priority"),
  }));
  const institutions = view.institutions.map((name) => ({ key: name, text: name }));
  const states = ROW_STATES.map((state) => ({ key: state, text: rowStateWord(state) }));
  const lacks = LACKS.map((lack) => ({ key: lack, text: lackWord(lack) }));
  const years = view.allYears.map((year) => ({ key: String(year), text: String(year) }));
  return (
    <div className={styles.filters} role="group" aria-label={t`Filtros`}>
      <SearchBox />
      <ListChip
        label={t`Institución`}
        testId="chip-institution"
        options={institutions}
        chosen={query.institutions}
        onChange={(chosen) => consolidation.ask({ institutions: chosen })}
      />
      <ListChip
        label={t`Eje`}
        testId="chip-axis"
        options={axes}
        chosen={query.axes}
        onChange={(chosen) => consolidation.ask({ axes: chosen })}
      />
      <ListChip
        label={t`Prioridad`}
        testId="chip-priority"
        options={priorities}
        chosen={query.priorities}
        onChange={(chosen) => consolidation.ask({ priorities: chosen })}
      />
      <ListChip
        label={t`Estado`}
        testId="chip-state"
        options={states}
        chosen={query.states}
        onChange={(chosen) => consolidation.ask({ states: chosen as RowState[] })}
      />
      <MoreChip />
      <ListChip
        label={t`Falta`}
        testId="chip-lack"
        options={lacks}
        chosen={query.lacks}
        onChange={(chosen) => consolidation.ask({ lacks: chosen as RowLack[] })}
      />
      <ListChip
        label={t`Años`}
        testId="chip-years"
        options={years}
        chosen={query.years.map(String)}
        onChange={(chosen) => consolidation.ask({ years: chosen.map(Number) })}
      />
      <div className={styles.grouping}>
        <Choice
          label={t`Agrupar`}
          labelHidden
          testId="grouping"
          value={query.group}
          options={GROUPS.map((group) => ({ value: group, text: groupWord(group) }))}
          onChange={(group) => consolidation.ask({ group })}
        />
      </div>
      {count > 0 && (
        <Button
          size="small"
          look="quiet"
          data-testid="clear-filters"
          onPress={() => consolidation.clear()}
        >
          <FilterX size={15} aria-hidden />
          {plural(count, { one: "Quitar # filtro", other: "Quitar # filtros" })}
        </Button>
      )}
    </div>
  );
}

function SearchBox() {
  const app = useApp();
  const asked = useConsolidation((state) => state.query.text);
  const [text, setText] = useState(asked);
  const waiting = useRef<ReturnType<typeof setTimeout>>(undefined);
  const [seen, setSeen] = useState(asked);
  // Somebody cleared the filters.
  if (seen !== asked) {
    setSeen(asked);
    setText(asked);
  }
  useEffect(() => () => clearTimeout(waiting.current), []);
  return (
    <div className={styles.search}>
      <Search size={15} aria-hidden />
      <input
        type="search"
        aria-label={t`Buscar en todas las matrices`}
        placeholder={t`Buscar en todas`}
        value={text}
        maxLength={200}
        data-testid="consolidation-search"
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          clearTimeout(waiting.current);
          waiting.current = setTimeout(() => app.consolidation.ask({ text: next }), SEARCH_MS);
        }}
      />
    </div>
  );
}

interface Option {
  key: string;
  text: string;
}

interface ListChipProps {
  label: string;
  testId: string;
  options: readonly Option[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
}

function ListChip({ label, testId, options, chosen, onChange }: ListChipProps) {
  const [wanted, setWanted] = useState("");
  const folded = fold(wanted.trim());
  // What was chosen and no matrix has any more can still be unticked.
  const gone = chosen.filter((key) => !options.some((one) => one.key === key));
  const all = [...options, ...gone.map((key) => ({ key, text: key }))];
  const shown = all.filter((one) => folded === "" || fold(one.text).includes(folded));
  const first = all.find((one) => one.key === chosen[0])?.text ?? "";
  const words =
    chosen.length < 2 ? first : plural(chosen.length, { one: "# elegido", other: "# elegidos" });
  return (
    <Chip label={label} chosen={words} testId={testId}>
      {options.length > LONG_LIST && (
        <Field label={t`Buscar en la lista`} value={wanted} onChange={setWanted} />
      )}
      <div className={styles.options}>
        {shown.map((one) => (
          <Check
            key={one.key}
            checked={chosen.includes(one.key)}
            onChange={(on) =>
              onChange(on ? [...chosen, one.key] : chosen.filter((key) => key !== one.key))
            }
          >
            {one.text}
          </Check>
        ))}
        {shown.length === 0 && <p>{t`Nada con esas letras.`}</p>}
      </div>
      {chosen.length > 0 && (
        <Button size="small" onPress={() => onChange([])}>
          {t`Quitar este filtro`}
        </Button>
      )}
    </Chip>
  );
}

/** Sujeta a revisión, and findings: one of a few each. */
function MoreChip() {
  const { consolidation } = useApp();
  const { subject, findings } = useConsolidation((state) => state.query);
  const least = findings === null ? "" : leastFindingWord(findings);
  const marked = subject === null ? "" : subject ? t`sujetas a revisión` : t`no sujetas a revisión`;
  const chosen = [marked, least].filter((word) => word !== "").join(", ");
  return (
    <Chip label={t`Revisión y hallazgos`} chosen={chosen} testId="chip-more">
      <Choice
        label={t`Sujeta a revisión`}
        testId="filter-subject"
        value={subject === null ? "any" : subject ? "yes" : "no"}
        options={[
          { value: "any", text: t`Todas` },
          { value: "yes", text: t`Solo las sujetas a revisión` },
          { value: "no", text: t`Solo las que no lo están` },
        ]}
        onChange={(value) =>
          consolidation.ask({ subject: value === "any" ? EMPTY_QUERY.subject : value === "yes" })
        }
      />
      <Choice
        label={t`Hallazgos`}
        testId="filter-findings"
        value={findings ?? "any"}
        options={[
          { value: "any", text: t`Todas` },
          ...LEASTS.map((level) => ({ value: level, text: leastFindingWord(level) })),
        ]}
        onChange={(value) => consolidation.ask({ findings: value === "any" ? null : value })}
      />
    </Chip>
  );
}

interface ChipProps {
  label: string;
  /** What is chosen, in words; "" for nothing. */
  chosen: string;
  testId: string;
  children: ReactNode;
}

function Chip({ label, chosen, testId, children }: ChipProps) {
  return (
    <DialogTrigger>
      <Button size="small" look="quiet" data-testid={testId}>
        <span className={classes(styles.chip, chosen !== "" && styles.on)}>
          <span className={styles.chipWords}>{chosen === "" ? label : t`${label}: ${chosen}`}</span>
          <ChevronDown size={13} aria-hidden />
        </span>
      </Button>
      <Popover label={label}>
        <div className={styles.popover}>{children}</div>
      </Popover>
    </DialogTrigger>
  );
}
