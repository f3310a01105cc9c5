import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { AppError } from "#lib/errors.ts";
import { parseClassNames } from "#lib/onnx/class-names.ts";
import { type Examination, examineOnnx, type SamplePicture } from "#lib/onnx/examine-onnx.ts";
import { OnnxChoices } from "#lib/onnx/onnx-choices.ts";
import { type Answer, previewAnswers } from "#lib/onnx/preview-answers.ts";
import { writeOnnxModel } from "#lib/onnx/write-onnx-model.ts";
import { openModel } from "#lib/scouter/open-model.ts";
import { readModelFacts, requireModelFile } from "#lib/services/models/read-model-facts.ts";
import { replaceFile } from "#lib/storage/replace-file.ts";
import { loadOnnxRuntime } from "#lib/tensor/onnx-runtime.ts";
import { findPictures } from "../explain/find-pictures.ts";
import { describeOnnx, describeOwn } from "./describe-model.ts";
import { readModelBytes } from "./read-model.ts";

export interface ImportCommand extends Omit<OnnxChoices, "classNames"> {
  name?: string;
  workspace?: string;
  out?: string;
  dryRun: boolean;
  images?: string[];
  /** Path of a text file. */
  classes?: string;
  json: boolean;
}

/** Pictures shown: enough to see whether answers make sense. */
const MOST_SAMPLES = 8;

/** Brings a model file into the workspace, or makes one that stands alone; what it is decides how. */
export async function importModelFile(path: string, command: ImportCommand): Promise<void> {
  requireDestination(command);
  const file = await readModelBytes(path);
  const ready =
    requireModelFile(file) === "onnx"
      ? await prepareOnnx(path, file, command)
      : await prepareOwn(file, command);
  if (command.dryRun) return say(command, { ...ready.report, written: false }, "Nothing was written.");
  if (command.out !== undefined) {
    await replaceFile(command.out, ready.file);
    return say(command, { ...ready.report, out: command.out }, `wrote ${command.out}`);
  }
  const model = await register(ready.file, command);
  say(command, { ...ready.report, model }, `"${model.name}" is in the workspace.`);
}

function requireDestination({ dryRun, out, name }: ImportCommand): void {
  if (dryRun || out !== undefined || name !== undefined) return;
  throw new AppError(
    "invalid",
    "Say where to: --name for a model of the workspace, --out for a file, or --dry-run to look only.",
  );
}

/** Weights of this project: nothing has to be found out, nothing can be chosen. */
async function prepareOwn(file: Uint8Array, command: ImportCommand) {
  const { classNames: _, ...shape } = OnnxChoices.shape;
  const given = [...Object.keys(shape), "classes"].filter((key) => key in command);
  if (given.length > 0) {
    throw new AppError(
      "invalid",
      `These weights say themselves how they are used: leave out --${given.join(", --")}.`,
    );
  }
  const { config: _config, ...facts } = await readModelFacts(file);
  const samples = await openSamples(command.images ?? []);
  const answers = samples.length > 0 ? await answersOf(file, samples) : [];
  if (!command.json) process.stdout.write(describeOwn(facts, answers, samples));
  return { file, report: { facts, answers } };
}

async function answersOf(file: Uint8Array, samples: readonly SamplePicture[]): Promise<Answer[]> {
  const model = await openModel(file);
  try {
    return await previewAnswers(
      model,
      samples.map(({ image }) => image),
    );
  } finally {
    await model.dispose();
  }
}

async function prepareOnnx(path: string, file: Uint8Array, command: ImportCommand) {
  const runtime = await loadOnnxRuntime();
  if (!runtime)
    throw new AppError("unavailable", "onnxruntime-node is not installed for this machine. Run npm ci.");
  const { layout, channels, size, normalise, output, features, classes } = command;
  const classNames = classes === undefined ? undefined : parseClassNames(await readText(classes));
  const samples = await openSamples(command.images ?? []);
  const found = await examineOnnx({
    runtime,
    file,
    source: { fileName: basename(path), sha256: createHash("sha256").update(file).digest("hex") },
    choices: OnnxChoices.parse({ layout, channels, size, normalise, output, features, classNames }),
    samples,
  });
  if (!command.json) process.stdout.write(describeOnnx(found, samples));
  if (!found.config && !command.dryRun) throw unanswered(found);
  return { file: found.config ? writeOnnxModel(file, found.config) : file, report: found };
}

function unanswered({ trials }: Examination): AppError {
  const hint = trials.length > 0 ? "" : " Add --dry-run --images PICTURES to see which one makes sense.";
  return new AppError(
    "invalid",
    `The file does not say how its pictures are normalised: give --normalise, as imagenet or unit.${hint}`,
  );
}

const readText = (path: string) =>
  readFile(path, "utf8").catch(() => {
    throw new AppError("not_found", `There is no file ${path}: check the path.`);
  });

async function openSamples(paths: readonly string[]) {
  if (paths.length === 0) return [];
  const found = await findPictures(paths);
  // Data sets are in the order of their classes: from all over, or it would be one class.
  const count = Math.min(MOST_SAMPLES, found.length);
  const spread = Array.from({ length: count }, (_, i) => found[Math.floor((i * found.length) / count)]);
  return Promise.all(
    spread.map(async ({ name, className, read }) => ({ name, label: className, image: await read() })),
  );
}

async function register(weights: Uint8Array, { name, workspace }: ImportCommand) {
  const { withCliContext } = await import("../open-cli-context.ts");
  const { registerModel } = await import("#lib/services/models/register-model.ts");
  return withCliContext(workspace, async (ctx) => {
    const model = await registerModel(ctx, { name, weights });
    return { id: model.id, name: model.name, kind: model.kind };
  });
}

function say({ json }: ImportCommand, report: object, sentence: string): void {
  console.log(json ? JSON.stringify(report) : sentence);
}
