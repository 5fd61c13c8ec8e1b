import { t } from "@lingui/core/macro";

/** A value offered for a field; the field takes others too. */
export interface Offer {
  /** What is written in the document. */
  value: string;
  /** What a person reads. */
  label: string;
  /** What it means, where the word does not say it. */
  note?: string;
}

/** `brainstorm`: how the shell calls the stage of a line that came out of a "lluvia de ideas". */
const BRAINSTORM = "brainstorm";

/** Words of the form, in the language of the document: they are written into it as they are. */
function words(list: string): Offer[] {
  return list.split("|").map((word) => ({ value: word, label: word }));
}

const UNITS = words("Porcentaje|Número|Tasa|Tasa de variación|Índice|Razón|Promedio|Proporción");
const FREQUENCIES = words(
  "Mensual|Bimestral|Trimestral|Cuatrimestral|Semestral|Anual|Bienal|Trienal|Sexenal",
);

/** The values a field is usually one of; `null` for a field that is free text. */
export function offersOf(field: string): readonly Offer[] | null {
  switch (field) {
    case "unitOfMeasure":
      return UNITS;
    case "frequency":
      return FREQUENCIES;
    case "direction":
      return [
        { value: "Ascendente", label: "Ascendente", note: t`mientras más alto, mejor` },
        { value: "Descendente", label: "Descendente", note: t`mientras más bajo, mejor` },
        { value: "Constante", label: "Constante", note: t`debe mantenerse` },
      ];
    case "targetBehavior":
      return [
        { value: "Periódica", label: "Periódica", note: t`cada año empieza de cero` },
        { value: "Acumulada", label: "Acumulada", note: t`cada año suma al anterior` },
        {
          value: "Acumulada sin suma",
          label: "Acumulada sin suma",
          note: t`cada año dice lo alcanzado hasta entonces`,
        },
      ];
    case "stage":
      return [{ value: BRAINSTORM, label: t`Lluvia de ideas` }];
    default:
      return null;
  }
}

/** A value as a person reads it: the label of the list, or the value itself. */
export function shownValue(field: string, value: string): string {
  return offersOf(field)?.find((offer) => offer.value === value)?.label ?? value;
}

/** What a person wrote or chose, as it goes into the document. */
export function writtenValue(field: string, shown: string): string {
  return offersOf(field)?.find((offer) => offer.label === shown)?.value ?? shown;
}
