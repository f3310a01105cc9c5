import type { z } from "zod";
import { AppError } from "#lib/errors.ts";
import type { Mask } from "#lib/imaging/mask-runs.ts";
import { issueWords } from "#lib/issue-words.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import type { Random } from "#lib/tensor/random.ts";
import type { Explainer } from "./define-explainer.ts";
import { contentKey, sliceImages } from "./image-batch.ts";
import type { IbaStatistics } from "./information/iba-statistics.ts";

export interface ExplainRequest<Options extends z.ZodType> {
  explainer: Explainer<Options>;
  model: ModelView;
  images: ImageBatch;
  /** Class of each image's map. */
  targets: readonly number[];
  /** Checked against the method's schema; missing ones take their default. */
  options?: unknown;
  /** The run's source. Each map draws from a fork named after the method, the image's content and the class. */
  random: Random;
  /** Ground truth of each image; wanted by the region control. */
  regions?: readonly (Mask | null)[];
  /** Wanted by IBA. */
  statistics?: IbaStatistics;
  /** Maps done (with a fraction while one is being made) of how many. */
  onProgress?: (done: number, total: number) => void;
  signal?: AbortSignal;
}

/**
 * Makes one saliency map an image: batches, seeds, progress and cancellation for every method.
 *
 * @returns maps in the order of the images, each at its method's own resolution, not normalised
 * @throws AppError `invalid` for options, a model or an input the method cannot work with; `cancelled` after an abort
 */
export async function runExplainer<Options extends z.ZodType>(
  request: ExplainRequest<Options>,
): Promise<SaliencyMap[]> {
  const { explainer, model, images, targets, random, onProgress, signal } = request;
  const options = parseOptions(explainer, request.options);
  refuseModel(explainer, model);
  refuseInput(request);

  const total = images.count;
  const maps: SaliencyMap[] = [];
  const report = async (done: number) => {
    onProgress?.(done, total);
    await nextTurn();
    if (signal?.aborted) throw new AppError("cancelled", `${explainer.name} was cancelled.`);
  };
  await report(0);
  while (maps.length < total) {
    const from = maps.length;
    const to = Math.min(from + explainer.batchSize, total);
    const batch = sliceImages(images, from, to);
    const made = await explainer.explain(
      {
        model,
        images: batch,
        targets: targets.slice(from, to),
        randoms: targets.slice(from, to).map((target, i) => {
          return random.fork(explainer.id).fork(contentKey(sliceImages(batch, i, i + 1), target));
        }),
        regions: request.regions?.slice(from, to) ?? Array<null>(to - from).fill(null),
        statistics: request.statistics ?? null,
        report: (share) => report(from + share * (to - from)),
      },
      options,
    );
    if (made.length !== to - from) {
      throw new Error(`${explainer.id} made ${made.length} maps of ${to - from} images`);
    }
    maps.push(...made);
    await report(to);
  }
  return maps;
}

/** @throws AppError `invalid` naming the option, with every fault in its details: `issues` [{ option, message }] */
export function parseOptions<Options extends z.ZodType>(
  explainer: Explainer<Options>,
  options: unknown,
): z.output<Options> {
  const parsed = explainer.options.safeParse(options ?? {});
  if (parsed.success) {
    refuseUnknown(explainer, options ?? {});
    return parsed.data;
  }
  const [issue] = parsed.error.issues;
  const where = issue.path.length > 0 ? `option "${issue.path.join(".")}"` : "options";
  const issues = parsed.error.issues.map((each) => ({
    option: each.path.join("."),
    message: issueWords(each),
  }));
  throw new AppError("invalid", `${explainer.name}, ${where}: ${issueWords(issue)}`, { issues });
}

/** A misspelt option would be left at its default without a word. */
function refuseUnknown({ name, options }: Explainer, given: object): void {
  const known = Object.keys("shape" in options ? (options.shape as object) : {});
  const option = Object.keys(given).find((key) => !known.includes(key));
  if (option === undefined) return;
  const has = known.length > 0 ? `it has ${known.join(", ")}` : "it has none";
  const message = `there is no such option: ${has}.`;
  throw new AppError("invalid", `${name}, option "${option}": ${message}`, { issues: [{ option, message }] });
}

const LACKING = [
  ["gradients", "gradients", "gradients", "Use a method without them, such as ss-cam."],
  ["pixel-gradients", "gradients", "gradients", "Use a method without them, such as rise."],
  [
    "features",
    "features",
    "a feature map",
    "Import it again with one, or use a method without, such as rise.",
  ],
] as const;

/** What a method has to know of a model before it is opened. */
export type ModelFacts = Pick<ModelView, "kind" | "lacks">;

/** @throws AppError `invalid` if the method reads what this model does not have, or attention of the other sign */
export function refuseModel(explainer: Explainer, { kind, lacks = {} }: ModelFacts): void {
  for (const [need, lack, what, advice] of LACKING) {
    const reason = lacks[lack];
    if (!explainer.needs.includes(need) || reason === undefined) continue;
    throw new AppError(
      "invalid",
      `${explainer.name} needs ${what}, which this model does not have: ${reason}. ${advice}`,
    );
  }
  if (explainer.needs.includes("class-weights") && kind !== "fc") {
    const has =
      kind === "onnx" ? "of this ONNX classifier it is not known" : "this model has slots in its place";
    const use = kind === "onnx" ? "rise" : "grad-cam";
    throw new AppError(
      "invalid",
      `${explainer.name} reads the linear layer on the mean of the last feature map, and ${has}: use a method such as ${use}.`,
    );
  }
  if (!explainer.needs.includes("attention")) return;
  if (kind === "fc" || kind === "onnx") {
    const [model, method] =
      kind === "fc"
        ? ["a model with a fully connected head", "grad-cam"]
        : ["this ONNX classifier", "ss-cam"];
    throw new AppError(
      "invalid",
      `${explainer.name} reads slot attention, and ${model} has none: use a SCOUTER model, or a method such as ${method}.`,
    );
  }
  if ((kind === "scouter+") !== (explainer.explains === "for")) {
    const [has, use] = kind === "scouter+" ? ["for", "scouter+"] : ["against", "scouter-"];
    throw new AppError(
      "invalid",
      `${explainer.name} does not fit this model: its slots collect evidence ${has} a class, so use ${use}.`,
    );
  }
}

function refuseInput({
  explainer,
  model,
  images,
  targets,
  regions,
  statistics,
}: ExplainRequest<z.ZodType>): void {
  if (targets.length !== images.count) {
    throw new Error(`${images.count} images need as many targets, got ${targets.length}`);
  }
  const wrong = targets.find(
    (target) => !Number.isInteger(target) || target < 0 || target >= model.classNames.length,
  );
  if (wrong !== undefined) {
    const last = model.classNames.length - 1;
    throw new AppError(
      "invalid",
      `There is no class ${wrong}: this model's classes are numbered 0 to ${last}.`,
    );
  }
  if (explainer.needs.includes("statistics") && !statistics) {
    throw new AppError(
      "invalid",
      `${explainer.name} needs the mean and spread of the model's features: estimate them first, over many images.`,
    );
  }
  if (explainer.needs.includes("regions") && regions?.length !== images.count) {
    throw new AppError("invalid", `${explainer.name} needs the ground-truth region of every image.`);
  }
}

/** Lets timers and messages in, so that an abort sent from outside arrives even while the engine never waits. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
