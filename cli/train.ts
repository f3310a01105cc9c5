import { type Command, InvalidArgumentError, Option } from "commander";
import { BACKBONES } from "#lib/scouter/backbone/registry.ts";
import { GRADIENT_ENGINES } from "#lib/tensor/engine-names.ts";
import type { TrainCommand } from "./training/run-training.ts";

const MODES = ["paper", "abs", "official"];
const collect = (value: string, before: string[]) => [...before, value];

/** `whynot train`: a classifier from a folder of pictures, with this project's own code. */
export function registerTrain(program: Command): void {
  program
    .command("train")
    .description("train a classifier: fc first, then slot heads on its frozen backbone")
    .requiredOption("--data <dir>", "data set; its splits train and validation are used where it has them")
    .option("--format <id>", "layout of the data, instead of what it looks like (see data formats)")
    .addOption(
      new Option("--kind <kind>", "what to train")
        .choices(["fc", "scouter+", "scouter-"])
        .makeOptionMandatory(),
    )
    .requiredOption("--out <file>", "weights to write (.safetensors); the log goes beside them as .log.jsonl")
    .option("--validation <split or file>", "what to choose by: a split, or a file with one picture a line")
    .option("--test <split>", "split to measure on at the end; may be given several times", collect, [])
    .option("--init-from <file>", "trained weights to begin with; a slot head takes over their backbone")
    .addOption(
      new Option("--backbone <name>", "network below the head (tiny)").choices(BACKBONES.map(({ id }) => id)),
    )
    .option("--size <pixels>", "side of the model's input", wholeNumber)
    .addOption(
      new Option("--recipe <name>", "settings to begin with; by kind when left out").choices([
        "fc",
        "slot-head",
        "paper",
      ]),
    )
    .option("--epochs <n>", "passes over the training pictures", wholeNumber)
    .option("--batch <n>", "pictures a step", wholeNumber)
    .option("--learning-rate <x>", "largest learning rate", positiveNumber)
    .addOption(
      new Option("--augment <name>", "how pictures are changed in training").choices([
        "none",
        "scenes",
        "photographs",
        "signs",
      ]),
    )
    .option("--freeze <stage>", "none, backbone, or a stage up to which the backbone stays as it is")
    .addOption(new Option("--mode <mode>", "slot attention; abs is the sharp one").choices(MODES))
    .option("--lambda <x>", "weight of the area loss", notNegative)
    .option("--no-ramp", "give the area loss its full weight from the first step (collapses at the default)")
    .option("--patience <epochs>", "stop when validation has not improved for so long", wholeNumber)
    .addOption(new Option("--keep <which>", "weights to keep").choices(["last", "best"]))
    .option("--seed <text>", "the same seed, data and engine give the same weights", "0")
    .option(
      "--set <name=value>",
      "any other setting, as optimiser.name=sgd or head.iterations=1",
      collect,
      [],
    )
    .addOption(
      new Option("--engine <engine>", "what computes gradients; chosen by itself when left out").choices(
        GRADIENT_ENGINES,
      ),
    )
    .option("--threads <n>", "threads of a forward pass", wholeNumber)
    .option("--memory <MB>", "memory for pictures and features", wholeNumber)
    .option("--fresh", "start over instead of going on from a checkpoint", false)
    .option("--json", "print the result as JSON", false)
    .action(async (options: TrainCommand) => {
      const { runTraining } = await import("./training/run-training.ts");
      await runTraining(options);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("give a whole number from 1.");
  return value;
}

function positiveNumber(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value <= 0) throw new InvalidArgumentError("give a number above 0.");
  return value;
}

function notNegative(text: string): number {
  const value = Number(text);
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError("give a number from 0.");
  return value;
}
