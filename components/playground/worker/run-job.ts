import * as tf from "@tensorflow/tfjs-core";
import { AppError } from "#lib/errors.ts";
import { cam } from "#lib/explain/class-activation/cam.ts";
import { gradCam } from "#lib/explain/class-activation/grad-cam.ts";
import type { Explainer } from "#lib/explain/define-explainer.ts";
import { repeatPicture, viewOfPicture } from "#lib/explain/one-picture.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { scouterMinus, scouterPlus } from "#lib/explain/scouter.ts";
import type { ImageBatch, ModelView } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import type { Job, JobEvent, MapRequest, MethodId } from "../protocol.ts";
import { createModelShelf } from "./model-shelf.ts";
import { type OpenedPicture, openPicture } from "./open-picture.ts";

const EXPLAINERS = Object.fromEntries(
  [scouterPlus, scouterMinus, cam, gradCam].map((explainer) => [explainer.id, explainer]),
) as unknown as Record<MethodId, Explainer>;

/** Classes explained between two looks at the mailbox. */
const CLASSES_AT_ONCE = 8;

type Post = (event: JobEvent) => void;

/** One picture before one model: its forward pass is kept for as long as the picture is. */
interface Subject {
  input: ImageBatch;
  view: ModelView;
}

/** Runs jobs one after another and keeps, between them, the models and what is known of the latest picture. */
export function createJobRunner() {
  const shelf = createModelShelf();
  let latest: { key: string; opened: OpenedPicture; subjects: Map<ModelView, Subject> } | null = null;

  async function openModels(
    { models }: Job,
    post: Post,
    signal: AbortSignal,
  ): Promise<Map<string, ModelView>> {
    const missing = models.filter(({ id }) => !shelf.has(id));
    const total = missing.reduce((sum, { bytes }) => sum + bytes, 0);
    const inUse = new Set(models.map(({ id }) => id));
    const views = new Map<string, ModelView>();
    let before = 0;
    for (const file of models) {
      const arrived = (loaded: number) =>
        post({ type: "stage", stage: "weights", done: before + loaded, total });
      views.set(file.id, await shelf.open(file, inUse, signal, arrived));
      if (missing.includes(file)) before += file.bytes;
    }
    return views;
  }

  async function lookAt({ picture, models }: Job, views: Map<string, ModelView>, post: Post) {
    if (latest?.key === picture.key) return latest;
    const first = views.get(models[0].id) as ModelView;
    post({ type: "stage", stage: "picture", done: 0, total: 1 });
    const opened = await openPicture(picture.file, first.inputSize);
    latest = { key: picture.key, opened, subjects: new Map() };
    const { width, height, preview } = opened;
    post({ type: "picture", width, height, preview });
    return latest;
  }

  return async function runJob(job: Job, post: Post, signal: AbortSignal): Promise<void> {
    const views = await openModels(job, post, signal);
    const startedAt = performance.now();
    const { opened, subjects } = await lookAt(job, views, post);
    const subjectOf = async (modelId: string): Promise<Subject> => {
      const view = views.get(modelId) as ModelView;
      const known = subjects.get(view);
      if (known) return known;
      const input = await opened.inputOf(view);
      const subject = { input, view: viewOfPicture(view, input) };
      subjects.set(view, subject);
      return subject;
    };
    for (const [done, { id }] of job.models.entries()) {
      post({ type: "stage", stage: "model", done, total: job.models.length });
      const { view, input } = await subjectOf(id);
      post({ type: "answer", modelId: id, logits: [...(await view.predict(input))] });
      await nextTurn(signal);
    }
    for (let from = 0; from < job.targets.length; from += CLASSES_AT_ONCE) {
      const targets = job.targets.slice(from, from + CLASSES_AT_ONCE);
      post({ type: "stage", stage: "maps", done: from, total: job.targets.length });
      for (const request of job.maps) {
        await postMaps(request, targets, await subjectOf(request.modelId), post, signal);
      }
    }
    const { numTensors, numBytes } = tf.memory();
    post({ type: "done", ms: performance.now() - startedAt, tensors: numTensors, bytes: numBytes });
  };
}

async function postMaps(
  { key, method, options }: MapRequest,
  targets: readonly number[],
  { view, input }: Subject,
  post: Post,
  signal: AbortSignal,
): Promise<void> {
  const maps = await runExplainer({
    explainer: EXPLAINERS[method],
    model: view,
    images: repeatPicture(input, targets.length),
    targets,
    options,
    random: createRandom("0"),
    signal,
  });
  for (const [i, { data, height, width }] of maps.entries()) {
    post({ type: "map", key, target: targets[i], map: { data: [...data], height, width } });
  }
}

/** Lets messages in. @throws AppError `cancelled` after an abort */
async function nextTurn(signal: AbortSignal): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, 0));
  if (signal.aborted) throw new AppError("cancelled", "Stopped.");
}
