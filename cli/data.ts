import { type Command, InvalidArgumentError } from "commander";
import { ALL_STYLES, STYLES } from "#demo/scenes/catalogue.ts";
import { keepHeapSmall } from "#lib/small-heap.ts";
import type { ExportCommand } from "./datasets/run-export.ts";
import type { ImportCommand } from "./datasets/run-import.ts";
import type { ValidateCommand } from "./datasets/validate.ts";
import type { MnistRequest } from "./datasets/write-mnist.ts";

/** `whynot data ...`: data sets without the browser. */
export function registerData(program: Command): void {
  keepHeapSmall();
  const data = program.command("data").description("data sets without the browser");
  registerImport(data);
  registerExport(data);
  registerValidate(data);
  registerFormats(data);
  registerScenes(data);
  registerMnist(data);
}

function registerImport(data: Command): void {
  data
    .command("import <source>")
    .description(
      "bring a folder, an archive (.zip, .tar, .tar.gz) or s3://bucket/folder, in whatever layout it is, into a data set; what is there already is left alone",
    )
    .option("--urls", "the source is a list of addresses (.csv, .tsv, .jsonl, .txt); needs IMPORT_URLS=on")
    .requiredOption("--name <name>", "data set, which is made if it is not there")
    .option("--workspace <slug>", "workspace, when there are several")
    .option("--format <id>", "layout to read it as, instead of what it looks like")
    .option("--dry-run", "look at everything, write nothing")
    .option("--new-classes", "add classes the data set does not have yet")
    .option("--json", "print the report as JSON")
    .action(async (source: string, options: ImportCommand) => {
      const { runImport } = await import("./datasets/run-import.ts");
      await runImport(source, options);
    });
}

function registerExport(data: Command): void {
  data
    .command("export <name>")
    .description(
      "write a data set, or a frozen version of it, to a folder or ZIP archive in a format of your choice",
    )
    .requiredOption("--format <id>", "one of those that `data formats` marks as written")
    .requiredOption("--out <dir>", "a new folder, or a file that ends in .zip")
    .option("--version <n>", "a frozen version; left out: the data set as it is", wholeNumber(1))
    .option("--split <name>", "this split alone")
    .option("--class <name>", "images of this class alone")
    .option("--no-pictures", "what is said about the pictures, without them")
    .option("--workspace <slug>", "workspace, when there are several")
    .option("--json", "print the report as JSON")
    .action(async (name: string, options: ExportCommand) => {
      const { runExportCommand } = await import("./datasets/run-export.ts");
      await runExportCommand(name, options);
    });
}

function registerValidate(data: Command): void {
  data
    .command("validate <source>")
    .description(
      "read a folder, an archive (.zip, .tar, .tar.gz) or s3://bucket/folder in whatever layout it is and say what an import would take, refuse and note",
    )
    .option("--urls", "the source is a list of addresses (.csv, .tsv, .jsonl, .txt); needs IMPORT_URLS=on")
    .option("--format <id>", "layout to read it as, instead of what it looks like")
    .option("--decode", "decode every picture, not only its header")
    .option("--clickme-size <pixels>", "side of ClickMe pictures", wholeNumber(1, 4096))
    .option("--json", "print records, refusals and notes as JSON")
    .action(async (source: string, options: ValidateCommand) => {
      const { runValidate } = await import("./datasets/validate.ts");
      await runValidate(source, options);
    });
}

function registerFormats(data: Command): void {
  data
    .command("formats")
    .description("list the layouts that are read, by the name --format takes, and which of them are written")
    .action(async () => {
      const { FORMATS } = await import("#lib/formats/dataset/registry.ts");
      const { WRITERS } = await import("#lib/formats/writers/registry.ts");
      const written = new Set(WRITERS.map(({ id }) => id));
      const width = Math.max(...FORMATS.map(({ id }) => id.length));
      const lines = FORMATS.map(
        ({ id, name, spec }) =>
          `${id.padEnd(width)}  ${written.has(id) ? "read, written" : "read         "}  ${name} (${spec})`,
      );
      process.stdout.write(`${lines.join("\n")}\n`);
    });
}

function registerScenes(data: Command): void {
  data
    .command("scenes")
    .description("draw the Scenes data set: animal faces among other things, with exact masks")
    .requiredOption("--out <dir>", "folder to write images and images.jsonl to")
    .option("--count <n>", "how many images", wholeNumber(1), 200)
    .option("--seed <n>", "the same seed draws the same images", wholeNumber(0), 7)
    .option(
      "--styles <list>",
      'icon styles: "train", "held-out", or names separated by commas',
      parseStyles,
      [...STYLES["held-out"]],
    )
    .option("--size <pixels>", "side of the images", wholeNumber(96, 2048), 384)
    .option("--split <name>", "split to write them as", parseName, "test")
    .option("--quality <n>", "WebP quality", wholeNumber(1, 100), 84)
    .action(async (options) => {
      const { writeScenes } = await import("#demo/scenes/write-scenes.ts");
      const { SingleBar } = await import("cli-progress");
      const bar = new SingleBar({ format: "{bar} {value}/{total} images, {eta_formatted} left" });
      bar.start(options.count, 0);
      await writeScenes(options, (done) => bar.update(done)).finally(() => bar.stop());
    });
}

function registerMnist(data: Command): void {
  data
    .command("mnist")
    .description("write MNIST as its four idx files: 60 000 training and 10 000 test pictures")
    .requiredOption("--out <dir>", "folder to write to")
    .option("--limit <n>", "only the first pictures of each set", wholeNumber(1))
    .action(async (options: MnistRequest) => {
      const { writeMnist } = await import("./datasets/write-mnist.ts");
      const { train, test } = await writeMnist(options);
      process.stdout.write(`wrote ${options.out}: ${train} training and ${test} test pictures\n`);
    });
}

function wholeNumber(least: number, most = Number.MAX_SAFE_INTEGER) {
  return (text: string): number => {
    const value = Number(text);
    if (!Number.isSafeInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`give a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

function parseStyles(text: string): string[] {
  const styles = text === "train" || text === "held-out" ? [...STYLES[text]] : text.split(",");
  const unknown = styles.filter((style) => !ALL_STYLES.includes(style));
  if (unknown.length > 0) {
    throw new InvalidArgumentError(`no style ${unknown.join(", ")}; there are ${ALL_STYLES.join(", ")}.`);
  }
  return styles;
}

function parseName(text: string): string {
  if (!/^[a-z0-9][a-z0-9-]{0,39}$/.test(text)) {
    throw new InvalidArgumentError("use lower-case letters, digits and hyphens, at most 40.");
  }
  return text;
}
