import { nativeFolder, readEngineRecord } from "#lib/tensor/native/engine-folder.ts";

/** One measured figure. `target` is what the project promises, in words; it is printed, never asserted. */
export interface Measurement {
  name: string;
  value: number;
  unit: string;
  target?: string;
}

export interface Benchmark {
  readonly name: string;
  /** What is measured and how, in one sentence. */
  readonly about: string;
  run(): Promise<Measurement[]>;
}

/** Middle value; the mean of the two middle ones for an even count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Milliseconds each call of `work` took. */
export async function time(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Medians of two alternating pieces of work, so that a slow moment of the machine meets both. */
export async function alternate(
  rounds: number,
  a: () => Promise<unknown>,
  b: () => Promise<unknown>,
): Promise<{ aMs: number; bMs: number }> {
  const aTimes: number[] = [];
  const bTimes: number[] = [];
  await a();
  await b();
  for (let round = 0; round < rounds; round++) {
    aTimes.push(await time(a));
    bTimes.push(await time(b));
  }
  return { aMs: median(aTimes), bMs: median(bTimes) };
}

/** Whether a native engine is there to be measured: installed, or its folder named by WHYNOT_NATIVE_ENGINE. */
export const hasNativeEngine = (): boolean =>
  Boolean(process.env.WHYNOT_NATIVE_ENGINE) || readEngineRecord(nativeFolder()) !== null;
