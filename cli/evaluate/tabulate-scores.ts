import { directionFor, FAMILIES, type MetricFacts } from "#lib/metrics/define-metric.ts";
import { definitionSpread, factsOf } from "#lib/metrics/definition-spread.ts";
import { groupBy } from "#lib/services/group-by.ts";
import { bootstrapMean } from "#lib/stats/bootstrap-mean.ts";
import { compareSamples } from "#lib/stats/paired-comparison.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { type Cell, formatFigure, type Table } from "../experiments/tables.ts";
import type { ScoredRow } from "./score-group.ts";

export interface TabulateOptions {
  /** Label of the group that others are compared with. */
  reference: string;
  seed: string;
}

/** What one model judged, of one group and metric, picture by picture. */
type Values = ReadonlyMap<string, number | null>;

/**
 * A table a family and judge; area by class where maps of several classes are there (the paper's table 2); the paired comparisons
 * with the reference; the spread over definitions.
 */
export function tabulateScores(rows: readonly ScoredRow[], options: TabulateOptions): Table[] {
  const tables = [...judgesOf(rows)].flatMap(([name, judged]) =>
    FAMILIES.flatMap((family) => meansTable(judged, name, family, options)),
  );
  return [
    ...tables,
    ...areaByTarget(rows, options),
    ...[...judgesOf(rows)].flatMap(([name, judged]) => comparisonTable(judged, name, options)),
    ...spreadTable(rows),
  ];
}

/** The scores by protocol: each map on the model it explains, and all on one judge. */
function judgesOf(rows: readonly ScoredRow[]): Map<string, ScoredRow[]> {
  const own = rows.filter(({ protocol }) => protocol === "own");
  const judged = rows.filter(({ protocol }) => protocol === "judge");
  const protocols = new Map([["each map judged by the model it explains", own]]);
  if (judged.length > 0) protocols.set(`all maps judged by ${judged[0].judgedOn}`, judged);
  return protocols;
}

const unique = <T>(values: readonly T[]): T[] => [...new Set(values)];

function valuesOf(rows: readonly ScoredRow[], group: string, metricId: string): Values {
  const own = rows.filter((row) => row.group === group && row.metricId === metricId);
  return new Map(own.map(({ image, value }) => [image, value]));
}

function meanOf(values: Values, seed: string): Cell {
  return bootstrapMean([...values.values()], { random: createRandom(seed).fork("evaluate") });
}

function meansTable(
  rows: readonly ScoredRow[],
  judge: string,
  family: string,
  { seed }: TabulateOptions,
): Table[] {
  const ids = unique(rows.map(({ metricId }) => metricId)).filter((id) => factsOf(id).family === family);
  if (ids.length === 0) return [];
  const facts = ids.map(factsOf);
  return [
    {
      title: `${family[0].toUpperCase()}${family.slice(1)}, ${judge}`,
      columns: [
        "method",
        ...facts.map(({ name, direction }) => `${name} ${direction === "higher" ? "↑" : "↓"}`),
      ],
      rows: unique(rows.map(({ group }) => group)).map((group) => [
        group,
        ...ids.map((id) => meanOf(valuesOf(rows, group, id), seed)),
      ]),
      notes: [
        "Mean over pictures with its 95 % bootstrap interval; pictures where a score is undefined are left out.",
        ...facts.map(({ name, profile, formula }) => `${name} (${profile}): ${formula}.`),
        ...reversalNote(rows, facts),
      ],
    },
  ];
}

/** Which rows are to be read the other way round, in which columns. */
function reversalNote(rows: readonly ScoredRow[], facts: readonly MetricFacts[]): string[] {
  const against = unique(rows.filter(({ explains }) => explains === "against").map(({ group }) => group));
  const turned = facts.filter((metric) => directionFor(metric, "against") !== metric.direction);
  if (against.length === 0 || turned.length === 0) return [];
  return [
    `Evidence against a class (${against.join(", ")}) follows that class's own probability: there the other direction is better in ${turned.map(({ name }) => name).join(", ")}.`,
  ];
}

/** Table 2 of Li et al. 2021: area of the same method's maps for the true, the most and the least similar class. */
function areaByTarget(rows: readonly ScoredRow[], { seed }: TabulateOptions): Table[] {
  const areas = rows.filter(({ metricId, protocol }) => metricId === "area" && protocol === "own");
  const rules = unique(areas.map(({ targetRule }) => targetRule));
  if (rules.length < 2) return [];
  const arms = unique(areas.map(({ method, model }) => `${method} · ${model}`));
  const cell = (arm: string, rule: string): Cell => {
    const own = areas.filter((row) => `${row.method} · ${row.model}` === arm && row.targetRule === rule);
    return meanOf(new Map(own.map(({ image, value }) => [image, value])), seed);
  };
  return [
    {
      title: "Area by the class that is explained",
      columns: ["method", ...rules],
      rows: arms.map((arm) => [arm, ...rules.map((rule) => cell(arm, rule))]),
      notes: [
        "Evidence for a class should take less room the less the picture looks like it; evidence against, more.",
      ],
    },
  ];
}

function comparisonTable(
  rows: readonly ScoredRow[],
  judge: string,
  { reference, seed }: TabulateOptions,
): Table[] {
  const groups = unique(rows.map(({ group }) => group));
  if (groups.length < 2 || !groups.includes(reference)) return [];
  const images = unique(rows.map(({ image }) => image));
  const found = unique(rows.map(({ metricId }) => metricId)).flatMap((id) => {
    const samples = groups.map((group) => {
      const values = valuesOf(rows, group, id);
      return { id: group, values: images.map((image) => values.get(image) ?? null) };
    });
    const random = createRandom(seed).fork(`compare ${id}`);
    return compareSamples(samples, { random }, reference).map((one) => ({ id, ...one }));
  });
  return [
    {
      title: `${reference} against the others, ${judge}`,
      columns: ["metric", "against", "difference", "Wilcoxon p", "p, Holm", "rank-biserial", "pictures"],
      rows: found.map(({ id, b, difference, test, adjusted, effect }) => [
        factsOf(id).name,
        b,
        difference,
        "undefined" in test ? `– (${test.undefined.replaceAll("_", " ")})` : formatP(test.p),
        adjusted === null ? "–" : formatP(adjusted),
        "undefined" in effect ? "–" : formatFigure(effect.value),
        "n" in difference ? String(difference.n) : "0",
      ]),
      notes: [
        `Paired by picture: ${reference} minus the other, 95 % bootstrap interval. Wilcoxon's signed-rank test, exact up to 200 differences, corrected by Holm over the methods of a metric.`,
      ],
    },
  ];
}

function formatP(p: number): string {
  return p < 0.0001 ? "< .0001" : formatFigure(p);
}

/** How far apart the definitions of one measure are, as means over maps. */
function spreadTable(rows: readonly ScoredRow[]): Table[] {
  const byMap = groupBy(rows, ({ group, image, protocol }) => JSON.stringify([group, image, protocol]));
  const spreads = [...byMap.values()].flatMap(definitionSpread);
  if (spreads.length === 0) return [];
  const byMeasure = groupBy(spreads, ({ measure }) => measure);
  const lines = [...byMeasure].map(([measure, ofMaps]): Cell[] => {
    const known = ofMaps.flatMap(({ low, high }) => (low === null || high === null ? [] : [high - low]));
    const mean = known.reduce((sum, width) => sum + width, 0) / known.length;
    const definitions = unique(ofMaps.flatMap(({ byDefinition }) => byDefinition.map((one) => one.metricId)));
    return [factsOf(measure).name, definitions.join(", "), known.length > 0 ? formatFigure(mean) : "–"];
  });
  return [
    {
      title: "What the choice of a definition is worth",
      columns: ["measure", "definitions", "mean spread of a map"],
      rows: lines,
      notes: ["Largest minus smallest value of the same map under all definitions scored."],
    },
  ];
}
