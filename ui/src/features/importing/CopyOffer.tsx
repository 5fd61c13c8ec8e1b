import { plural, t } from "@lingui/core/macro";
import { useState } from "react";

import { Button, Notice } from "../../kit";
import { useStore, type ImportSession } from "../../state";
import { MergeDialog } from "./MergeDialog";
import styles from "./Import.module.css";

/** The file is a changed copy of a matrix there is: it is compared with it before anything else. */
export function CopyOffer({ session }: { session: ImportSession }) {
  const matches = useStore(session.state, (state) => state.matches);
  const [merging, setMerging] = useState<string | null>(null);
  if (matches.length === 0) return null;
  const chosen = matches.find(({ dossier }) => dossier === merging);
  const [first] = matches;
  const common = plural(first?.rows ?? 0, {
    one: "# renglón en común",
    other: "# renglones en común",
  });
  return (
    <>
      <Notice
        tone="wait"
        testId="import-copy"
        message={
          first?.byIds === true
            ? t`Este archivo salió de un expediente que ya tienes (${common}).`
            : t`Este archivo parece copia de una matriz que ya tienes (${common}).`
        }
        next={t`Compáralo para no tener los renglones dos veces; también puedes importarlo como expediente nuevo.`}
      >
        <span className={styles.offers}>
          {matches.map(({ dossier, title, institution }) => {
            const name = institution === "" ? title : institution;
            return (
              <Button
                key={dossier}
                look={dossier === first?.dossier ? "strong" : "plain"}
                data-testid="import-compare"
                onPress={() => setMerging(dossier)}
              >
                {t`Comparar y fusionar con «${name}»`}
              </Button>
            );
          })}
        </span>
      </Notice>
      {chosen !== undefined && (
        <MergeDialog session={session} match={chosen} onClose={() => setMerging(null)} />
      )}
    </>
  );
}
