import { type Command, InvalidArgumentError } from "commander";
import type { PlaygroundCommand } from "./playground/export-playground.ts";

/** `whynot playground`: a folder with everything that explains photos in a browser. */
export function registerPlayground(program: Command): void {
  program
    .command("playground")
    .description(
      "write a folder that explains photos in the browser: page, models, pictures to try; served by any web server, " +
        "under any path, without network. Nothing that a visitor brings leaves their device.",
    )
    .requiredOption("--out <dir>", "folder to write; a playground that is there already is replaced")
    .option("--model <files...>", "weights (.safetensors), one or more; the demo's when left out")
    .option(
      "--images <paths...>",
      "pictures to try, as explain takes them; where their classes are known, the models are measured on them " +
        "(the demo's, when --model is left out as well)",
    )
    .option("--examples <n>", "how many of the pictures to bring along", wholeNumber, 10)
    .action(async ({ out, model, images, examples }) => {
      const { exportPlayground } = await import("./playground/export-playground.ts");
      const command: PlaygroundCommand = { out, models: model, images, examples };
      await exportPlayground(command);
    });
}

function wholeNumber(text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0)
    throw new InvalidArgumentError("give a whole number, 0 or more.");
  return value;
}
