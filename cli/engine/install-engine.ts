import { existsSync } from "node:fs";
import { mkdir, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AppError } from "#lib/errors.ts";
import {
  ENGINES_FOLDER,
  type EngineRecord,
  NATIVE_FOLDER,
  readEngineRecord,
  recordFile,
} from "#lib/tensor/native/engine-folder.ts";
import { compileAddons, removeSources } from "./compile-addons.ts";
import { fetchNpmPart, fetchWheel, stripLibraries } from "./fetch-parts.ts";
import { takeInstallLock } from "./install-lock.ts";
import { type EnginePlan, planEngine } from "./parts.ts";
import { requireTools, type Tools } from "./requirements.ts";
import { findBrokenCuda, verifyEngine } from "./verify-engine.ts";

export interface InstallRequest {
  kind: EnginePlan["kind"];
  /** Builds again what is installed already. */
  force: boolean;
  say(line: string): void;
}

const STAGING = ".building-";

/**
 * Builds the native engine beside its place and moves it there once it has computed something. A build that was stopped
 * goes on where it was; nothing half-done is ever found by lib/tensor.
 * @throws AppError `unavailable` for what is missing or fails, `conflict` while another build runs
 */
export async function installEngine({ kind, force, say }: InstallRequest): Promise<void> {
  const plan = planEngine(kind);
  if (!plan) throw notHere(kind);
  const installed = readEngineRecord(NATIVE_FOLDER);
  if (installed && isSame(installed, plan) && !force) {
    say(
      `The native engine is installed already (TensorFlow ${plan.tensorflow}, ${kind}). --force builds it again.`,
    );
    return;
  }
  const release = await takeInstallLock(ENGINES_FOLDER);
  try {
    const tools = await requireTools(plan, ENGINES_FOLDER);
    const staging = await openStaging(plan, force);
    await build(plan, tools, staging, say);
    say("Trying it ...");
    const { device } = await verifyEngine(staging);
    if (kind === "gpu") await sayHowCudaIs(staging, tools, device, say);
    await putInPlace(plan, staging);
    say(`Installed: TensorFlow ${plan.tensorflow}, ${kind}. whynot doctor measures it.`);
  } finally {
    await release();
  }
}

function notHere(kind: EnginePlan["kind"]): AppError {
  const where = `${process.platform} ${process.arch}`;
  const advice =
    kind === "gpu"
      ? "TensorFlow publishes CUDA builds for linux x64 only. WebGPU needs no installation: see whynot doctor."
      : "It can be built on linux x64, linux arm64 and darwin arm64. onnx, webgpu and wasm work without it.";
  return new AppError("unavailable", `The native ${kind} engine cannot be built for ${where}. ${advice}`);
}

const isSame = (record: EngineRecord, { kind, tensorflow, tfjsNode }: EnginePlan): boolean =>
  record.kind === kind &&
  record.tensorflow === tensorflow &&
  record.tfjsNode === tfjsNode &&
  record.platform === process.platform &&
  record.arch === process.arch;

/** The folder of this plan's build, with what an earlier one finished; those of other plans are deleted. */
async function openStaging({ key }: EnginePlan, force: boolean): Promise<string> {
  const name = `${STAGING}${key}`;
  for (const other of await readdir(ENGINES_FOLDER)) {
    if (other.startsWith(STAGING) && (other !== name || force)) {
      await rm(join(ENGINES_FOLDER, other), { recursive: true, force: true });
    }
  }
  const staging = join(ENGINES_FOLDER, name);
  await mkdir(join(staging, "done"), { recursive: true });
  return staging;
}

async function build(
  plan: EnginePlan,
  tools: Tools,
  staging: string,
  say: InstallRequest["say"],
): Promise<void> {
  const steps: [title: string, work: () => Promise<void>][] = [
    ...plan.npm.map((part): [string, () => Promise<void>] => [
      `npm package ${part.name} ${part.version}`,
      () => fetchNpmPart(part, staging),
    ]),
    ...plan.wheels.map((part): [string, () => Promise<void>] => [
      `Python package ${part.requirement}`,
      () => fetchWheel(part, plan, tools.python, staging),
    ]),
    ["shared modules", () => writeSharedModules(staging)],
    ["debug symbols", () => stripLibraries(staging)],
    ["compiling", () => compileAddons(staging, tools.compiler)],
  ];
  for (const [index, [title, work]] of steps.entries()) {
    const mark = join(staging, "done", title.replace(/[^\w.-]+/g, "-"));
    const isDone = existsSync(mark);
    say(`[${index + 1}/${steps.length}] ${title}${isDone ? ": done before" : ""}`);
    if (isDone) continue;
    await work();
    await writeFile(mark, "");
  }
}

/** Packages that tfjs-node asks for by name and lib/tensor answers with this project's own tfjs-core. */
async function writeSharedModules(staging: string): Promise<void> {
  for (const name of ["tfjs", "tfjs-core"]) {
    const home = join(staging, "node_modules", "@tensorflow", name);
    await mkdir(home, { recursive: true });
    await writeFile(join(home, "package.json"), JSON.stringify({ name: `@tensorflow/${name}` }));
    await writeFile(join(home, "index.js"), 'throw new Error("lib/tensor/native/start.ts provides this");\n');
  }
}

async function sayHowCudaIs(
  staging: string,
  { python }: Tools,
  device: string | undefined,
  say: InstallRequest["say"],
): Promise<void> {
  // The driver's own library comes with the driver: that it is missing is said below.
  const broken = (await findBrokenCuda(staging, python)).filter((line) => !line.startsWith("libcuda.so.1:"));
  for (const line of broken) say(`A CUDA library does not load: ${line}`);
  if (device === "gpu") say("It computes on the GPU.");
  else {
    say(
      "It found no usable GPU and computes on the processor. A GPU needs NVIDIA's driver (nvidia-smi must list it); " +
        "once that is there, nothing has to be built again.",
    );
  }
}

async function putInPlace(plan: EnginePlan, staging: string): Promise<void> {
  await removeSources(staging);
  await rm(join(staging, "done"), { recursive: true });
  const record: EngineRecord = {
    kind: plan.kind,
    tensorflow: plan.tensorflow,
    tfjsNode: plan.tfjsNode,
    platform: process.platform,
    arch: process.arch,
    builtAt: new Date().toISOString(),
  };
  await writeFile(recordFile(staging), `${JSON.stringify(record, null, 2)}\n`);
  await removeEngine();
  await rename(staging, NATIVE_FOLDER);
}

/** Takes the engine away, in one step for those who look. @returns whether there was one */
export async function removeEngine(): Promise<boolean> {
  if (!existsSync(NATIVE_FOLDER)) return false;
  const away = join(ENGINES_FOLDER, `${STAGING}removed-${process.pid}`);
  await rename(NATIVE_FOLDER, away);
  await rm(away, { recursive: true, force: true });
  return true;
}
