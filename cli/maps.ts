import { type Command, Option } from "commander";
import type { AddCommand } from "./maps/add-to-run.ts";
import type { ImportMaps } from "./maps/import-maps.ts";

/** `whynot maps`: maps made elsewhere become a folder like that of `whynot explain`, or an arm of a run on the site. */
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
  registerAdd(maps);
}

function registerAdd(maps: Command): void {
  maps
    .command("add")
    .description(
      "add maps made elsewhere to a finished run of the site, as an arm that is scored and studied like any other",
    )
    .requiredOption("--run <id>", "the run, as in the address of its page")
    .requiredOption(
      "--maps <path>",
      "a folder, .zip or .npz; with a manifest.json, or maps named like the pictures",
    )
    .option("--name <label>", "what to call the arm, where the maps do not say or should not")
    .option("--model <name>", "the model they explain; without it judges alone say how faithful they are")
    .addOption(
      new Option("--target <rule>", "class of maps that name none")
        .choices(["true", "predicted"])
        .default("true"),
    )
    .addOption(
      new Option("--explains <how>", "what high values mean, where the maps do not say")
        .choices(["for", "against", "either"])
        .default("for"),
    )
    .option("--dry-run", "look at everything, store nothing")
    .option("--json", "print the report as JSON")
    .option("--workspace <slug>", "workspace, when there are several")
    .action(async (command: AddCommand) => {
      const { addToRun } = await import("./maps/add-to-run.ts");
      await addToRun(command);
    });
}
