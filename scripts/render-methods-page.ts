import { EXPLAINER_GROUPS, type Explainer } from "#lib/explain/define-explainer.ts";
import { describeOptions } from "#lib/explain/describe-options.ts";
import { literature } from "#lib/explain/literature.ts";
import { explainers } from "#lib/explain/registry.ts";
import { INTERVAL_NAMES, type Measure, measures } from "#lib/metrics/classification/measures.ts";
import { explanationsOf, forwardsOf, type MetricFacts } from "#lib/metrics/define-metric.ts";
import { metricLiterature } from "#lib/metrics/literature.ts";
import { metrics, otherDefinitions, probingMetrics } from "#lib/metrics/registry.ts";

/**
 * docs/methods.md, from the declared methods and metrics: what is documented is what runs. A test compares the two;
 * `npx vitest run test/unit/docs -u` writes the page anew.
 */
export function renderMethodsPage(): string {
  return [
    "# Methods and metrics",
    "This page is written from the declarations in `lib/explain` and `lib/metrics`; do not edit it by hand.",
    "## Explanation methods",
    "Every map is kept as the method gives it, at its own resolution. For people and for metrics it is brought to the size of the picture (bilinear, half-pixel centres, edges clamped), clipped at 0 and min-maxed; a map without contrast is 0 everywhere. A map's randomness comes from the run's seed, the method, the picture's content and the class, so it does not depend on how the work was divided.",
    ...EXPLAINER_GROUPS.flatMap((group) => [
      `### Group: ${group}`,
      ...[...explainers.values()].filter((one) => one.group === group).map(explainerSection),
    ]),
    "## Metrics",
    "Metrics see the map at the model's input size, prepared as above, and each map is judged on the model it explains. What cannot be computed is undefined with a reason, never 0. Curves follow the probability of the map's class; for a map of evidence against a class, that of the true class.",
    table(METRIC_HEAD, [...metrics.values()].map(metricRow)),
    "The same by other definitions, the numbers that other tools would give:",
    table(METRIC_HEAD, [...otherDefinitions.values()].map(metricRow)),
    "Every run scores its maps with the metrics of both tables. Those below ask the model, or the method, about changed images, cost as much again or far more, and are scored on request. All maps of an image are asked about the same changes. Each names the definition it follows; values of different definitions are different numbers.",
    table(
      [...METRIC_HEAD, "Cost of a map"],
      [...probingMetrics.values()].map((metric) => [
        ...metricRow(metric),
        explanationsOf(metric, 5) > 0
          ? `${explanationsOf(metric, 5)} maps`
          : `${forwardsOf(metric, 224)} forward passes`,
      ]),
    ),
    "## Classification",
    "Of a model on the labelled images of a split. Every number has a 95 % interval or the reason why there is none; how each interval is made, and how often it holds the truth, is in [decision 011](decisions/011-intervals-of-the-classification-report.md). A macro average needs a value for every class.",
    table(
      ["Measure", "id", "Better", "Definition", "Interval", "Source"],
      Object.entries<Measure>(measures).map(([id, measure]) => [
        measure.name,
        `\`${id}\``,
        measure.direction,
        measure.definition,
        INTERVAL_NAMES[measure.interval],
        measure.cites.join(", "),
      ]),
    ),
    "## Literature",
    Object.entries({ ...literature, ...metricLiterature })
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, text]) => `- **${key}** ${text}`)
      .join("\n"),
    "",
  ].join("\n\n");
}

/** File of a method's own page in docs/explainers; + and - keep their meaning in a name. */
export const pageOf = (id: string): string => `${stemOf(id)}.md`;
export const stemOf = (id: string): string =>
  id.replace(/\+\+$/, "-plus-plus").replace(/\+$/, "-plus").replace(/-$/, "-minus");

export const EXPLAINS = {
  for: "evidence for the class",
  against: "evidence against the class",
  either: "nothing about the model: a control",
};

function explainerSection(explainer: Explainer): string {
  const { id, name, formula, needs, explains, cites, signed } = explainer;
  const facts = [
    `id \`${id}\`; shows ${EXPLAINS[explains]}${signed ? "; values below 0 speak against it, and are clipped when shown" : ""}`,
    `map: ${formula}`,
    `needs: ${needs.length > 0 ? needs.join(", ") : "nothing"}`,
    ...(cites.length > 0 ? [`source: ${cites.join(", ")}`] : []),
  ];
  return [
    `#### [${name}](explainers/${pageOf(id)})`,
    facts.map((fact) => `- ${fact}`).join("\n"),
    ...optionTable(explainer),
  ].join("\n\n");
}

export function optionTable({ options }: Explainer): string[] {
  const rows = describeOptions(options).map(({ name, usual, meaning }) => [
    `\`${name}\``,
    `\`${JSON.stringify(usual)}\``,
    meaning,
  ]);
  return rows.length > 0 ? [table(["Option", "Default", "Meaning"], rows)] : [];
}

const METRIC_HEAD = ["Metric", "id", "Better", "Definition", "Parameters", "Source"];

function metricRow({ id, name, direction, formula, parameters, cites }: MetricFacts): string[] {
  const shown = Object.entries(parameters).filter(([key]) => key !== "preparation");
  return [
    name,
    `\`${id}\``,
    direction,
    formula,
    shown.map(([key, value]) => `${key} ${value}`).join("; "),
    cites.join(", "),
  ];
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
