import { t } from "@lingui/core/macro";

/** What the form means by a field, in one sentence; `null` where its name says it all. */
export function fieldHelp(field: string): string | null {
  if (field.startsWith("targets.")) {
    return t`Lo que se quiere alcanzar ese año, con su unidad: 100 %, 15.`;
  }
  switch (field) {
    case "headings.axis":
      return t`El eje de la política al que pertenece la prioridad.`;
    case "headings.objective":
      return t`El objetivo específico que persigue la línea.`;
    case "headings.priority":
      return t`La prioridad de la política que esta línea atiende.`;
    case "headings.strategy":
      return t`La estrategia bajo la que se agrupa la línea.`;
    case "actionLine":
      return t`El compromiso concreto: qué se hará, empezando por un verbo.`;
    case "stage":
      return t`En qué momento del diseño está la línea.`;
    case "responsible":
      return t`El área de la institución que responde por la línea.`;
    case "pendingExternal":
      return t`Espera la respuesta de otra institución; en el formato va en amarillo.`;
    case "indicatorName":
      return t`Qué se mide, sin verbo y sin la meta.`;
    case "interpretation":
      return t`Cómo se lee el valor: qué quiere decir que suba o que baje.`;
    case "unitOfMeasure":
      return t`En qué se expresa el indicador: porcentaje, número, tasa.`;
    case "formula":
      return t`Cómo se calcula, tal como se imprime en el formato.`;
    case "formula.numerator":
      return t`Lo que se cuenta: va arriba.`;
    case "formula.denominator":
      return t`Contra qué se compara: va abajo.`;
    case "formula.factor":
      return t`Por cuánto se multiplica, por ejemplo 100.`;
    case "frequency":
      return t`Cada cuánto se mide el indicador.`;
    case "direction":
      return t`Hacia dónde debe moverse el valor para que haya mejora.`;
    case "targetBehavior":
      return t`Si cada meta se cuenta por año o junta las anteriores.`;
    case "meansOfVerification":
      return t`Con qué documento o registro se comprueba el avance.`;
    case "baseline.value":
      return t`El valor del que se parte, con su unidad.`;
    case "baseline.year":
      return t`El año de ese valor, con cuatro cifras.`;
    case "baseline.source":
      return t`De dónde sale el valor.`;
    case "baseline.verification":
      return t`Quién lo comprobó y cómo.`;
    default:
      return null;
  }
}
