import type { GradientThreadInit } from "./gradient-thread.ts";
import { copyInto, sharedArrays } from "./shared-arrays.ts";
import { openThreadPool } from "./thread-pool.ts";

export interface DataParallelOptions<Init> {
  /** A file and the GradientTask it exports. */
  module: URL;
  name: string;
  /** Opens the task; the same in every thread. */
  init: Init;
  threads: number;
  /** Lengths of the parameters. */
  lengths: readonly number[];
}

export interface WeightedShare<Share> {
  share: Share;
  /** Items in it: what its mean counts for. */
  items: number;
  /** Memory of it that is handed over instead of copied. */
  transfer?: readonly ArrayBuffer[];
}

export interface DataParallel<Share, Rest> {
  readonly threads: number;
  /**
   * One share a thread, at most. Gradients are those of the mean over all items: the shares' means, weighted by their items
   * and added in order, so that the same shares give the same bits. Rests are in the order of the shares.
   */
  run(
    values: readonly Float32Array[],
    shares: readonly WeightedShare<Share>[],
    signal?: AbortSignal,
  ): Promise<{ gradients: Float32Array[]; rests: Rest[] }>;
  close(): Promise<void>;
}

/** Beside this file, as it is itself: TypeScript in the source tree, JavaScript where it was bundled. */
const THREAD_FILE = import.meta.url.endsWith(".ts") ? "./gradient-thread.ts" : "./gradient-thread.js";

/**
 * Data-parallel training: every thread has the engine, the values and a share of the batch to itself; what they find is
 * averaged. What a network takes from its batch, such as the statistics of batch normalisation, it takes from its share, as
 * in PyTorch's DataParallel. Threads are opened once and used for every step; close them.
 */
export async function openDataParallel<Init, Share, Rest>(
  options: DataParallelOptions<Init>,
): Promise<DataParallel<Share, Rest>> {
  const { module, name, init, threads, lengths } = options;
  const values = sharedArrays(lengths);
  const found = Array.from({ length: threads }, () => sharedArrays(lengths));
  const pool = await openThreadPool<GradientThreadInit<Init>, Share, Rest>({
    module: new URL(THREAD_FILE, import.meta.url),
    name: "shareTask",
    inits: found.map((gradients) => ({ module: module.href, name, init, values, gradients })),
  });
  return {
    threads,
    async run(given, shares, signal) {
      copyInto(values, given);
      const inputs = shares.map(({ share }) => share);
      const transfers = shares.map(({ transfer = [] }) => transfer);
      const rests = await pool.run(inputs, { signal, transfers });
      const items = shares.reduce((sum, share) => sum + share.items, 0);
      const weights = shares.map((share) => share.items / items);
      return { gradients: lengths.map((length, i) => weightedSum(found, weights, i, length)), rests };
    },
    close: () => pool.close(),
  };
}

function weightedSum(found: Float32Array[][], weights: number[], parameter: number, length: number) {
  const sum = new Float32Array(length);
  for (const [thread, weight] of weights.entries()) {
    const part = found[thread][parameter];
    for (let i = 0; i < length; i++) sum[i] += weight * part[i];
  }
  return sum;
}
