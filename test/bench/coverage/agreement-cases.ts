import { intraclassCorrelation } from "#lib/stats/agreement/intraclass-correlation.ts";
import { bootstrapAlpha, krippendorffAlpha } from "#lib/stats/agreement/krippendorff.ts";
import { bootstrapSpearman, pearson } from "#lib/stats/correlation.ts";
import { createRandom, type Random } from "#lib/tensor/random.ts";
import type { CoverageCase } from "./case.ts";

const REPLICATES = 1000;
const RATERS = 5;
/** So many units that their alpha stands for the truth. */
const POPULATION = 50_000;
/** Standard deviations of what units differ by, and of one answer about its unit. */
const [BETWEEN, WITHIN] = [1, 1];
const CORRELATION = 0.5;

/** Answers about units, [units, raters]: other raters on each, so that no rater is seen twice. */
function answers(units: number, random: Random): number[][] {
  return Array.from({ length: units }, () => {
    const own = BETWEEN * random.normal();
    return Array.from({ length: RATERS }, () => own + WITHIN * random.normal());
  });
}

/** The same as points of a scale from 1 to 5. */
const asPoints = (table: readonly number[][]): number[][] =>
  table.map((row) => row.map((value) => Math.min(5, Math.max(1, Math.round(3 + value)))));

const turned = (table: readonly number[][]): number[][] =>
  Array.from({ length: RATERS }, (_, rater) => table.map((row) => row[rater]));

function alphaCases(units: readonly number[]): CoverageCase[] {
  return (["ordinal", "nominal"] as const).flatMap((level) => {
    const population = krippendorffAlpha(
      turned(asPoints(answers(POPULATION, createRandom("population")))),
      level,
    );
    if ("undefined" in population) throw new Error(`The population has no alpha: ${population.undefined}.`);
    return units.map(
      (count): CoverageCase => ({
        name: `Krippendorff's alpha, ${level}, 5 answers a picture; ${count} pictures`,
        truth: `alpha of ${POPULATION.toLocaleString("en-US")} pictures`,
        simulate(random) {
          const table = turned(asPoints(answers(count, random.fork("answers"))));
          const options = { random: random.fork("resamples"), replicates: REPLICATES };
          return [{ estimate: bootstrapAlpha(table, level, options), truth: population.value }];
        },
      }),
    );
  });
}

function iccCases(units: readonly number[]): CoverageCase[] {
  const truth = BETWEEN ** 2 / (BETWEEN ** 2 + WITHIN ** 2);
  return units.map((count) => ({
    name: `ICC, one-way, single, 5 answers a picture; ${count} pictures`,
    truth: "variance between pictures / all variance, normal answers",
    simulate: (random) => [
      { estimate: intraclassCorrelation(answers(count, random), "one-way", "single"), truth },
    ],
  }));
}

/** Points of two normal variables that correlate. */
function points(count: number, random: Random): { x: number[]; y: number[] } {
  const x = Array.from({ length: count }, () => random.normal());
  const rest = Math.sqrt(1 - CORRELATION ** 2);
  return { x, y: x.map((one) => CORRELATION * one + rest * random.normal()) };
}

function correlationCases(counts: readonly number[]): CoverageCase[] {
  // Of two normal variables (Pearson 1907).
  const spearman = (6 / Math.PI) * Math.asin(CORRELATION / 2);
  return counts.flatMap((count): CoverageCase[] => [
    {
      name: `Spearman's correlation, resampled; ${count} maps`,
      truth: "(6 / π) asin(r / 2) of normal variables with r = .5",
      simulate(random) {
        const { x, y } = points(count, random.fork("points"));
        const options = { random: random.fork("resamples"), replicates: REPLICATES };
        return [{ estimate: bootstrapSpearman(x, y, options), truth: spearman }];
      },
    },
    {
      name: `Pearson's correlation, Fisher's z; ${count} maps`,
      truth: "r = .5 of normal variables",
      simulate(random) {
        const { x, y } = points(count, random);
        return [{ estimate: pearson(x, y), truth: CORRELATION }];
      },
    },
  ]);
}

/** Estimators whose units are pictures or maps, at each number of them. */
export const agreementCases = (units: readonly number[]): CoverageCase[] => [
  ...alphaCases(units),
  ...iccCases(units),
  ...correlationCases(units),
];
