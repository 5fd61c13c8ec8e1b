import { t } from "@lingui/core/macro";
import { ArrowDownToLine, ArrowUpFromLine } from "lucide-react";

import type { FormulaParts, MatrixAction, Row } from "../../host";
import { Button } from "../../kit";
import { mayChange, useApp, useDossier, useDossierState } from "../../state";
import { formulaOf, partsOf } from "../fields";
import { FichaField } from "./FichaField";
import styles from "./Ficha.module.css";

const PARTS = ["numerator", "denominator", "factor"] as const;

/** The printed formula, its parts, and the two ways from one to the other. */
export function Formula({ row }: { row: Row }) {
  const dossier = useDossier();
  const app = useApp();
  const canEdit = useDossierState((state) => mayChange(state, row));
  const found = partsOf(row.formula);
  const printed = formulaOf(row.formulaParts);
  const news = found !== null && PARTS.some((part) => found[part] !== row.formulaParts[part]);

  const set = (field: string, value: string): MatrixAction => {
    const { line, indicator } = row;
    const base = dossier.state.get().version;
    return { type: "set", line, indicator, field, value, base };
  };
  const act = (label: string, actions: MatrixAction[]) => {
    dossier.act(label, actions).catch((failure: unknown) => app.fail(failure));
  };
  const take = (parts: FormulaParts) => {
    const changed = PARTS.filter((part) => parts[part] !== row.formulaParts[part]);
    act(
      t`Tomar las partes de la fórmula`,
      changed.map((part) => set(`formula.${part}`, parts[part])),
    );
  };

  return (
    <>
      <FichaField row={row} field="formula" />
      <div className={styles.parts} role="group" aria-label={t`Partes de la fórmula`}>
        {PARTS.map((part) => (
          <FichaField key={part} row={row} field={`formula.${part}`} />
        ))}
        {canEdit && (news || (printed !== null && printed !== row.formula)) && (
          <div className={styles.ways}>
            {news && (
              <Button size="small" data-testid="formula-take" onPress={() => take(found)}>
                <ArrowDownToLine size={14} aria-hidden /> {t`Tomar de la fórmula`}
              </Button>
            )}
            {printed !== null && printed !== row.formula && (
              <Button
                size="small"
                data-testid="formula-write"
                onPress={() =>
                  act(t`Escribir la fórmula con sus partes`, [set("formula", printed)])
                }
              >
                <ArrowUpFromLine size={14} aria-hidden /> {t`Escribir la fórmula con estas partes`}
              </Button>
            )}
          </div>
        )}
      </div>
    </>
  );
}
