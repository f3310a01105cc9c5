import { createRandom } from "#lib/tensor/random.ts";
import { correctness, overImages, pointOf, seedSpread } from "./estimates.ts";
import type { Bench, Experiment } from "./experiment.ts";
import { measureMaps, type ScoresByMetric } from "./measure-model.ts";
import { PAPER_EXPLAINABILITY, PAPER_SOURCE } from "./paper.ts";
import {
  answersOf,
  KIND_NAMES,
  SCOUTER_KINDS,
  type ScouterKind,
  similarityOf,
  trainBaseline,
  trainHead,
} from "./scouter-models.ts";
import { type Cell, formatFigure } from "./tables.ts";

const LAMBDAS = [1, 3, 10];

/** Our metric, its head in the table, and the paper's number it stands beside. */
const COLUMNS = [
  ["area", "Area ↓", "area"],
  ["precision-box", "Precision in box ↑", "precision"],
  ["insertion-auc", "IAUC ↑", "insertion"],
  ["deletion-auc", "DAUC ↓", "deletion"],
  ["infidelity", "Infidelity ↓", "infidelity"],
  ["max-sensitivity", "Max-sensitivity ↓", "sensitivity"],
] as const;
const ALONE = [
  ["top5-in-mask", "Top 5 % in mask ↑"],
  ["insertion-auc-over-clean", "IAUC / clean ↑"],
  ["deletion-auc-over-clean", "DAUC / clean ↓"],
] as const;

interface Row {
  kind: ScouterKind;
  lambda: number;
  /** By seed. */
  scores: ScoresByMetric[];
  right: number[][];
}

/** The paper's table 1 on any data set: SCOUTER+ on the true class, SCOUTER− on the least similar one. */
export const explainability: Experiment = {
  id: "explainability",
  title: "Explainability by sign and lambda",
  about: "area, precision, insertion, deletion, infidelity and sensitivity of SCOUTER+ and SCOUTER− maps",
  async run(bench) {
    const [data] = bench.data;
    const positions = createRandom("costly").shuffle(data.test.map((_, i) => i));
    const costly = new Set(positions.slice(0, bench.options.images));
    const rows: Row[] = [];
    for (const kind of SCOUTER_KINDS)
      for (const lambda of LAMBDAS) rows.push({ kind, lambda, scores: [], right: [] });
    for (const seed of bench.options.seeds) {
      const baseline = await trainBaseline(bench, data, seed);
      const similarity = similarityOf(await answersOf(bench, baseline, data));
      for (const row of rows) {
        const ref = await trainHead(bench, { ...row, seed, data, baseline });
        const rule = row.kind === "scouter+" ? "true" : "least-similar";
        const key = `maps ${ref.name} ${rule} ${costly.size}`;
        const make = () => measureMaps({ ref, data, rule, similarity, costly, seed });
        row.scores.push(await bench.keep(key, [ref, baseline], make));
        row.right.push(correctness(await answersOf(bench, ref, data)));
      }
    }
    return { tables: [mainTable(rows, bench), moreTable(rows)], findings: findings(rows), values: rows };
  },
};

const nameOf = ({ kind, lambda }: Row) => `${KIND_NAMES[kind]} λ ${lambda}`;
const valuesOf = ({ scores }: Row, metric: string) => scores.map((one) => one[metric] ?? []);

function mainTable(rows: readonly Row[], { options, data }: Bench) {
  const columns = ["", "Accuracy", ...COLUMNS.flatMap(([, head]) => [head, "paper"])];
  const body = rows.map((row): Cell[] => {
    const paper = PAPER_EXPLAINABILITY[`${row.kind} ${row.lambda}`];
    const cells = COLUMNS.flatMap(([metric, , printed]): Cell[] => [
      overImages(valuesOf(row, metric)),
      formatFigure(paper[printed]),
    ]);
    return [nameOf(row), overImages(row.right), ...cells];
  });
  const notes = [
    `Area and precision on all ${data[0].test.length} test images, the others on ${options.images} drawn from them; ${options.seeds.length} seed(s), averaged before the images are resampled; 95 % intervals.`,
    "SCOUTER+ maps of the true class, SCOUTER− maps of the least similar one (similarity: the baseline's mean softmax on the test images); insertion and deletion follow the true class's probability on the model that is explained.",
    "Infidelity and sensitivity are defined otherwise than in the paper, whose code was not published: squares taken out at the best scale, and noise of .02 on the input.",
    PAPER_SOURCE,
  ];
  return { title: "Explainability", columns, rows: body, notes };
}

function moreTable(rows: readonly Row[]) {
  const heads = [
    ...ALONE.map(([, head]) => head),
    "Pointing game ↑",
    "Precision in mask ↑",
    "sd of area",
    "sd of precision",
  ];
  const body = rows.map((row): Cell[] => [
    nameOf(row),
    ...ALONE.map(([metric]) => overImages(valuesOf(row, metric))),
    overImages(valuesOf(row, "pointing-game")),
    overImages(valuesOf(row, "precision-mask")),
    seedSpread(valuesOf(row, "area")),
    seedSpread(valuesOf(row, "precision-box")),
  ]);
  const notes = [
    "Precision rewards small maps: the share of the 5 % highest pixels that lie in the mask does not.",
    "A model that is surer lifts its insertion curve whatever its maps: values over the clean probability take that out. sd: between seeds.",
  ];
  return { title: "Beside it", columns: ["", ...heads], rows: body, notes };
}

function findings(rows: readonly Row[]): string[] {
  return SCOUTER_KINDS.map((kind) => {
    const areas = rows
      .filter((row) => row.kind === kind)
      .map((row) => overImages(valuesOf(row, "area")))
      .map(pointOf);
    const falls = areas.every((area, i) => i === 0 || area < areas[i - 1]);
    const verdict = falls
      ? "falls with lambda, as in the paper"
      : "does not fall with lambda as it does in the paper";
    return `${KIND_NAMES[kind]}: the area ${verdict} (${areas.map(formatFigure).join(", ")}).`;
  });
}
