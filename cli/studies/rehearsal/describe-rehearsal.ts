import type { Estimate, Undefined } from "#lib/stats/estimate.ts";
import { BEHAVIOURS } from "#lib/study/rehearsal/behaviours/registry.ts";
import type { RehearsalSummary } from "#lib/study/rehearsal/summarise-rehearsal.ts";
import type { CrowdCount } from "./count-crowd.ts";
import type { Rehearsal } from "./run-rehearsal.ts";

/** A rehearsal as a person reads it in a terminal. */
export function describeRehearsal({
  study,
  seed,
  planted,
  crowd,
  delivery,
  summary,
  resultsUrl,
}: Rehearsal): string {
  const { given, accepted, stored, lost, duplicated, refused } = delivery;
  return [
    `SIMULATED: a rehearsal of ${study.name} (${study.id}), seed ${seed}`,
    "",
    ...crowdLines(crowd),
    `answers: ${given} given, ${accepted} accepted, ${stored} stored; ${lost} lost, ${duplicated} duplicated, ${refused} refused`,
    "",
    ...(summary
      ? summaryLines(summary, planted)
      : ["Raters of this study see no map: there is nothing planted to be recovered."]),
    "",
    `results: ${resultsUrl}`,
  ].join("\n");
}

function summaryLines(summary: RehearsalSummary, planted: readonly string[]): string[] {
  return [
    `analysed: ${summary.answers} answers; agreement: alpha ${interval(summary.agreement)}`,
    ...orderLines(summary),
    "",
    `arms (planted: what careful raters without number score${planted.length > 0 ? `; given ${planted.join(", ")}` : ""})`,
    ...armLines(summary),
    "",
    `differences, and the power of ${summary.powerRaters} such raters (Holm, 0.05)`,
    ...effectLines(summary),
  ];
}

function crowdLines({ behaviours, rules, restarts, faults, ...all }: CrowdCount): string[] {
  const { lostRequests, lostReplies, repeated, late } = faults;
  return [
    `raters: ${counts(all)}`,
    ...behaviours.map((one) => `  ${one.id}: ${counts(one)}. ${BEHAVIOURS[one.id].about}`),
    ...rules.map(({ words, raters }) => `  left out who ${words}: ${raters}`),
    ...(restarts + lostRequests + lostReplies + repeated + late > 0
      ? [
          `lines: ${lostRequests} requests and ${lostReplies} replies lost, ${repeated} sent twice, ${late} overtaken; ${restarts} restarts`,
        ]
      : []),
  ];
}

const counts = ({ raters, completed, leftOut }: Pick<CrowdCount, "raters" | "completed" | "leftOut">) =>
  `${raters}, ${completed} completed, ${leftOut} left out by the study's rules`;

function orderLines({ orders }: RehearsalSummary): string[] {
  return orders.map(({ statement, tau }) =>
    "undefined" in tau
      ? `order of arms ${statement} a class: Kendall's tau undefined (${tau.undefined})`
      : `order of arms ${statement} a class: Kendall's tau ${number(tau.value)} (${tau.n} arms)`,
  );
}

function armLines({ arms }: RehearsalSummary): string[] {
  const width = Math.max(...arms.map(({ label }) => label.length));
  return arms.map(({ label, planted, recovered }) => {
    const put = "undefined" in planted ? because(planted) : number(planted.value);
    return `  ${label.padEnd(width)}  planted ${put}  recovered ${interval(recovered)}`;
  });
}

function effectLines({ arms, effects }: RehearsalSummary): string[] {
  const labels = new Map(arms.map(({ armId, label }) => [armId, label]));
  return effects.map(({ a, b, planted, recovered, outcome, covered, power }) => {
    const held = covered === false ? ", planted value outside" : "";
    return `  ${labels.get(a)} over ${labels.get(b)}: planted ${number(planted)}, recovered ${interval(recovered)}: ${outcome ?? "no verdict"}${held}; power ${interval(power)}`;
  });
}

const number = (value: number) => value.toFixed(2);
const because = ({ undefined: reason }: Undefined) => `undefined (${reason})`;

function interval(estimate: Estimate): string {
  if ("undefined" in estimate) return because(estimate);
  return `${number(estimate.value)} [${number(estimate.low)}, ${number(estimate.high)}]`;
}
