import { readFile, writeFile } from "node:fs/promises";
import { basename } from "node:path";
import { classificationReport } from "#lib/metrics/classification/classification-report.ts";
import { reportToMarkdown } from "#lib/metrics/classification/format-report.ts";
import { readInitialModel } from "#lib/scouter/training/initial-model.ts";
import { planTraining, TrainingWish } from "#lib/scouter/training/plan-training.ts";
import { type LabelledRecord, listPictures, readSplits } from "./read-training-data.ts";
import { type TrainingMachine, trainModel } from "./train-model.ts";

export interface TrainCommand extends TrainingWish, TrainingMachine {
  data: string;
  /** What to choose by: the name of a split, or a file with the path of one picture a line. */
  validation?: string;
  /** Splits that the trained model is measured on at the end. */
  test: string[];
  /** Layout of the data; left out: what it looks like. */
  format?: string;
  out: string;
  initFrom?: string;
  json: boolean;
}

/** Trains what the command asks for and prints what came of it. */
export async function runTraining(command: TrainCommand): Promise<void> {
  const { data, format, out, json, seed } = command;
  const splits = await readSplits(data, command);
  const initial = command.initFrom ? readInitialModel(await readFile(command.initFrom)) : null;
  const plan = planTraining(wishOf(command), splits.classNames, initial);
  for (const note of plan.notes) process.stderr.write(`${note}\n`);
  const { classNames } = plan.config;
  const list = (records: LabelledRecord[]) => listPictures(data, records, classNames, format);
  const { answers, ...trained } = await trainModel({
    ...command,
    plan,
    train: list(splits.train),
    validation: list(splits.validation),
    test: Object.fromEntries(Object.entries(splits.test).map(([name, records]) => [name, list(records)])),
    fingerprint: splits.fingerprint,
    command: describeCommand(command),
  });
  const reports = Object.fromEntries(
    Object.entries(answers).map(([split, { labels, logits }]) => [
      split,
      classificationReport({ logits, labels, classNames, seed }),
    ]),
  );
  await writeFile(out.replace(/(\.safetensors)?$/, ".report.json"), `${JSON.stringify(reports, null, 1)}\n`);
  process.stdout.write(json ? `${JSON.stringify({ ...trained, reports })}\n` : toText(trained, reports));
}

type Reports = Record<string, ReturnType<typeof classificationReport>>;

function toText({ out, parameters }: { out: string; parameters: number }, reports: Reports): string {
  const parts = Object.entries(reports).map(
    ([split, report]) => `\n# ${split}\n\n${reportToMarkdown(report)}`,
  );
  return `${parts.join("")}\nwrote ${out}: ${parameters} parameters\n`;
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
    ...given("validation", command.validation && basename(command.validation)),
    ...command.test.map((split) => `--test ${split}`),
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
