import { AppError } from "#lib/errors.ts";
import type { Annotation, AttributeValue } from "../dataset/annotation.ts";
import type { DatasetFolder } from "../dataset/dataset-folder.ts";
import type { Problem } from "../dataset/dataset-record.ts";
import { defineFormat } from "../dataset/define-format.ts";
import { MAX_NAME } from "../dataset/limits.ts";
import { pictureFinder } from "../dataset/picture-finder.ts";
import { baseName } from "../dataset/picture-name.ts";
import { decodeText } from "../encodings/decode-text.ts";
import { asNumber, asNumbers, asObject } from "../encodings/json-fields.ts";
import { printable } from "../encodings/printable.ts";
import { Fault, faultProblem } from "../fault.ts";
import { DESCRIPTION_FILE } from "./images-jsonl.ts";
import { columnRoles, namesPictures } from "./parts/manifest-columns.ts";
import { alike, manifestCollector, manifestOf } from "./parts/manifest-records.ts";

const NAME = /\.(jsonl|ndjson)$/i;

/**
 * Pictures beside a JSON Lines file with a key for the file name: an object a picture, with the keys a CSV manifest has as
 * columns, and Hugging Face's `objects: {bbox: [[x, y, width, height]], categories: [...]}`.
 */
export const jsonlManifest = defineFormat({
  id: "jsonl",
  name: "JSON Lines manifest",
  spec: "Hugging Face Datasets, ImageFolder with metadata.jsonl; keys as the columns of a CSV manifest",
  async detect(folder) {
    const [file] = await findManifests(folder);
    return file === undefined ? null : { confidence: 0.9, reason: `the lines of ${file} name files` };
  },
  async read(folder) {
    const recognised = await findManifests(folder);
    const files = recognised.length > 0 ? recognised : manifestFiles(folder).slice(0, 1);
    if (files.length === 0) {
      throw new AppError("invalid", "There is no .jsonl file here.", { reason: "no-description" });
    }
    const collector = manifestCollector(pictureFinder(folder));
    const refused: Problem[] = [];
    const notes: Problem[] = [];
    for (const file of files) {
      const { text, warnings } = decodeText(await folder.read(file), file);
      const leftOut = new Set<string>();
      const manifest = manifestOf(file);
      for (const { content, line } of linesOf(text)) {
        try {
          const { cells, marks } = readRow(content, leftOut);
          collector.add(manifest, line, cells, [...cells.keys()], marks);
        } catch (error) {
          refused.push(faultProblem(error, file, line));
        }
      }
      notes.push(...warnings, ...leftOutNote(file, leftOut));
    }
    const reading = collector.finish(files.join(", "));
    return { ...reading, refused: refused.concat(reading.refused), warnings: notes.concat(reading.warnings) };
  },
});

/** Whynot's own description says more and is read by its own layout. */
function manifestFiles({ files }: DatasetFolder): string[] {
  return files
    .map(({ path }) => path)
    .filter((path) => NAME.test(path) && baseName(path) !== DESCRIPTION_FILE);
}

async function findManifests(folder: DatasetFolder): Promise<string[]> {
  const found: string[] = [];
  for (const path of manifestFiles(folder).slice(0, 50)) {
    const [line] = new TextDecoder().decode(await folder.peek(path, 65_536)).split("\n", 1);
    try {
      const roles = columnRoles(readRow(line, new Set()).cells.keys());
      if (namesPictures(roles, folder.files)) found.push(path);
    } catch (error) {
      faultProblem(error, path);
    }
  }
  return alike(found);
}

/** The lines that hold something, with their numbers from 1. */
export function* linesOf(text: string): Generator<{ content: string; line: number }> {
  for (let start = 0, line = 1; start < text.length; line++) {
    const end = text.indexOf("\n", start);
    const content = text.slice(start, end < 0 ? text.length : end);
    if (content.trim() !== "") yield { content, line };
    start = end < 0 ? text.length : end + 1;
  }
}

/** @param leftOut collects the keys whose values are lists or objects @throws Fault */
export function readRow(
  content: string,
  leftOut: Set<string>,
): { cells: Map<string, AttributeValue>; marks: Annotation[] } {
  let json: unknown;
  try {
    json = JSON.parse(content);
  } catch {
    throw new Fault("not-json", "The line is not a JSON object: check quotes and commas.");
  }
  const row = asObject(json, "The line");
  const cells = new Map<string, AttributeValue>();
  for (const [key, value] of Object.entries(row)) {
    if (
      key === "__proto__" ||
      value === null ||
      value === "" ||
      (key === "objects" && typeof value === "object")
    )
      continue;
    if (typeof value === "number") cells.set(key, asNumber(value, `"${printable(key).slice(0, 40)}"`));
    else if (typeof value === "string" || typeof value === "boolean") cells.set(key, value);
    else leftOut.add(key);
  }
  return { cells, marks: row.objects === undefined || row.objects === null ? [] : objectMarks(row.objects) };
}

function leftOutNote(file: string, keys: ReadonlySet<string>): Problem[] {
  if (keys.size === 0) return [];
  const names = [...keys].slice(0, 8).map((key) => printable(key).slice(0, 40));
  const message = `The keys ${names.join(", ")} hold lists or objects and are left out.`;
  return [{ file, line: null, reason: "columns-left-out", message }];
}

function objectMarks(objects: unknown): Annotation[] {
  const { bbox = [], categories, category } = asObject(objects, '"objects"');
  const labels = [categories, category].find(Array.isArray) ?? [];
  if (!Array.isArray(bbox)) throw new Fault("bad-type", '"objects.bbox" is no list.');
  return bbox.map((box, i): Annotation => {
    const [x, y, width, height, ...more] = asNumbers(box, "A box");
    if (height === undefined || more.length > 0)
      throw new Fault("bad-geometry", "A box has not four numbers.");
    if (width < 0 || height < 0) throw new Fault("bad-geometry", "A box has a negative width or height.");
    const label = labels[i] === undefined ? {} : { class: String(labels[i]).slice(0, MAX_NAME) };
    return { kind: "box", x, y, width, height, ...label };
  });
}
