import { createHash } from "node:crypto";
import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { availableParallelism, freemem } from "node:os";
import { basename } from "node:path";
import { AppError } from "#lib/errors.ts";
import { readModelFile } from "#lib/scouter/model-file.ts";
import { parameterCount } from "#lib/scouter/parameters.ts";
import { checkpointEpoch } from "#lib/scouter/training/checkpoint.ts";
import type { TrainingEvent } from "#lib/scouter/training/events.ts";
import { planTraining, type TrainingPlan, TrainingWish } from "#lib/scouter/training/plan-training.ts";
import type { GradientEngine } from "#lib/tensor/engine.ts";
import { openComputePool } from "#workers/compute/pool.ts";
import type { TrainInput, TrainNote, TrainOutput } from "#workers/compute/training/train-task.ts";
import { openProgress, type ProgressLine } from "./progress-line.ts";
import { listPictures, type RecordSplits, readSplits } from "./read-training-data.ts";
import { logFileOf, openTrainingLog, type TrainingLog } from "./training-log.ts";

export interface TrainCommand extends TrainingWish {
  data: string;
  out: string;
  initFrom?: string;
  engine?: GradientEngine;
  threads?: number;
  memory?: number;
  /** Start over where a checkpoint lies. */
  fresh: boolean;
  json: boolean;
}

/** How long a process may take to notice Ctrl-C; a step of a large network may take longer, and is then given up. */
const CANCEL_GRACE_MS = 2_500;
/** What an interrupted training may lose at most. */
const CHECKPOINT_MS = 60_000;
const MEGABYTE = 1024 * 1024;

/** Trains, and writes weights, log and, while it lasts, a checkpoint with which the same command goes on. */
export async function runTraining(command: TrainCommand): Promise<void> {
  const splits = await readSplits(command.data, command.seed);
  const initial = command.initFrom ? readModelFile(await readFile(command.initFrom)) : null;
  const plan = planTraining(wishOf(command), splits.classNames, initial);
  for (const warning of plan.warnings) process.stderr.write(`${warning}\n`);
  const checkpoint = checkpointFileOf(command.out);
  const resumeFrom = command.fresh ? null : await readFile(checkpoint).catch(() => null);
  const output = await runInProcess(command, plan, splits, resumeFrom);
  await rm(checkpoint, { force: true });
  const text = command.json
    ? JSON.stringify(output)
    : `wrote ${command.out}: ${output.parameters} parameters`;
  process.stdout.write(`${text}\n`);
}

/** The part of the command that says what to train. */
function wishOf(command: TrainCommand): TrainingWish {
  const known = Object.keys(TrainingWish.shape) as (keyof TrainingWish)[];
  return TrainingWish.parse(Object.fromEntries(known.map((name) => [name, command[name]])));
}

const checkpointFileOf = (out: string) => out.replace(/(\.safetensors)?$/, ".checkpoint");

async function runInProcess(
  command: TrainCommand,
  plan: TrainingPlan,
  splits: RecordSplits,
  resumeFrom: Uint8Array | null,
) {
  const { config, settings, initial } = plan;
  const { classNames } = config;
  const input: TrainInput = {
    config,
    settings,
    initial,
    train: listPictures(command.data, splits.train, classNames),
    validation: listPictures(command.data, splits.validation, classNames),
    test: {},
    dataFingerprint: splits.fingerprint,
    resumeFrom,
    checkpointMs: CHECKPOINT_MS,
    engines: { gradient: command.engine },
    threads: command.threads ?? availableParallelism(),
    memoryBytes: command.memory ? command.memory * MEGABYTE : freemem() / 2,
  };
  const log = await openTrainingLog(
    logFileOf(command.out),
    {
      command: describeCommand(command),
      data: {
        train: splits.train.length,
        validation: splits.validation.length,
        fingerprint: splits.fingerprint,
      },
      settings,
      config,
    },
    resumeFrom && checkpointEpoch(resumeFrom),
  );
  const screen = openScreen(input, splits.train.length);
  const pool = openComputePool({
    size: 1,
    idleMs: 0,
    engines: input.engines,
    cancelGraceMs: CANCEL_GRACE_MS,
  });
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.on("SIGINT", onSignal);
  let writing = Promise.resolve();
  const onNote = (note: TrainNote) => {
    screen.show(note);
    if (note.note === "checkpoint")
      writing = writing.then(() => replaceFile(checkpointFileOf(command.out), note.file));
    else if (note.note === "event" && note.event.event === "epoch") {
      const { event } = note;
      writing = writing.then(() => log.epoch(event));
    }
  };
  try {
    const output = await pool.run("train", input, { signal: stop.signal, onNote });
    await writing;
    return await finish(command, plan, output, log);
  } catch (error) {
    await writing;
    throw explain(error, command);
  } finally {
    screen.close();
    process.removeListener("SIGINT", onSignal);
    await pool.close();
  }
}

/** What is left after an end before the end, in words. */
function explain(error: unknown, { out }: TrainCommand): unknown {
  if (!(error instanceof AppError) || error.code !== "cancelled") return error;
  return new AppError(
    "cancelled",
    `Stopped. The same command goes on from ${basename(checkpointFileOf(out))}; with --fresh it starts over.`,
  );
}

/** Weights first under another name, so that a crash never leaves half a file under the wanted one. */
async function replaceFile(file: string, bytes: Uint8Array): Promise<void> {
  await writeFile(`${file}.partial`, bytes);
  await rename(`${file}.partial`, file);
}

async function finish(
  command: TrainCommand,
  { config }: TrainingPlan,
  output: TrainOutput,
  log: TrainingLog,
) {
  const sha256 = createHash("sha256").update(output.weights).digest("hex");
  const { epochs, epoch, stoppedEarly, engine } = output;
  const summary = { parameters: parameterCount(config), epochs, epoch, stoppedEarly, engine, sha256 };
  await log.end(summary);
  await replaceFile(command.out, output.weights);
  return { out: command.out, ...summary };
}

/** The command with file names in place of paths: what made the weights, without where. */
function describeCommand(command: TrainCommand): string {
  const { data, kind, out, initFrom, set, seed } = command;
  const given = (name: string, value: unknown) => (value === undefined ? [] : [`--${name} ${value}`]);
  return [
    "bin/whynot train",
    `--data ${basename(data)} --kind ${kind} --out ${basename(out)}`,
    ...given("init-from", initFrom && basename(initFrom)),
    ...given("backbone", command.backbone),
    ...given("size", command.size),
    ...given("recipe", command.recipe),
    ...given("epochs", command.epochs),
    ...given("batch", command.batch),
    ...given("learning-rate", command.learningRate),
    ...given("augment", command.augment),
    ...given("freeze", command.freeze),
    ...given("mode", command.mode),
    ...given("lambda", command.lambda),
    ...(command.ramp ? [] : ["--no-ramp"]),
    ...given("patience", command.patience),
    ...given("keep", command.keep),
    ...set.map((assignment) => `--set ${assignment}`),
    `--seed ${seed}`,
  ].join(" ");
}

/** What a person sees while it runs. */
function openScreen({ settings, resumeFrom }: TrainInput, pictures: number) {
  let line: ProgressLine | null = null;
  let label = "";
  const on = (name: string, total: number): ProgressLine => {
    if (label !== name) {
      line?.stop();
      line = openProgress(name, "images", total);
      label = name;
    }
    return line as ProgressLine;
  };
  const showEvent = (event: TrainingEvent) => {
    if (event.event === "preparing") on("features", event.total).update(event.done);
    else if (event.event === "step") {
      const note = `epoch ${event.epoch + 1}, loss ${event.loss.toFixed(3)}`;
      on("training", settings.epochs * pictures).update(event.step * event.images, note);
    } else if (event.event === "epoch") on("training", settings.epochs * pictures).say(describeEpoch(event));
  };
  return {
    show(note: TrainNote) {
      if (note.note === "reading") on("reading", note.total).update(note.done);
      else if (note.note === "started") {
        const { forward, gradient } = note.engine;
        const resumed = resumeFrom ? "; going on where it was interrupted" : "";
        on("training", settings.epochs * pictures).say(
          `gradients on ${gradient}, forward passes on ${forward}${resumed}`,
        );
      } else if (note.note === "event") showEvent(note.event);
    },
    close: () => line?.stop(),
  };
}

function describeEpoch(event: Extract<TrainingEvent, { event: "epoch" }>): string {
  const { epoch, epochs, trainLoss, trainAccuracy, validationAccuracy, area } = event;
  const held = validationAccuracy === null ? "" : `, validation ${validationAccuracy.toFixed(3)}`;
  const attended = area === undefined ? "" : `, area ${area.toFixed(4)}`;
  return `epoch ${epoch + 1}/${epochs}: loss ${trainLoss.toFixed(3)}, accuracy ${trainAccuracy.toFixed(3)}${held}${attended}`;
}
