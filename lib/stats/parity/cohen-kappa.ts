import { cohenKappa } from "../agreement/cohen-kappa.ts";
import { percentAgreement, prevalenceAdjustedKappa } from "../agreement/percent-agreement.ts";
import type { Value } from "../estimate.ts";
import { numberOrReason, statsKind } from "./stats-kind.ts";

interface Inputs {
  a: number[];
  b: number[];
  labels: number[];
}

/** Cases call "no_data" what is `no_values` here. */
function answerOf(found: Value) {
  return "undefined" in found && found.undefined === "no_values"
    ? { undefined: "no_data" }
    : numberOrReason(found);
}

/** Kappa of two raters with every weighting, and agreement without and with Byrt's adjustment. */
export const cohen = statsKind<Inputs>(({ a, b, labels }) => {
  const table = labels.map((row) =>
    labels.map((column) => a.filter((label, i) => label === row && b[i] === column).length),
  );
  return {
    none: answerOf(cohenKappa(table, "none")),
    linear: answerOf(cohenKappa(table, "linear")),
    quadratic: answerOf(cohenKappa(table, "quadratic")),
    percent_agreement: answerOf(percentAgreement(table)),
    pabak: answerOf(prevalenceAdjustedKappa(table)),
  };
});
