import { AppError } from "#lib/errors.ts";
import { PICTURE_NAME, readClassFolders } from "./class-folders.ts";
import type { DatasetReading, Problem } from "./dataset-record.ts";
import type { FileSource, SourceEntry } from "./file-source.ts";
import { readImagesJsonl } from "./images-jsonl.ts";

/** The file that describes a folder data set. */
export const DESCRIPTION_FILE = "images.jsonl";

/** A million images with masks fit; anything larger is no description. */
const MAX_DESCRIPTION_BYTES = 400_000_000;

/**
 * Reads what a folder says about its pictures: by its `images.jsonl`, or else by its folders (class/file or
 * split/class/file). No picture is opened. Links are refused, never followed.
 * @throws AppError `invalid` when there is nothing to import or images.jsonl is not UTF-8 text
 */
export async function readFolderDataset(source: FileSource): Promise<DatasetReading> {
  const entries = (await source.list()).filter(({ path }) => !isHidden(path));
  const links = entries.filter(({ kind }) => kind !== "file").map(linkProblem);
  const described = entries.some(({ path, kind }) => path === DESCRIPTION_FILE && kind === "file");
  const reading = described ? await readDescribed(source, entries) : readClassFolders(entries);
  const refused = [...links, ...reading.refused];
  if (reading.records.length === 0 && refused.length === 0) {
    throw new AppError(
      "invalid",
      `There are no pictures here: give a folder with ${DESCRIPTION_FILE}, or with one folder of pictures for each class.`,
    );
  }
  return { ...reading, refused };
}

async function readDescribed(source: FileSource, entries: readonly SourceEntry[]): Promise<DatasetReading> {
  const bytes = await source.read(DESCRIPTION_FILE, MAX_DESCRIPTION_BYTES);
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError("invalid", `${DESCRIPTION_FILE} is not UTF-8 text: save it as UTF-8.`, {}, cause);
  }
  const reading = readImagesJsonl(text);
  const present = new Set(entries.filter(({ kind }) => kind === "file").map(({ path }) => path));
  const known = new Set(entries.map(({ path }) => path));
  const missing = reading.records.filter(({ file }) => !known.has(file));
  const listed = new Set([...reading.records, ...reading.refused].map(({ file }) => file));
  const unlisted = [...present].filter((path) => PICTURE_NAME.test(path) && !listed.has(path));
  return {
    records: reading.records.filter(({ file }) => present.has(file)),
    refused: [...reading.refused, ...missing.map(missingProblem)],
    warnings: [...reading.warnings, ...unlisted.map(unlistedProblem)],
  };
}

function isHidden(path: string): boolean {
  return path.split("/").some((part) => part.startsWith(".") || part === "Thumbs.db" || part === "__MACOSX");
}

function linkProblem({ path, kind }: SourceEntry): Problem {
  const what = kind === "symlink" ? "a symbolic link" : "not a regular file";
  const message = `It is ${what}, which an import never follows: copy the picture itself.`;
  return { file: path, line: null, reason: "link", message };
}

function missingProblem({ file, line }: { file: string; line: number | null }): Problem {
  return { file, line, reason: "missing", message: "There is no such file in the folder." };
}

function unlistedProblem(file: string): Problem {
  const message = `It is not listed in ${DESCRIPTION_FILE} and is left out.`;
  return { file, line: null, reason: "unlisted", message };
}
