import { type Command, InvalidArgumentError, Option } from "commander";
import type { ExportCommand } from "./models/export-model.ts";
import type { ImportCommand } from "./models/import-model.ts";

/** `whynot models ...`: models in and out, without the browser. */
export function registerModels(program: Command): void {
  const models = program
    .command("models")
    .description("models without the browser: bring one in, take one out");
  registerExport(models);
  registerImport(models);
}

function registerExport(models: Command): void {
  models
    .command("export <model>")
    .description(
      "write a model for other programs; <model> is a weights file, or the name of a model of the workspace",
    )
    .addOption(
      new Option("--format <format>", "onnx: a graph that runs anywhere; safetensors: a PyTorch state_dict")
        .choices(["onnx", "safetensors"])
        .makeOptionMandatory(),
    )
    .requiredOption("--out <file>", "file to write")
    .option("--workspace <slug>", "workspace of a model given by its name, when there are several")
    .action(async (model: string, options: ExportCommand) => {
      const { exportModelFile } = await import("./models/export-model.ts");
      await exportModelFile(model, options);
    });
}

function registerImport(models: Command): void {
  models
    .command("import <file>")
    .description("bring in a model: weights of this project, or anyone's classifier as ONNX")
    .option("--name <name>", "its name in the workspace")
    .option("--workspace <slug>", "workspace, when there are several")
    .option("--out <file>", "write a file that stands alone instead, for `whynot explain`; needs no database")
    .option("--dry-run", "look at it, write nothing", false)
    .option("--images <paths...>", "a few pictures, to see what it answers")
    .addOption(new Option("--layout <axes>", "order of the input's axes").choices(["nchw", "nhwc"]))
    .addOption(new Option("--channels <order>", "order of the colours").choices(["rgb", "bgr"]))
    .option("--size <pixels>", "side of the input, where the file takes several", wholeNumber)
    .option(
      "--normalise <how>",
      "what pictures become: imagenet, unit (0..1), signed (-1..1), bytes (0..255), half, caffe, or mean/deviation",
    )
    .option("--output <name>", "the output with one score a class, where there are several")
    .option("--features <name>", "the tensor that is the feature map; none for none")
    .option("--classes <file>", "class names in their order: one a line, or JSON")
    .option("--json", "print what was found as JSON", false)
    .action(async (file: string, options: ImportCommand) => {
      const { importModelFile } = await import("./models/import-model.ts");
      await importModelFile(file, options);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("give a whole number from 1.");
  return value;
}
