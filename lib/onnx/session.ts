import type { InferenceSession, Tensor } from "onnxruntime-node";
import { AppError } from "#lib/errors.ts";
import type { OnnxRuntime } from "#lib/tensor/onnx-runtime.ts";

/** What onnxruntime says of its own failures, in one line and without its source files. */
function inOneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text
    .replace(/\/\S*\/(\w+\.(cc|h))(:\d+)?/g, "")
    .replace(/\s+/g, " ")
    .trim()
    .slice(0, 300);
}

/** @throws AppError `invalid` for a graph that onnxruntime does not take */
export async function createSession(
  runtime: OnnxRuntime,
  file: Uint8Array,
  threads: number,
): Promise<InferenceSession> {
  try {
    return await runtime.InferenceSession.create(file, {
      executionProviders: ["cpu"],
      graphOptimizationLevel: "all",
      executionMode: "sequential",
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      // Its failures come back as errors: nothing is printed besides.
      logSeverityLevel: 4,
      extra: { session: { intra_op: { allow_spinning: "0" } } },
    });
  } catch (error) {
    throw new AppError("invalid", `onnxruntime does not take this file: ${inOneLine(error)}`, {}, error);
  }
}

/** @throws AppError `invalid` for pictures the graph cannot process */
export async function runSession(
  session: InferenceSession,
  feeds: Record<string, Tensor>,
  outputs: readonly string[],
): Promise<InferenceSession.OnnxValueMapType> {
  try {
    return await session.run(feeds, outputs);
  } catch (error) {
    throw new AppError("invalid", `This model cannot process the pictures: ${inOneLine(error)}`, {}, error);
  }
}

/** An output's numbers. @throws AppError `invalid` for another type than float32 */
export function readFloats(value: Tensor | undefined, name: string): Float32Array {
  if (value?.type === "float32") return value.data as Float32Array;
  throw new AppError(
    "invalid",
    `The output ${JSON.stringify(name.slice(0, 100))} holds ${value?.type ?? "nothing"}; float32 numbers are needed.`,
  );
}
