import { type Command, InvalidArgumentError, Option } from "commander";
import { BACKBONES } from "#lib/scouter/backbone/registry.ts";
import { AUGMENTATIONS } from "#lib/scouter/training/augmentation.ts";
import { GRADIENT_ENGINES } from "#lib/tensor/engine-names.ts";
import type { ExperimentCommand } from "./experiments/run-experiment.ts";

const collect = (value: string, before: string[] = []) => [...before, value];

/** `whynot experiment NAME`: the paper's experiments, on any data set. */
export function registerExperiment(program: Command): void {
  program
    .command("experiment <name>")
    .description(
      "methods, explainability, similarity, classes, lambda, classification, medical or recipe: trains, measures, writes tables",
    )
    .requiredOption("--data <dir>", "data set; may be given several times for classification", collect)
    .option("--format <id>", "layout of the data (whynot data formats lists them)")
    .addOption(
      new Option("--backbone <name>", "network below the heads")
        .choices(BACKBONES.map(({ id }) => id))
        .default("tiny"),
    )
    .option("--size <pixels>", "side of the models' input", wholeNumber)
    .option("--classes <n>", "only the first classes by name", wholeNumber)
    .option("--test <split>", "split to measure on (held-out, test or val; else a fifth is held out)")
    .option("--seeds <list>", "seeds, separated by commas", (text) => text.split(","), ["0"])
    .option("--images <n>", "images whose faithfulness and robustness are measured", wholeNumber, 100)
    .option("--init-from <file>", "pretrained weights that the baselines begin with")
    .option("--epochs <n>", "epochs of a baseline", wholeNumber)
    .option("--head-epochs <n>", "epochs of a slot head", wholeNumber)
    .addOption(
      new Option("--augment <name>", "how pictures are changed in training").choices(
        Object.keys(AUGMENTATIONS),
      ),
    )
    .option("--lambda <x>", "weight of the area loss of slot heads (the recipe's is 10)", notNegative)
    .option("--set <name=value>", "any other setting of every training", collect, [])
    .requiredOption("--out <dir>", "folder for the tables (.md and .json)")
    .option("--work <dir>", "folder for models and kept results; OUT/work when left out")
    .addOption(new Option("--engine <engine>", "what computes gradients").choices(GRADIENT_ENGINES))
    .option("--threads <n>", "threads of a forward pass", wholeNumber)
    .option("--memory <MB>", "memory for pictures and features", wholeNumber)
    .option("--json", "print the tables as JSON", false)
    .action(async (name: string, { test, ...options }: ExperimentCommand & { test?: string }) => {
      const { runExperiment } = await import("./experiments/run-experiment.ts");
      await runExperiment(name, { ...options, testSplit: test, fresh: false });
    });
}

function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && value >= 0 && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("give a number that is not negative.");
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("give a whole number from 1.");
  return value;
}
