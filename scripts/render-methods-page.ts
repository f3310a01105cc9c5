import { z } from "zod";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { literature } from "#lib/explain/literature.ts";
import { explainers } from "#lib/explain/registry.ts";
import type { Metric } from "#lib/metrics/define-metric.ts";
import { metrics } from "#lib/metrics/registry.ts";

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
    ...[...explainers.values()].map(explainerSection),
    "## Metrics",
    "Metrics see the map at the model's input size, prepared as above, and each map is judged on the model it explains. What cannot be computed is undefined with a reason, never 0. Curves follow the probability of the map's class; for a map of evidence against a class, that of the true class.",
    table(
      ["Metric", "id", "Better", "Definition", "Parameters", "Source"],
      [...metrics.values()].map(metricRow),
    ),
    "## Literature",
    Object.entries(literature)
      .map(([key, text]) => `- **${key}** ${text}`)
      .join("\n"),
    "",
  ].join("\n\n");
}

const EXPLAINS = {
  for: "evidence for the class",
  against: "evidence against the class",
  either: "nothing about the model: a control",
};

function explainerSection(explainer: Explainer): string {
  const { id, name, formula, needs, explains, cites } = explainer;
  const facts = [
    `id \`${id}\`; shows ${EXPLAINS[explains]}`,
    `map: ${formula}`,
    `needs: ${needs.length > 0 ? needs.join(", ") : "nothing"}`,
    ...(cites.length > 0 ? [`source: ${cites.join(", ")}`] : []),
  ];
  return [`### ${name}`, facts.map((fact) => `- ${fact}`).join("\n"), ...optionTable(explainer)].join("\n\n");
}

interface OptionSchema {
  default?: unknown;
  description?: string;
}

function optionTable({ options }: Explainer): string[] {
  const { properties = {} } = z.toJSONSchema(options, { io: "input" }) as {
    properties?: Record<string, OptionSchema>;
  };
  const rows = Object.entries(properties).map(([option, schema]) => [
    `\`${option}\``,
    `\`${JSON.stringify(schema.default)}\``,
    schema.description ?? "",
  ]);
  return rows.length > 0 ? [table(["Option", "Default", "Meaning"], rows)] : [];
}

function metricRow({ id, name, direction, formula, parameters, cites }: Metric): string[] {
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

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return [line(head), line(head.map(() => "---")), ...rows.map(line)].join("\n");
}
