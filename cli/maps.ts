import type { Command } from "commander";
import type { ImportMaps } from "./maps/import-maps.ts";

/** `whynot maps import`: maps made elsewhere become a folder like that of `whynot explain`. */
export function registerMaps(program: Command): void {
  const maps = program.command("maps").description("saliency maps made elsewhere");
  maps
    .command("import")
    .description(
      "bring .npy, .npz and grey PNG maps that a manifest.json lists into the layout of `whynot explain`",
    )
    .argument("<dir>", "folder with manifest.json and the maps it names")
    .requiredOption("--images <paths...>", "the pictures the maps are of: a data set, a folder or pictures")
    .requiredOption("--model <file>", "the model they explain, for its classes and probabilities")
    .requiredOption("--out <dir>", "folder to write to")
    .addHelpText(
      "after",
      `
manifest.json is what whynot explain writes, or shorter:
  {"method": "mine", "maps": [{"image": "fox/00002.webp", "map": "a.npy", "targetClass": "fox"}]}
Of a map "key" names the array in an .npz, and "targetClass" may be left out for the predicted class; of a method
"explains" is "for" (default) or "against". PNG levels become 0 to 1; other values stay as they are.`,
    )
    .action(async (folder: string, options: Omit<ImportMaps, "folder">) => {
      const { importMaps } = await import("./maps/import-maps.ts");
      await importMaps({ folder, ...options });
    });
}
