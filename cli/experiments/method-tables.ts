import { factsOf } from "#lib/metrics/definition-spread.ts";
import { compareSamples } from "#lib/stats/paired-comparison.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { mean, overImages, seedSpread } from "./estimates.ts";
import { COSTLY_METRICS } from "./measure-model.ts";
import type { ArmScores } from "./methods.ts";
import { MAP_METRICS, scoreKey } from "./score-arm-map.ts";
import { type Cell, formatFigure, type Table } from "./tables.ts";

const REFERENCE = "SCOUTER+";

interface Column {
  head: string;
  key: string;
}

const column = (judge: Parameters<typeof scoreKey>[0], metricId: string, head?: string): Column => {
  const { name, direction } = factsOf(metricId);
  return { head: `${head ?? name} ${direction === "higher" ? "↑" : "↓"}`, key: scoreKey(judge, metricId) };
};

const own = (metricId: string) => column("own", metricId);

const LOCATION = MAP_METRICS.map(own);

const FAITHFULNESS = [...COSTLY_METRICS, "infidelity", "max-sensitivity", "parameter-randomisation"].map(own);

const JUDGED = [
  column("fc", "insertion-auc", "IAUC on FC"),
  column("fc", "deletion-auc", "DAUC on FC"),
  column("scouter+", "insertion-auc", "IAUC on SCOUTER+"),
  column("scouter+", "deletion-auc", "DAUC on SCOUTER+"),
];

const AGAINST = [
  column("own class", "insertion-auc", "IAUC of the class"),
  column("own class", "deletion-auc", "DAUC of the class"),
  own("contrary-evidence"),
];

/** What SCOUTER+ is compared in: precision rewards small maps, so an area-free score and both protocols stand beside it. */
const COMPARED = [
  "precision-box",
  "top5-in-mask",
  "insertion-auc-over-clean",
  "deletion-auc",
  "infidelity",
].map(own);

/** The value of an arm on a model that is the arm's own is filed under "own". */
function valuesOf({ arm, scores }: ArmScores, key: string): (number | null)[][] {
  const [judge, metricId] = [key.slice(0, key.lastIndexOf(" ")), key.slice(key.lastIndexOf(" ") + 1)];
  const filed = judge === arm.model ? scoreKey("own", metricId) : key;
  return scores.map((one) => one[filed] ?? []);
}

const estimate = (row: ArmScores, key: string) => overImages(valuesOf(row, key));

export function methodTables(rows: readonly ArmScores[]): Table[] {
  const against = rows.filter(({ scores }) => scoreKey("own class", "insertion-auc") in scores[0]);
  return [
    table("Where the maps lie", rows, LOCATION, [
      "Mean over images with its 95 % bootstrap interval; a method that draws is averaged over its draws first.",
      "Precision rewards small maps: the share of the 5 % highest pixels in the mask, and rank accuracy, do not.",
    ]),
    table("What they are worth to the model they explain", rows, FAITHFULNESS, [
      "Insertion and deletion follow the true class's probability. A model that is surer lifts its insertion curve whatever its maps: over the clean probability takes that out.",
      "Max-sensitivity on 3 to 20 images, as many as eleven more maps of each can be afforded on; parameter randomisation on 10 to 20 (IBA not: its statistics belong to the trained features).",
    ]),
    table("All maps on one judge", rows, JUDGED, [
      "The same maps, judged once by the fully connected model and once by SCOUTER+: what is left of a difference here is the map's.",
    ]),
    table("Evidence against a class", against, AGAINST, [
      "Insertion and deletion of the explained class's own probability, where deletion should raise it; any deletion does so towards that of an empty image, hence the last column: the rise of the class's logit over that in random orders. Above 0, the map shows what held the class down.",
    ]),
    comparisonTable(rows),
    drawTable(rows),
  ];
}

function table(
  title: string,
  rows: readonly ArmScores[],
  columns: readonly Column[],
  notes: string[],
): Table {
  return {
    title,
    columns: ["", ...columns.map(({ head }) => head)],
    rows: rows.map((row): Cell[] => [row.arm.label, ...columns.map(({ key }) => estimate(row, key))]),
    notes,
  };
}

/** Each image's mean over draws. */
function perImage(row: ArmScores, key: string): (number | null)[] {
  const bySeed = valuesOf(row, key);
  return (bySeed[0] ?? []).map((_, i) => {
    const values = bySeed.flatMap((values) => values[i] ?? []);
    return values.length > 0 ? mean(values) : null;
  });
}

function compareWithReference(rows: readonly ArmScores[], key: string) {
  const length = Math.max(...rows.map((row) => perImage(row, key).length));
  const samples = rows.map((row) => {
    const values = perImage(row, key);
    return { id: row.arm.label, values: Array.from({ length }, (_, i) => values[i] ?? null) };
  });
  return compareSamples(samples, { random: createRandom(`methods ${key}`) }, REFERENCE);
}

function comparisonTable(rows: readonly ArmScores[]): Table {
  const compared = COMPARED.map(({ key }) => compareWithReference(rows, key));
  const others = rows.filter(({ arm }) => arm.label !== REFERENCE);
  return {
    title: "SCOUTER+ minus the others",
    columns: ["", ...COMPARED.flatMap(({ head }) => [head, "p, Holm", "r"])],
    rows: others.map(({ arm }): Cell[] => [
      arm.label,
      ...compared.flatMap((found): Cell[] => {
        const one = found.find(({ b }) => b === arm.label);
        if (!one) return ["–", "–", "–"];
        const effect = "value" in one.effect ? formatFigure(one.effect.value) : "–";
        return [one.difference, formatP(one.adjusted), effect];
      }),
    ]),
    notes: [
      "Paired by image: mean difference with its 95 % bootstrap interval, Wilcoxon's signed-rank test corrected by Holm over the methods of a column, r = rank-biserial correlation (1 = SCOUTER+ larger on every image).",
    ],
  };
}

function drawTable(rows: readonly ArmScores[]): Table {
  const drawn = rows.filter(({ scores }) => scores.length > 1);
  const count = (one: ArmScores["scores"][number]) =>
    Object.values(one)[0]?.filter((value) => value !== null).length ?? 0;
  const spread = (row: ArmScores, key: string) => {
    const all = valuesOf(row, key);
    const common = Math.min(...all.map((values) => values.length));
    return seedSpread(all.map((values) => values.slice(0, common)));
  };
  return {
    title: "Methods that draw",
    columns: [
      "",
      "passes a map",
      "images a draw",
      ...LOCATION.slice(0, 2).map(({ head }) => `sd of ${head}`),
    ],
    rows: drawn.map((row): Cell[] => [
      row.arm.label,
      String(row.passes),
      row.scores.map(count).join(", "),
      ...LOCATION.slice(0, 2).map(({ key }) => spread(row, key)),
    ]),
    notes: ["Standard deviation between the draws' means over the images they have in common."],
  };
}

function formatP(p: number | null): string {
  if (p === null) return "–";
  return p < 0.0001 ? "< .0001" : formatFigure(p);
}

/** A difference counts when its interval excludes 0 and its corrected p is below this. */
const LEVEL = 0.05;

/** Where SCOUTER+ is ahead and where it is not, by the differences of the comparison table: interval and corrected p alike. */
export function methodFindings(rows: readonly ArmScores[]): string[] {
  const rivals = new Set(
    rows
      .filter(({ arm }) => arm.model === "fc" && !arm.explainer.startsWith("control-"))
      .map(({ arm }) => arm.label),
  );
  return COMPARED.map(({ head, key }) => {
    const sign = head.endsWith("↑") ? 1 : -1;
    const verdicts = compareWithReference(rows, key)
      .filter(({ b }) => rivals.has(b))
      .map(({ b, difference, adjusted }) => {
        if ("undefined" in difference || adjusted === null || adjusted >= LEVEL)
          return { b, verdict: "equal" };
        const [low, high] = [sign * difference.low, sign * difference.high].sort((x, y) => x - y);
        return { b, verdict: low > 0 ? "better" : high < 0 ? "worse" : "equal" };
      });
    const named = (wanted: string) => verdicts.filter(({ verdict }) => verdict === wanted).map(({ b }) => b);
    const [worse, equal] = [named("worse"), named("equal")];
    const list = (names: string[]) => (names.length > 0 ? names.join(", ") : "none");
    return `${head}: SCOUTER+ is better than ${named("better").length} of the ${verdicts.length} methods on the baseline, worse than ${list(worse)}, and not to be told from ${list(equal)}.`;
  });
}
