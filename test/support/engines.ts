import * as tf from "@tensorflow/tfjs-core";
import { beforeAll, describe } from "vitest";
import { selectEngines } from "#lib/tensor/engine.ts";
import { GRADIENT_ENGINES, type GradientEngine } from "#lib/tensor/engine-names.ts";

interface Presence {
  name: GradientEngine;
  /** Why it cannot be tested here. */
  reason: string | null;
  isSoftware: boolean;
}

async function look(name: GradientEngine): Promise<Presence> {
  try {
    const { gradient } = await selectEngines({ gradient: name, forward: name });
    return { name, reason: null, isSoftware: /swiftshader|llvmpipe/i.test(gradient.device ?? "") };
  } catch (error) {
    return { name, reason: (error as Error).message, isSoftware: false };
  }
}

// One after the other: tfjs makes one engine active at a time.
const engines: Presence[] = [];
for (const name of GRADIENT_ENGINES) engines.push(await look(name));

/** Engines that work on this machine; wasm always does. */
export const presentEngines = engines.filter(({ reason }) => reason === null).map(({ name }) => name);

/** Whether an engine takes seconds for what others do in milliseconds: a WebGPU that is a program. */
export const isSlow = (engine: GradientEngine): boolean =>
  engines.some(({ name, isSoftware }) => name === engine && isSoftware);

/** On a busy machine. */
const SLOW_TIMEOUT_MS = 300_000;
const TOO_SLOW = "a GPU that is a program would take minutes";

/**
 * The same tests on every engine; on one that is not here they are skipped, with the reason in the name.
 * `heavy` ones are skipped on a software GPU as well.
 */
export function describeOnEngines(
  about: string,
  suite: (engine: GradientEngine) => void,
  { heavy = false } = {},
): void {
  for (const { name, reason, isSoftware } of engines) {
    const why = reason ?? (heavy && isSoftware ? TOO_SLOW : null);
    const title = [about, `on ${name}`].filter(Boolean).join(" ");
    const options = isSoftware ? { timeout: SLOW_TIMEOUT_MS } : {};
    describe.skipIf(why !== null)(why ? `${title}: ${why}` : title, options, () => {
      beforeAll(async () => {
        await selectEngines({ gradient: name, forward: name });
      });
      suite(name);
    });
  }
}

/** What an engine computes, as plain arrays; leaves no tensor behind. A GPU can only be read by waiting. */
export async function computeOn(
  engine: GradientEngine | "cpu",
  compute: () => tf.Tensor[],
): Promise<Float32Array[]> {
  if (engine === "cpu") await tf.setBackend("cpu");
  else await selectEngines({ gradient: engine, forward: engine });
  const tensors = tf.tidy(compute);
  const values = await Promise.all(tensors.map(async (t) => Float32Array.from(await t.data())));
  tf.dispose(tensors);
  return values;
}
