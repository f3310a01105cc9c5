import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { AppError } from "#lib/errors.ts";
import type { TrainingMachine } from "../training/train-model.ts";
import { openBench } from "./bench.ts";
import { readExperimentData } from "./data.ts";
import type { Experiment, ExperimentOptions, ExperimentResult } from "./experiment.ts";
import { EXPERIMENTS } from "./registry.ts";
import { toMarkdown } from "./tables.ts";

export interface ExperimentCommand extends ExperimentOptions, TrainingMachine {
  data: string[];
  format?: string;
  testSplit?: string;
  classes?: number;
  /** Folder of the tables. */
  out: string;
  /** Folder of models and kept results; beside the tables when left out. */
  work?: string;
  json: boolean;
}

/** Runs one experiment and writes `<name>.json` and `<name>.md`. Run again, it goes on where it was interrupted. */
export async function runExperiment(name: string, command: ExperimentCommand): Promise<void> {
  const experiment = EXPERIMENTS.find(({ id }) => id === name);
  if (!experiment) {
    throw new AppError(
      "not_found",
      `There is no experiment ${name}: ${EXPERIMENTS.map(({ id }) => id).join(", ")}.`,
    );
  }
  const { data: folders, format, testSplit, classes, out } = command;
  const seed = command.seeds[0];
  const data = await Promise.all(
    folders.map((folder) => readExperimentData(folder, { format, testSplit, classes, seed })),
  );
  const work = command.work ?? path.join(out, "work");
  const began = performance.now();
  const pictures = await mkdtemp(path.join(tmpdir(), "whynot-pictures-"));
  const words = commandOf(name, command);
  const bench = openBench({ options: command, command: words, data, work, machine: command, pictures });
  const result = await experiment.run(bench).finally(() => rm(pictures, { recursive: true, force: true }));
  const seconds = Math.round((performance.now() - began) / 1000);
  await mkdir(out, { recursive: true });
  const about = { experiment: name, command: words, date: new Date().toISOString().slice(0, 10), seconds };
  await writeFile(path.join(out, `${name}.json`), toJson({ ...about, ...result }));
  const text = toText(experiment, about, result);
  await writeFile(path.join(out, `${name}.md`), text);
  process.stdout.write(command.json ? `${JSON.stringify({ ...about, tables: result.tables })}\n` : text);
}

interface AboutRun {
  experiment: string;
  command: string;
  date: string;
  /** Of this run; models and results of an earlier one are not made again. */
  seconds: number;
}

/** What was typed, the folders by their last name. */
function commandOf(id: string, command: ExperimentCommand): string {
  const given = (name: string, value: unknown) => (value === undefined ? [] : [`--${name} ${value}`]);
  const parts = [
    `bin/whynot experiment ${id}`,
    ...command.data.map((folder) => `--data ${path.basename(folder)}`),
    ...given("format", command.format),
    `--backbone ${command.backbone}`,
    ...given("size", command.size),
    ...given("classes", command.classes),
    ...given("test", command.testSplit),
    `--seeds ${command.seeds.join(",")}`,
    `--images ${command.images}`,
    ...given("epochs", command.epochs),
    ...given("head-epochs", command.headEpochs),
    ...given("augment", command.augment),
    ...given("lambda", command.lambda),
    ...command.set.map((assignment) => `--set ${assignment}`),
    ...given("init-from", command.initFrom && path.basename(command.initFrom)),
    ...given("engine", command.engine),
  ];
  return parts.join(" ");
}

/** A line a key: the values of thousands of images would take a line each otherwise. */
function toJson(values: object): string {
  const lines = Object.entries(values).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{\n${lines.join(",\n")}\n}\n`;
}

function toText({ title, about }: Experiment, run: AboutRun, result: ExperimentResult): string {
  const head = [
    `# ${title}`,
    "",
    `${about[0].toUpperCase()}${about.slice(1)}.`,
    "",
    "```",
    run.command,
    "```",
    "",
    `${run.date}; ${run.seconds} s in this run; training times are in the table of models and in each log.`,
    "",
  ];
  const findings = result.findings.length > 0 ? ["", ...result.findings.map((text) => `- ${text}`), ""] : [];
  return [...head, ...findings, ...result.tables.map(toMarkdown)].join("\n");
}
