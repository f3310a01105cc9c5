import { type Command, InvalidArgumentError, Option } from "commander";
import type { EvaluateCommand } from "./evaluate/evaluate-maps.ts";
import { OUTPUT_FORMATS } from "./evaluate/write-tables.ts";

/** `whynot evaluate`: maps, pictures and regions in, tables out, without the site and the database. */
export function registerEvaluate(program: Command): void {
  program
    .command("evaluate")
    .description("score saliency maps: folders that `explain` wrote, with their pictures, in; tables out")
    .requiredOption("--maps <dirs...>", "folders with a manifest.json of `whynot explain`")
    .requiredOption("--images <paths...>", "the pictures that were explained, with their regions")
    .requiredOption("--model <files...>", "the models that were explained")
    .requiredOption("--out <dir>", "folder for scores and tables; files of the same name are replaced")
    .option(
      "--judge <file>",
      "a model that judges all maps as well: faithfulness no longer depends on whose model is surer",
    )
    .option(
      "--metrics <ids>",
      "metrics or families, separated by commas; paper = table 1 with area-free scores beside it, all = everything",
      list,
      ["paper"],
    )
    .option("--definitions", "also score by the other definitions of these metrics, and show the spread")
    .option("--reference <method>", "compare all methods with this one; the first when left out")
    .addOption(
      new Option("--format <names>", "of the tables, separated by commas")
        .argParser(formats)
        .default([...OUTPUT_FORMATS], OUTPUT_FORMATS.join(",")),
    )
    .option("--seed <text>", "the same seed gives the same numbers", "0")
    .option("--limit <n>", "score the maps of the first n pictures only", wholeNumber)
    .action(async ({ model, judge = null, definitions = false, format, ...rest }) => {
      const { evaluateMaps } = await import("./evaluate/evaluate-maps.ts");
      const command: EvaluateCommand = { models: model, judge, definitions, formats: format, ...rest };
      await evaluateMaps(command);
    });
}

function list(text: string): string[] {
  const ids = text.split(",").filter((id) => id !== "");
  if (ids.length === 0) throw new InvalidArgumentError("name at least one metric.");
  return [...new Set(ids)];
}

function formats(text: string): string[] {
  const names = list(text);
  const unknown = names.find((name) => !OUTPUT_FORMATS.some((format) => format === name));
  if (unknown) throw new InvalidArgumentError(`${unknown} is none of ${OUTPUT_FORMATS.join(", ")}.`);
  return names;
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1)
    throw new InvalidArgumentError("give a whole number from 1.");
  return value;
}
