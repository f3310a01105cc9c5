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
/** A method beyond this many passes is drawn anew on fewer images. */
const DEAR = 500;
const DEAR_REDRAWN = 20;
/** Images on which each map is made eleven times more, and how many passes an arm may spend on it. */
const SENSITIVITY_IMAGES = 20;
const SENSITIVITY_PASSES = 100_000;
const RANDOMISATION_IMAGES = 20;

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
    const opened = await openMethodBench(refs, data, similarity);
    const positions = createRandom("costly")
      .shuffle(data.test.map((_, i) => i))
      .slice(0, bench.options.images);
    try {
      const all: ArmScores[] = [];
      for (const arm of METHOD_ARMS) {
        const passes = opened.passes(arm);
        const seeds = findExplainer(arm.explainer).random ? bench.options.seeds : [seed];
        const scores: ScoresByMetric[] = [];
        for (const drawn of seeds) {
          const redrawn = drawn === seed || passes <= DEAR ? positions : positions.slice(0, DEAR_REDRAWN);
          const probed = drawn === seed ? probedOf(passes, positions) : NOTHING;
          const make = (part: readonly number[]) => opened.score(arm, drawn, part, probed);
          scores.push(await inBlocks(bench, `${arm.label} draws ${drawn}`, refs, redrawn, make));
        }
        all.push({ arm, passes, scores });
      }
      return { tables: methodTables(all), findings: methodFindings(all), values: { positions, arms: all } };
    } finally {
      await opened.dispose();
    }
  },
};

const NOTHING: Probed = { sensitivity: new Set(), randomisation: new Set() };

function probedOf(passes: number, positions: readonly number[]): Probed {
  const affordable = Math.floor(SENSITIVITY_PASSES / (11 * Math.max(1, passes)));
  return {
    sensitivity: new Set(positions.slice(0, Math.max(3, Math.min(SENSITIVITY_IMAGES, affordable)))),
    randomisation: new Set(positions.slice(0, RANDOMISATION_IMAGES)),
  };
}

async function inBlocks(
  bench: Bench,
  key: string,
  refs: ArmModels,
  positions: readonly number[],
  make: (part: readonly number[]) => ReturnType<MethodBench["score"]>,
): Promise<ScoresByMetric> {
  const joined: ScoresByMetric = {};
  for (let from = 0; from < positions.length; from += BLOCK) {
    const part = positions.slice(from, from + BLOCK);
    const scores = await bench.keep(
      `methods ${key} from ${from} to ${from + part.length}`,
      Object.values(refs),
      () => make(part),
    );
    for (const [metric, values] of Object.entries(scores)) {
      joined[metric] ??= Array<number | null>(positions.length).fill(null);
      for (const [i, value] of values.entries()) joined[metric][from + i] = value;
    }
  }
  return joined;
}
