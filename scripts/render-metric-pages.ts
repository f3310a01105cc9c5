import { formatFigure } from "#cli/experiments/tables.ts";
import { literature } from "#lib/explain/literature.ts";
import { measureOf } from "#lib/metrics/choose-metrics.ts";
import {
  directionFor,
  explanationsOf,
  FAMILIES,
  type Family,
  forwardsOf,
  type MetricFacts,
  PROFILES,
  type ProbingMetric,
} from "#lib/metrics/define-metric.ts";
import { metricLiterature } from "#lib/metrics/literature.ts";
import { metrics, otherDefinitions, probingMetrics } from "#lib/metrics/registry.ts";
import { EXAMPLE_MAPS, type ExampleScores } from "./metric-examples.ts";
import { metricNotes } from "./metric-notes.ts";

const TITLES: Record<Family, string> = {
  size: "Size",
  localisation: "Localisation: does the map lie on the object?",
  faithfulness: "Faithfulness: is the map true of the model?",
  robustness: "Robustness: does the map stay when the image hardly changes?",
  complexity: "Complexity: how simple is the map?",
  sanity: "Sanity: does the map depend on what it should depend on?",
};

const works = { ...literature, ...metricLiterature };

/** The definitions of each measure, the recommended one first. */
export function measures(): Map<string, MetricFacts[]> {
  const every = [...metrics.values(), ...otherDefinitions.values(), ...probingMetrics.values()];
  const byMeasure = new Map<string, MetricFacts[]>();
  for (const metric of every) {
    const list = byMeasure.get(measureOf(metric)) ?? [];
    byMeasure.set(measureOf(metric), metric.id === measureOf(metric) ? [metric, ...list] : [...list, metric]);
  }
  return byMeasure;
}

/**
 * docs/metrics: a page a measure and an index, from the declarations and `metric-notes.ts`. A test compares them with the files;
 * `npx vitest run test/unit/docs -u` writes them anew. @returns text by file name
 */
export function renderMetricPages(examples: ExampleScores): Map<string, string> {
  const pages = new Map([["README.md", index()]]);
  for (const [measure, definitions] of measures()) pages.set(`${measure}.md`, page(definitions, examples));
  return pages;
}

function index(): string {
  const lists = FAMILIES.map((family) => {
    const own = [...measures()].filter(([, [metric]]) => metric.family === family);
    const lines = own.map(
      ([id, [{ name, direction, formula }]]) => `- [${name}](${id}.md) (${direction} is better): ${formula}`,
    );
    return `## ${TITLES[family]}\n\n${lines.join("\n")}`;
  });
  const profiles = Object.entries(PROFILES).map(([id, text]) => `- \`${id}\`: ${text}`);
  return [
    "# Metrics",
    "These pages are written from the declarations in `lib/metrics`, from `scripts/metric-notes.ts` and from the scores of six example maps (`npx tsx scripts/draw-metrics.ts`): of one picture of a penguin, maps about the penguin, and for SCOUTER− about the koala that it is not. Each is judged on the model it explains. Do not edit them by hand.",
    "A score names the definition it follows; values of different definitions are different numbers, and `bin/whynot evaluate --definitions` shows how different. What cannot be computed is undefined with a reason, never 0, 1 or NaN. Equal values are ranked in row-major order.",
    ...lists,
    `## Definitions\n\n${profiles.join("\n")}`,
    "",
  ].join("\n\n");
}

function page(definitions: readonly MetricFacts[], examples: ExampleScores): string {
  const [own, ...others] = definitions;
  const cited = [...new Set(definitions.flatMap(({ cites }) => cites))].sort();
  return [
    `# ${own.name}`,
    metricNotes[own.id] ?? "",
    exampleTable(definitions, examples),
    ...section(own),
    ...(others.length > 0
      ? ["## Other definitions", ...others.flatMap((other) => [`### ${other.name}`, ...section(other)])]
      : []),
    ...(cited.length > 0 ? ["## Literature", cited.map((key) => `- ${works[key]}`).join("\n")] : []),
    "",
  ].join("\n\n");
}

/** Six maps of one picture and what each definition says of them. */
function exampleTable(definitions: readonly MetricFacts[], examples: ExampleScores): string {
  const cell = (score: number | string | undefined) =>
    typeof score === "number" ? formatFigure(score) : `– (${(score ?? "not scored").replaceAll("_", " ")})`;
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  return [
    line(["", ...EXAMPLE_MAPS.map(({ name }) => name)]),
    line(Array(EXAMPLE_MAPS.length + 1).fill("---")),
    line(["", ...EXAMPLE_MAPS.map(({ id, name }) => `![${name}](examples/${id}.webp)`)]),
    ...definitions.map(({ id, name }) =>
      line([name, ...EXAMPLE_MAPS.map((map) => cell(examples[id]?.[map.id]))]),
    ),
  ].join("\n");
}

function section(metric: MetricFacts): string[] {
  const [low, high] = metric.range;
  const facts = [
    `id \`${metric.id}\`, definition \`${metric.profile}\``,
    `value: ${metric.formula}`,
    `range: ${low ?? "unbounded"} to ${high ?? "unbounded"}; ${metric.direction} is better`,
    `map: ${metric.reads === "values" ? "of any sign, by its own values" : "what is above 0, min-maxed"}`,
    ...(metric.reverses
      ? [
          `of evidence against a class: that class's own p_c is followed, and ${directionFor(metric, "against")} is better`,
        ]
      : []),
    `needs: ${needsOf(metric)}`,
    ...costOf(metric),
    ...Object.entries(metric.parameters)
      .filter(([key]) => key !== "preparation")
      .map(([key, value]) => `${key}: ${value}`),
  ];
  return [facts.map((fact) => `- ${fact}`).join("\n")];
}

const NEEDS: Record<MetricFacts["needs"][number], string> = {
  mask: "a mask of the object",
  box: "a box around it",
  curves: "the model",
  explainer: "the method, to make maps anew",
  against: "a map of evidence against its class",
};

function needsOf(metric: MetricFacts): string {
  const asksModel = "forwards" in metric && forwardsOf(metric as ProbingMetric, 224) > 0;
  const needs = [...(asksModel ? ["the model"] : []), ...metric.needs.map((need) => NEEDS[need])];
  return needs.length > 0 ? needs.join(", ") : "the map alone";
}

/** Of a picture of 224 x 224. */
/** Of the networks in the demo: four stages and the head. */
const LAYERS = 5;

function costOf(metric: MetricFacts): string[] {
  if (!("forwards" in metric)) return [];
  const explanations = explanationsOf(metric as ProbingMetric, LAYERS);
  const byLayers = explanations !== explanationsOf(metric as ProbingMetric, 2 * LAYERS);
  const forwards = forwardsOf(metric as ProbingMetric, 224);
  const parts = [
    ...(forwards > 0 ? [`${forwards} forward passes at 224 pixels`] : []),
    ...(explanations > 0
      ? [`${explanations} maps of the method${byLayers ? ` for ${LAYERS} layers` : ""}`]
      : []),
  ];
  return [`cost of a score: ${parts.join(", ")}`];
}
