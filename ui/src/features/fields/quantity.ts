import { t } from "@lingui/core/macro";

/** A printed value as it is understood: an exact decimal as digits, never a float. */
export interface Understood {
  /** Digits without needless zeros: "100", "-12.5". */
  amount: string;
  unit: "%" | "";
}

/** Digits a decimal may have, as the shell counts them. */
const DIGITS_MAX = 28;
const SHAPE = /^(-?)(\d+|\d{1,3}(?:,\d{3})+)(?:\.(\d+))?\s*(%?)$/;

/** "100", "100 %", "1,000", "12.5": what the shell will understand; `null` for anything else. */
export function quantity(text: string): Understood | null {
  const [, sign = "", grouped = "", fraction = "", unit = ""] = SHAPE.exec(text.trim()) ?? [];
  if (grouped === "") return null;
  const whole = grouped.replaceAll(",", "").replace(/^0+(?=\d)/, "");
  const rest = fraction.replace(/0+$/, "");
  if (whole.replace(/^0$/, "").length + rest.length > DIGITS_MAX) return null;
  const amount = rest === "" ? whole : `${whole}.${rest}`;
  return { amount: amount === "0" ? amount : sign + amount, unit: unit === "%" ? "%" : "" };
}

/**
 * How a value is understood, in the words under its editor; `null` for an empty one. `unitOfMeasure`
 * is that of the row, for a number that has no sign of its own.
 */
export function quantitySentence(text: string, unitOfMeasure: string): string | null {
  if (text.trim() === "") return null;
  const understood = quantity(text);
  if (understood === null) return t`No se entiende como número; se guarda como está escrito.`;
  const { amount, unit } = understood;
  const shown = grouped(amount);
  if (unit === "%") {
    const words = spelled(amount, false);
    return words === null ? t`${shown} por ciento` : t`${shown} %: ${words} por ciento`;
  }
  const own = unitOfMeasure.trim();
  if (own !== "") {
    const words = spelled(amount, false);
    return words === null ? `${shown} · ${own}` : t`${shown}: ${words} · ${own}`;
  }
  if (amount === "1") return t`1: una unidad`;
  const words = spelled(amount, true);
  return words === null ? t`${shown} unidades` : t`${shown}: ${words} unidades`;
}

/** "1000.5" as people here print it: "1,000.5". */
export function grouped(amount: string): string {
  const [whole = "", fraction] = amount.split(".");
  const printed = whole.replace(/(\d)(?=(\d{3})+$)/g, "$1,");
  return fraction === undefined ? printed : `${printed}.${fraction}`;
}

const SMALL =
  "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete veintiocho veintinueve".split(
    " ",
  );
const TENS = "treinta cuarenta cincuenta sesenta setenta ochenta noventa".split(" ");
const HUNDREDS =
  "ciento doscientos trescientos cuatrocientos quinientos seiscientos setecientos ochocientos novecientos".split(
    " ",
  );
/** Largest numbers put into words: longer words are read worse than figures. */
const SPELLED_DIGITS_MAX = 9;
const SPELLED_FRACTION_MAX = 3;

/** A number in words, so that a slip of a zero or a comma is seen; `null` if it is too long for it. */
export function spelled(amount: string, feminine: boolean): string | null {
  const negative = amount.startsWith("-");
  const [whole = "", fraction = ""] = amount.replace("-", "").split(".");
  if (whole.length > SPELLED_DIGITS_MAX || fraction.length > SPELLED_FRACTION_MAX) return null;
  const zeros = /^0*/.exec(fraction)?.[0].length ?? 0;
  const parts = [
    ...(negative ? ["menos"] : []),
    integer(Number(whole), feminine && fraction === ""),
    ...(fraction === ""
      ? []
      : [
          "punto",
          ...Array.from({ length: zeros }, () => "cero"),
          integer(Number(fraction), false),
        ]),
  ];
  return parts.join(" ");
}

/** A whole number below a thousand millions; whole numbers of that size are exact. */
function integer(value: number, feminine: boolean): string {
  if (value === 0) return "cero";
  const millions = Math.floor(value / 1_000_000);
  const thousands = Math.floor(value / 1_000) % 1_000;
  const rest = value % 1_000;
  const parts: string[] = [];
  if (millions > 0) parts.push(millions === 1 ? "un millón" : `${before(millions)} millones`);
  if (thousands > 0) parts.push(thousands === 1 ? "mil" : `${before(thousands)} mil`);
  if (rest > 0) parts.push(hundreds(rest, feminine));
  return parts.join(" ");
}

/** "veintiuno" and "treinta y uno" lose their end before "mil" and "millones". */
function before(value: number): string {
  return hundreds(value, false)
    .replace(/veintiuno$/, "veintiún")
    .replace(/uno$/, "un");
}

function hundreds(value: number, feminine: boolean): string {
  if (value === 100) return "cien";
  const hundred = HUNDREDS[Math.floor(value / 100) - 1] ?? "";
  const below = value % 100;
  const parts = [feminine ? hundred.replace(/os$/, "as") : hundred, tens(below, feminine)];
  return parts.filter((part) => part !== "").join(" ");
}

function tens(value: number, feminine: boolean): string {
  if (value === 0) return "";
  const small = SMALL[value];
  if (small !== undefined) return feminine ? small.replace(/uno$/, "una") : small;
  const unit = value % 10;
  const ten = TENS[Math.floor(value / 10) - 3] ?? "";
  return unit === 0 ? ten : `${ten} y ${tens(unit, feminine)}`;
}

/** What to say of a year that is not one; `null` if there is nothing to say. */
export function yearSentence(text: string): string | null {
  if (text.trim() === "" || /^\d{4}$/.test(text.trim())) return null;
  return t`Un año se escribe con cuatro cifras, como 2023. Se guarda como está escrito.`;
}
