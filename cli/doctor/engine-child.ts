import { selectEngines } from "#lib/tensor/engine.ts";
import { describeEngines, type EngineWish, type ForwardEngine } from "#lib/tensor/engine-names.ts";
import { SELF_CHECK_TOLERANCE, selfCheck } from "#lib/tensor/self-check.ts";
import type { EngineReport } from "./inspect-engines.ts";

/** Run as a process of its own, an engine a process. Arguments: the engine's name or `chosen`, and whether to time it. */
const [name, timed] = process.argv.slice(2);

async function inspect(engine: ForwardEngine): Promise<EngineReport> {
  const wish: EngineWish =
    engine === "onnx" ? { forward: "onnx", gradient: "wasm" } : { forward: engine, gradient: engine };
  const { forward } = await selectEngines(wish);
  const error = engine === "onnx" ? 0 : await selfCheck();
  if (!(error <= SELF_CHECK_TOLERANCE)) {
    return {
      name: engine,
      isPresent: false,
      reason: `it computes wrongly (error ${error})`,
      advice: "Do not use it",
    };
  }
  const isSoftware = await isSoftwareGpu(engine);
  const report: EngineReport = { ...forward, name: engine, isPresent: true, isSoftware };
  if (timed !== "timed") return report;
  const { ENOUGH, FEW, forwardTask, trainingTask } = await import("./fixed-tasks.ts");
  const images = isSoftware ? FEW : ENOUGH;
  report.forward = await forwardTask(wish, images);
  if (engine !== "onnx") report.training = await trainingTask(images);
  return report;
}

async function isSoftwareGpu(engine: ForwardEngine): Promise<boolean> {
  if (engine !== "webgpu") return false;
  const { openWebgpu } = await import("#lib/tensor/webgpu/start.ts");
  const found = await openWebgpu();
  return "isSoftware" in found && found.isSoftware;
}

const answer =
  name === "chosen" ? describeEngines(await selectEngines()) : await inspect(name as ForwardEngine);
process.stdout.write(JSON.stringify(answer), () => process.exit());
