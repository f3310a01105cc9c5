import { type Command, InvalidArgumentError } from "commander";
import type { ExplainCommand } from "./explain/explain-pictures.ts";

/** `whynot explain`: pictures in, maps out, without the site and the database. */
export function registerExplain(program: Command): void {
  program
    .command("explain")
    .description("make saliency maps of pictures: a folder in, a folder of maps and overlays out")
    .requiredOption("--model <files...>", "weights (.safetensors, or .onnx that was imported), one or more")
    .requiredOption("--images <paths...>", "a folder data set, a folder of pictures, or pictures")
    .requiredOption("--method <ids>", "methods, separated by commas; scouter fits itself to the model", list)
    .requiredOption(
      "--out <dir>",
      "folder to write to; maps already there are kept, so a stopped run goes on",
    )
    .option(
      "--target <rule>",
      "class to explain: true, predicted, least-similar, most-similar, class:<index>, or all",
      "predicted",
    )
    .option(
      "--similarity <source>",
      "what makes classes similar: the model's own confusion or features on these pictures, wordnet, or a taxonomy file",
      "confusion",
    )
    .option(
      "--options <json>",
      'of the method, or by method: {"ss-cam":{"samples":10}}; `whynot methods ss-cam` lists them',
      parseOptions,
      {},
    )
    .option("--seed <text>", "the same seed gives the same maps", "0")
    .option("--limit <n>", "explain the first n pictures only", wholeNumber)
    .option("--json", "print a summary as JSON")
    .action(async ({ model, images, method, json = false, ...rest }) => {
      const { explainPictures } = await import("./explain/explain-pictures.ts");
      const command: ExplainCommand = { models: model, images, methods: method, json, ...rest };
      await explainPictures(command);
    });
}

function list(text: string): string[] {
  const ids = text.split(",").filter((id) => id !== "");
  if (ids.length === 0) throw new InvalidArgumentError("name at least one method.");
  return [...new Set(ids)];
}

function parseOptions(text: string): Record<string, unknown> {
  try {
    const options: unknown = JSON.parse(text);
    if (typeof options === "object" && options !== null && !Array.isArray(options)) {
      return options as Record<string, unknown>;
    }
  } catch {
    // Falls through to the one message that says what is wanted.
  }
  throw new InvalidArgumentError('give a JSON object, for example {"samples": 10}.');
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("give a whole number from 1.");
  return value;
}
