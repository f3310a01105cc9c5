import { type Command, InvalidArgumentError, Option } from "commander";
import type { TrainOptions } from "./training/run-training.ts";

/** `whynot train`: a classifier from a folder of pictures, with this project's own code. */
export function registerTrain(program: Command): void {
  program
    .command("train")
    .description("train a classifier: fc first, then slot heads on its frozen backbone")
    .requiredOption(
      "--data <dir>",
      "folder with a data set; its splits train and validation are used where it has them",
    )
    .option("--format <id>", "layout of the data, instead of what it looks like (see data validate)")
    .addOption(
      new Option("--kind <kind>", "what to train")
        .choices(["fc", "scouter+", "scouter-"])
        .makeOptionMandatory(),
    )
    .requiredOption("--out <file>", "weights to write (.safetensors); the log goes beside them as .log.jsonl")
    .option("--init-from <file>", "trained fc weights whose backbone a slot head is put on")
    .option("--epochs <n>", "passes over the training pictures (fc 24, slot head 8)", wholeNumber)
    .option("--batch <n>", "pictures a step", wholeNumber, 50)
    .option("--size <pixels>", "side of the model's input, a multiple of 8 (fc)", wholeNumber, 96)
    .addOption(
      new Option("--mode <mode>", "slot attention").choices(["paper", "abs", "official"]).default("paper"),
    )
    .option("--lambda <x>", "weight of the area loss", positiveNumber, 10)
    .option("--no-ramp", "give the area loss its full weight from the first step (collapses at the default)")
    .option("--seed <text>", "the same seed, data and engine give the same weights", "0")
    .addOption(
      new Option("--engine <engine>", "what runs the maths; chosen by itself when left out").choices([
        "native",
        "wasm",
      ]),
    )
    .action(async (options: TrainOptions) => {
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
  if (!Number.isFinite(value) || value < 0) throw new InvalidArgumentError("give a number from 0.");
  return value;
}
