import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "#lib/errors.ts";
import type { EngineInfo } from "#lib/tensor/engine-names.ts";
import { SELF_CHECK_TOLERANCE } from "#lib/tensor/self-check.ts";
import { requireTool, runTool } from "./run-tool.ts";

const CHILD = fileURLToPath(new URL("./try-engine.ts", import.meta.url));
const PROJECT = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Loads a built engine in a process of its own, where a fault in native code can do no harm, and has it compute a
 * convolution with its gradient.
 * @throws AppError `unavailable` if it does not load or computes wrongly
 */
export async function verifyEngine(folder: string): Promise<EngineInfo> {
  const output = await requireTool(
    "Trying the engine",
    "It was built and does not work on this machine; nothing was installed. TensorFlow's wheels need a processor with AVX.",
    process.execPath,
    ["--import", "tsx", CHILD, folder],
    { cwd: PROJECT, env: { TF_CPP_MIN_LOG_LEVEL: "2" } },
  );
  const found = JSON.parse(output) as EngineInfo & { error: number };
  if (!(found.error <= SELF_CHECK_TOLERANCE)) {
    throw new AppError(
      "unavailable",
      `The engine computes wrongly (error ${found.error}); it was not installed.`,
    );
  }
  return found;
}

const LOAD_EACH = `
import ctypes, sys
for path in sys.argv[1:]:
    try: ctypes.CDLL(path)
    except OSError as error: print(error)
`;

/** Loads every CUDA library by itself. @returns what is wrong with those that do not load, a line each */
export async function findBrokenCuda(folder: string, python: string): Promise<string[]> {
  const home = join(folder, "nvidia");
  const files = (await readdir(home, { recursive: true }))
    .filter((name) => /^[^/]+\/lib\/[^/]+\.so(\.\d+)*$/.test(name))
    .map((name) => join(home, name));
  const { output } = await runTool(python, ["-c", LOAD_EACH, ...files]);
  return output.trim().split("\n").filter(Boolean);
}
