import { readFile } from "node:fs/promises";
import { basename } from "node:path";
import { readInitialModel } from "#lib/scouter/training/initial-model.ts";
import { planTraining, TrainingWish } from "#lib/scouter/training/plan-training.ts";
import { listPictures, readSplits } from "./read-training-data.ts";
import { type TrainingMachine, trainModel } from "./train-model.ts";

export interface TrainCommand extends TrainingWish, TrainingMachine {
  data: string;
  /** Layout of the data; left out: what it looks like. */
  format?: string;
  out: string;
  initFrom?: string;
  json: boolean;
}

/** Trains what the command asks for and prints what came of it. */
export async function runTraining(command: TrainCommand): Promise<void> {
  const { data, format, out, json } = command;
  const splits = await readSplits(data, command.seed, format);
  const initial = command.initFrom ? readInitialModel(await readFile(command.initFrom)) : null;
  const plan = planTraining(wishOf(command), splits.classNames, initial);
  for (const note of plan.notes) process.stderr.write(`${note}\n`);
  const { answers, ...trained } = await trainModel({
    ...command,
    plan,
    train: listPictures(data, splits.train, plan.config.classNames, format),
    validation: listPictures(data, splits.validation, plan.config.classNames, format),
    fingerprint: splits.fingerprint,
    command: describeCommand(command),
  });
  process.stdout.write(
    json ? `${JSON.stringify(trained)}\n` : `wrote ${out}: ${trained.parameters} parameters\n`,
  );
}

/** The part of the command that says what to train. */
function wishOf(command: TrainCommand): TrainingWish {
  const known = Object.keys(TrainingWish.shape) as (keyof TrainingWish)[];
  return TrainingWish.parse(Object.fromEntries(known.map((name) => [name, command[name]])));
}

/** The command with file names in place of paths: what made the weights, without where. */
function describeCommand(command: TrainCommand): string {
  const { data, kind, out, initFrom, set, seed } = command;
  const given = (name: string, value: unknown) => (value === undefined ? [] : [`--${name} ${value}`]);
  return [
    "bin/whynot train",
    `--data ${basename(data)} --kind ${kind} --out ${basename(out)}`,
    ...given("format", command.format),
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
