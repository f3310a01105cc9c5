import { type GoldenCase, readGoldenArrays, type Verdict } from "#lib/scouter/parity/golden-case.ts";
import { compareExpected, type Tolerance } from "#lib/stats/parity/compare-expected.ts";
import { judgeQuestions } from "#lib/stats/parity/judge-questions.ts";
import { answerClassification } from "./classification.ts";
import { complexityAnswers } from "./complexity.ts";
import { answerCurves } from "./curves.ts";
import { faithfulnessAnswers } from "./faithfulness.ts";
import { answerLocalisation } from "./localisation.ts";
import type { Answer, CaseFile, MetricCase } from "./metric-case.ts";
import { answerModel } from "./models.ts";
import { perturbationAnswers } from "./perturbation.ts";
import { answerWuPalmer } from "./wu-palmer.ts";

/** Bytes of a file of the parity folder, by its path there. */
export type ReadFile = (path: string) => Promise<Uint8Array>;

const byMetric =
  (answers: Readonly<Record<string, Answer>>): Answer =>
  (question, file) => {
    const answer = answers[String(question.metric)];
    if (!answer) throw new Error(`no replay of metric ${question.metric}`);
    return answer(question, file);
  };

/** By the case's kind: how its questions are answered. */
const answers: Readonly<Record<string, Answer>> = {
  metric_models: answerModel,
  localisation_metrics: answerLocalisation,
  insertion_deletion: answerCurves,
  faithfulness_metrics: byMetric(faithfulnessAnswers),
  perturbation_curves: byMetric(perturbationAnswers),
  complexity_randomisation_stability: byMetric(complexityAnswers),
  classification_scores: answerClassification,
  wu_palmer: answerWuPalmer,
};

export const isMetricCase = ({ kind }: GoldenCase): boolean => kind in answers;

/**
 * Replays a file of metric cases on the active engine: every question is answered by the functions that score maps, with the
 * stored noise, subsets and masks, and every stored number must come out within the tolerance.
 */
export async function replayMetric(golden: GoldenCase, read: ReadFile): Promise<Verdict> {
  const json = golden.files.find((name) => name.endsWith(".json"));
  if (!json) return { pass: false, note: "the case names no JSON file" };
  const file = await openFile(golden, json, read);
  return judgeQuestions<MetricCase>(await read(json), async (question) => {
    const got = await answers[golden.kind](question, file);
    return compareExpected(question.expected, got, toleranceOf(golden, question));
  });
}

/** The manifest's tolerance; where a question's note says what float32 needs ("rel 1e-3 for float32"), that. */
function toleranceOf({ tolerance }: GoldenCase, { note }: MetricCase): Tolerance {
  const wider = /\brel (\d+(?:\.\d+)?(?:e-?\d+)?) for float32/.exec(String(note ?? ""));
  return wider ? { ...tolerance, rel: Math.max(tolerance.rel, Number(wider[1])) } : tolerance;
}

/** Arrays lie in the safetensors file of the same name; networks beside it as model_<name>.safetensors. */
async function openFile(golden: GoldenCase, json: string, read: ReadFile): Promise<CaseFile> {
  const own = json.replace(/json$/, "safetensors");
  const folder = json.includes("/") ? json.slice(0, json.lastIndexOf("/") + 1) : "";
  return {
    arrays: golden.files.includes(own) ? readGoldenArrays(await read(own)) : {},
    options: golden.options,
    async readModel(name) {
      if (!/^[\w-]+$/.test(name)) throw new Error(`“${name}” is no model's name`);
      return readGoldenArrays(await read(`${folder}model_${name}.safetensors`));
    },
  };
}
