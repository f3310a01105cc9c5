import { openDataParallel } from "#lib/tensor/parallel/data-parallel.ts";
import type { Batch, Pass, PassRunner } from "./pass.ts";
import type { PassRest, PassShare, PassThreadInit } from "./pass-thread.ts";
import type { TrainingSettings } from "./settings.ts";
import type { TrainedParts } from "./trained-parts.ts";

/** Beside this file, as it is itself: TypeScript in the source tree, JavaScript where it was bundled. */
const THREAD_FILE = import.meta.url.endsWith(".ts") ? "./pass-thread.ts" : "./pass-thread.js";

/** Pictures of a share at least: batch normalisation has nothing to say about one. */
const LEAST_SHARE = 2;

/** Pictures of a share at least, where normalisations are trained: their statistics get noisier with every cut. */
const LEAST_NORMALISED_SHARE = 16;

/** Into how many shares a training's batches are cut when `threads` are there. */
export function countShares(
  { batchSize }: TrainingSettings,
  { norms }: TrainedParts,
  threads: number,
): number {
  const least = norms.length > 0 ? LEAST_NORMALISED_SHARE : LEAST_SHARE;
  return Math.max(1, Math.min(threads, Math.floor(batchSize / least)));
}

/** The batch in consecutive shares, as equal as they can be. */
export function cutBatch(batch: Batch, shares: number): Batch[] {
  const [count, ...rest] = batch.shape;
  const each = batch.data.length / count;
  const parts = Math.max(1, Math.min(shares, Math.floor(count / LEAST_SHARE)));
  const edge = (i: number) => Math.round((i * count) / parts);
  return Array.from({ length: parts }, (_, i) => {
    const [from, to] = [edge(i), edge(i + 1)];
    return {
      data: batch.data.slice(from * each, to * each),
      shape: [to - from, ...rest],
      labels: batch.labels.slice(from, to),
    };
  });
}

const mean = (values: readonly number[], weights: readonly number[]) =>
  values.reduce((sum, value, i) => sum + weights[i] * value, 0);

function meanArray(arrays: readonly Float32Array[], weights: readonly number[]): Float32Array {
  return Float32Array.from(arrays[0], (_, k) =>
    mean(
      arrays.map((array) => array[k]),
      weights,
    ),
  );
}

/** What the shares found, as of one batch: logits in order, everything else the mean over the pictures. */
export function joinShares(rests: readonly PassRest[], weights: readonly number[]): PassRest {
  const logits = new Float32Array(rests.reduce((sum, rest) => sum + rest.logits.length, 0));
  let at = 0;
  for (const rest of rests) {
    logits.set(rest.logits, at);
    at += rest.logits.length;
  }
  const statistics: Pass["statistics"] = new Map();
  for (const norm of rests[0].statistics.keys()) {
    const pairs = rests.map((rest) => rest.statistics.get(norm) as [Float32Array, Float32Array]);
    const part = (i: 0 | 1) =>
      meanArray(
        pairs.map((pair) => pair[i]),
        weights,
      );
    statistics.set(norm, [part(0), part(1)]);
  }
  const areas = rests.map(({ area }) => area);
  return {
    loss: mean(
      rests.map(({ loss }) => loss),
      weights,
    ),
    area: areas.some((area) => area === null) ? null : mean(areas as number[], weights),
    logits,
    statistics,
  };
}

/**
 * A pass runner that cuts every batch among threads, each with an engine of its own. Trained normalisations see their share of
 * the batch, as in PyTorch's DataParallel, and the running statistics get the mean of the shares' means and variances: the
 * same seed gives the same weights only with the same number of threads. With one thread the result is that of
 * openPassRunner, and this thread is free meanwhile.
 */
export async function openParallelPassRunner(
  init: PassThreadInit & { threads: number },
): Promise<PassRunner> {
  const { threads, ...opened } = init;
  const { arrays, parts } = opened;
  const parallel = await openDataParallel<PassThreadInit, PassShare, PassRest>({
    module: new URL(THREAD_FILE, import.meta.url),
    name: "passTask",
    init: opened,
    threads,
    lengths: parts.names.map((name) => arrays[name].data.length),
  });
  return {
    async run(values, batch, lambda) {
      const shares = cutBatch(batch, threads).map((share) => ({
        share: { batch: share, lambda },
        items: share.labels.length,
        transfer: [share.data.buffer as ArrayBuffer],
      }));
      const { gradients, rests } = await parallel.run(values, shares);
      const weights = shares.map(({ items }) => items / batch.labels.length);
      return { gradients, ...joinShares(rests, weights) };
    },
    dispose() {
      void parallel.close();
    },
  };
}
