import { plural, t } from "@lingui/core/macro";

/** What the marks of a row say. */
export function markWords() {
  return { pending: t`Sujeta a revisión`, retired: t`Retirado` };
}

/** What the marks of a decision show and say, as features/decide has them: their width counts. */
export function decideWords() {
  return {
    values: (count: number) => plural(count, { one: "# valor", other: "# valores" }),
    valuesLabel: (count: number) =>
      plural(count, {
        one: "# valor; decidir cuál queda",
        other: "# valores; decidir cuál queda",
      }),
    merge: t`Por revisar`,
    mergeLabel: t`Por revisar: elegir qué texto queda`,
    retired: t`Retirado y editado`,
    retiredLabel: t`Retirado y editado a la vez: decidir`,
  };
}
