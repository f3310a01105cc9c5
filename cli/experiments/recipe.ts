import { areaBySimilarity } from "#lib/metrics/contrast/area-by-similarity.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { correctness, mean, pointOf } from "./estimates.ts";
import type { Bench, Experiment, ModelRef } from "./experiment.ts";
import { measureMaps, type ScoresByMetric } from "./measure-model.ts";
import { answersOf, similarityOf, trainBaseline, trainHead } from "./scouter-models.ts";
import { type Cell, formatFigure, type Table } from "./tables.ts";

interface Check {
  what: string;
  direction: ">=" | "<=";
  bound: number;
  /** By seed. */
  values: number[];
}

interface SeedResult {
  seed: string;
  models: ModelRef[];
  fc: number;
  plus: number;
  minus: number;
  plusMaps: ScoresByMetric;
  minusMaps: ScoresByMetric;
  plusTrend: number;
  minusTrend: number;
}

/** Whether the recipe reaches what it should on Scenes: the bounds that the demo's weights must keep, for every seed. */
export const recipe: Experiment = {
  id: "recipe",
  title: "The recipe on held-out styles",
  about:
    "accuracy, area, precision and similarity trend of the three models against the bounds they must keep",
  async run(bench) {
    const results: SeedResult[] = [];
    for (const seed of bench.options.seeds) results.push(await measureSeed(bench, seed));
    const checks = checksOf(results);
    const kept = checks.filter((check) => check.values.every((value) => isKept(check, value)));
    const findings = [`${kept.length} of ${checks.length} bounds are kept by every seed.`];
    return {
      tables: [checkTable(checks, results), timeTable(results)],
      findings,
      values: {
        checks,
        // Where the files lie says nothing to a reader.
        results: results.map(({ models, ...rest }) => ({
          ...rest,
          models: models.map(({ file: _, ...model }) => model),
        })),
      },
    };
  },
};

async function measureSeed(bench: Bench, seed: string): Promise<SeedResult> {
  const [data] = bench.data;
  const baseline = await trainBaseline(bench, data, seed);
  const answers = await answersOf(bench, baseline, data);
  const similarity = similarityOf(answers);
  const head = async (kind: "scouter+" | "scouter-") => {
    const ref = await trainHead(bench, { kind, seed, data, baseline });
    const rule = kind === "scouter+" ? "true" : "least-similar";
    const request = { ref, data, rule, similarity, costly: new Set<number>(), seed } as const;
    const maps = await bench.keep(`maps ${ref.name} ${rule} 0`, [ref, baseline], () => measureMaps(request));
    const own = await answersOf(bench, ref, data);
    const random = createRandom(`recipe ${seed}`);
    const { rankCorrelation } = areaBySimilarity(own.areas ?? [], own.labels, similarity, {
      random,
      replicates: 200,
    });
    return { ref, maps, accuracy: mean(correctness(own)), trend: pointOf(rankCorrelation) };
  };
  const [plus, minus] = [await head("scouter+"), await head("scouter-")];
  return {
    seed,
    models: [baseline, plus.ref, minus.ref],
    fc: mean(correctness(answers)),
    plus: plus.accuracy,
    minus: minus.accuracy,
    plusMaps: plus.maps,
    minusMaps: minus.maps,
    plusTrend: plus.trend,
    minusTrend: minus.trend,
  };
}

function checksOf(results: readonly SeedResult[]): Check[] {
  const check = (
    what: string,
    direction: Check["direction"],
    bound: number,
    value: (r: SeedResult) => number,
  ): Check => ({
    what,
    direction,
    bound,
    values: results.map(value),
  });
  return [
    check("FC accuracy", ">=", 0.87, ({ fc }) => fc),
    check("SCOUTER+ accuracy below FC", "<=", 0.03, ({ fc, plus }) => fc - plus),
    check("SCOUTER− accuracy below FC", "<=", 0.03, ({ fc, minus }) => fc - minus),
    check("SCOUTER+ area, true class", "<=", 0.08, ({ plusMaps }) => mean(plusMaps.area)),
    check("SCOUTER+ precision in box, true class", ">=", 0.85, ({ plusMaps }) =>
      mean(plusMaps["precision-box"]),
    ),
    check("SCOUTER+ precision in mask, true class", ">=", 0.75, ({ plusMaps }) =>
      mean(plusMaps["precision-mask"]),
    ),
    check("SCOUTER+ pointing game, true class", ">=", 0.93, ({ plusMaps }) =>
      mean(plusMaps["pointing-game"]),
    ),
    check("SCOUTER− precision in box, least similar", ">=", 0.83, ({ minusMaps }) =>
      mean(minusMaps["precision-box"]),
    ),
    check("SCOUTER− area, least similar class", "<=", 0.07, ({ minusMaps }) => mean(minusMaps.area)),
    check("SCOUTER− pointing game, least similar", ">=", 0.9, ({ minusMaps }) =>
      mean(minusMaps["pointing-game"]),
    ),
    check("SCOUTER+ rank correlation of area with similarity", ">=", 0.25, ({ plusTrend }) => plusTrend),
    check("SCOUTER− rank correlation of area with similarity", "<=", -0.2, ({ minusTrend }) => minusTrend),
  ];
}

const isKept = ({ direction, bound }: Check, value: number) =>
  direction === ">=" ? value >= bound : value <= bound;

function checkTable(checks: readonly Check[], results: readonly SeedResult[]): Table {
  return {
    title: "Bounds",
    columns: ["", "wanted", ...results.map(({ seed }) => `seed ${seed}`), "kept"],
    rows: checks.map((check): Cell[] => [
      check.what,
      `${check.direction === ">=" ? "≥" : "≤"} ${formatFigure(check.bound)}`,
      ...check.values.map(formatFigure),
      check.values.every((value) => isKept(check, value)) ? "yes" : "NO",
    ]),
    notes: [
      "Means over the test images; a seed decides the baseline's weights, the heads' and all random changes of pictures.",
    ],
  };
}

function timeTable(results: readonly SeedResult[]): Table {
  return {
    title: "Models",
    columns: ["Model", "Training", "Engine", "SHA-256 of the weights"],
    rows: results.flatMap(({ models }) =>
      models.map(({ name, seconds, engine, sha256 }): Cell[] => [
        name,
        `${Math.round(seconds)} s`,
        engine,
        sha256.slice(0, 16),
      ]),
    ),
    notes: [],
  };
}
