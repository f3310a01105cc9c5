import { findExplainer } from "#lib/explain/registry.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Bench, Experiment } from "./experiment.ts";
import type { ScoresByMetric } from "./measure-model.ts";
import { METHOD_ARMS, type MethodArm } from "./method-arms.ts";
import { type ArmModels, type MethodBench, openMethodBench, type Probed } from "./method-bench.ts";
import { methodFindings, methodTables } from "./method-tables.ts";
import { answersOf, similarityOf, trainBaseline, trainHead } from "./scouter-models.ts";

/** One arm, measured. */
export interface ArmScores {
  arm: MethodArm;
  /** Images put through the network for one map. */
  passes: number;
  /** Of each seed, by `scoreKey`, a value an image of the sample; null where it was not measured. */
  scores: ScoresByMetric[];
}

/** Images scored between two savings. */
const BLOCK = 25;
/** Images on which each map is made eleven times more, and how many passes an arm may spend on it. */
const SENSITIVITY_IMAGES = 20;
const SENSITIVITY_PASSES = 15_000;
const RANDOMISATION_IMAGES = 10;

/** Every method on the same images: where its maps lie, and what they are worth to the model. */
export const methods: Experiment = {
  id: "methods",
  title: "All methods compared",
  about: "every explainer on the same images of one data set, SCOUTER+ against each of them",
  async run(bench) {
    const [data] = bench.data;
    const [seed] = bench.options.seeds;
    const baseline = await trainBaseline(bench, data, seed);
    const similarity = similarityOf(await answersOf(bench, baseline, data));
    const head = (kind: "scouter+" | "scouter-") => trainHead(bench, { kind, seed, data, baseline });
    const refs = { fc: baseline, "scouter+": await head("scouter+"), "scouter-": await head("scouter-") };
    const positions = createRandom("costly")
      .shuffle(data.test.map((_, i) => i))
      .slice(0, bench.options.images);
    const opened = await openMethodBench(refs, data, similarity);
    try {
      const draws = METHOD_ARMS.flatMap((arm) => drawsOf(arm, opened.passes(arm), bench, positions));
      await measure(bench, opened, refs, draws, positions);
      const all = METHOD_ARMS.map((arm) => {
        const own = draws.filter((draw) => draw.arm === arm);
        return { arm, passes: opened.passes(arm), scores: own.map(({ scores }) => scores) };
      });
      const values = { positions, arms: all.map((row) => ({ ...row, scores: row.scores.map(rounded) })) };
      return { tables: methodTables(all), findings: methodFindings(all), values };
    } finally {
      await opened.dispose();
    }
  },
};

/** As many digits as a reader can use, of thousands of numbers. */
function rounded(scores: ScoresByMetric): ScoresByMetric {
  const short = (value: number | null) => (value === null ? null : Number(value.toPrecision(5)));
  return Object.fromEntries(Object.entries(scores).map(([key, values]) => [key, values.map(short)]));
}

/** One arm under one seed. */
interface Draw {
  arm: MethodArm;
  seed: string;
  probed: Probed;
  /** Filled block by block. */
  scores: ScoresByMetric;
}

function drawsOf(arm: MethodArm, passes: number, { options }: Bench, positions: readonly number[]): Draw[] {
  const [first, ...others] = options.seeds;
  const again = findExplainer(arm.explainer).random ? others : [];
  return [
    { arm, seed: first, probed: probedOf(passes, positions), scores: {} },
    ...again.map((seed) => ({ arm, seed, probed: NOTHING, scores: {} })),
  ];
}

/** All arms on the first images, then on the next: what was measured until an interruption makes a whole table of fewer images. */
async function measure(
  bench: Bench,
  opened: MethodBench,
  refs: ArmModels,
  draws: readonly Draw[],
  positions: readonly number[],
) {
  for (let from = 0; from < positions.length; from += BLOCK) {
    const part = positions.slice(from, from + BLOCK);
    for (const { arm, seed, probed, scores } of draws) {
      const key = `methods ${arm.label} draws ${seed} from ${from} to ${from + part.length}`;
      const made = await bench.keep(key, Object.values(refs), () => opened.score(arm, seed, part, probed));
      for (const [metric, values] of Object.entries(made)) {
        scores[metric] ??= Array<number | null>(positions.length).fill(null);
        for (const [i, value] of values.entries()) scores[metric][from + i] = value;
      }
    }
  }
}

const NOTHING: Probed = { sensitivity: new Set(), randomisation: new Set() };

function probedOf(passes: number, positions: readonly number[]): Probed {
  const affordable = Math.floor(SENSITIVITY_PASSES / (11 * Math.max(1, passes)));
  return {
    sensitivity: new Set(positions.slice(0, Math.max(3, Math.min(SENSITIVITY_IMAGES, affordable)))),
    randomisation: new Set(positions.slice(0, RANDOMISATION_IMAGES)),
  };
}
