import { AppError } from "#lib/errors.ts";
import type { Annotation, AttributeValue } from "../annotation.ts";
import type { DatasetFolder } from "../dataset-folder.ts";
import { decodeText } from "../decode-text.ts";
import { defineFormat } from "../define-format.ts";
import { columnRoles } from "../manifest-columns.ts";
import { manifestCollector } from "../manifest-records.ts";
import { pictureFinder } from "../picture-finder.ts";
import { folderOf } from "../picture-name.ts";
import { DESCRIPTION_FILE } from "./images-jsonl.ts";

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
    const file = await findManifest(folder);
    return file === null ? null : { confidence: 0.9, reason: `the lines of ${file} name files` };
  },
  async read(folder) {
    const file = (await findManifest(folder)) ?? folder.files.find(({ path }) => NAME.test(path))?.path;
    if (file === undefined) {
      throw new AppError("invalid", "There is no .jsonl file here.", { reason: "no-description" });
    }
    const { text, warnings } = decodeText(await folder.read(file), file);
    const collector = manifestCollector(file, folderOf(file), pictureFinder(folder));
    const refused: { line: number; message: string }[] = [];
    let start = 0;
    for (let line = 1; start < text.length; line++) {
      const end = text.indexOf("\n", start);
      const content = text.slice(start, end < 0 ? text.length : end);
      start = end < 0 ? text.length : end + 1;
      if (content.trim() === "") continue;
      const row = rowOf(content);
      if (row) collector.add(row.cells, line, [...row.cells.keys()], row.marks);
      else refused.push({ line, message: "The line is not a JSON object: check quotes and commas." });
    }
    const reading = collector.finish();
    return {
      ...reading,
      refused: [...refused.map((each) => ({ file, reason: "not-json", ...each })), ...reading.refused],
      warnings: [...warnings, ...reading.warnings],
    };
  },
});

async function findManifest(folder: DatasetFolder): Promise<string | null> {
  const files = folder.files.filter(({ path }) => NAME.test(path) && path !== DESCRIPTION_FILE);
  for (const { path } of files.slice(0, 50)) {
    const [line] = new TextDecoder().decode(await folder.peek(path, 65_536)).split("\n", 1);
    const row = rowOf(line);
    if (row && columnRoles(row.cells.keys()).has("file")) return path;
  }
  return null;
}

function rowOf(line: string): { cells: Map<string, AttributeValue>; marks: Annotation[] } | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return null;
  }
  if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
  const cells = new Map<string, AttributeValue>();
  for (const [key, value] of Object.entries(json)) {
    if (key === "__proto__" || value === null || value === "") continue;
    if (typeof value === "string" || typeof value === "number" || typeof value === "boolean")
      cells.set(key, value);
  }
  return { cells, marks: "objects" in json ? objectMarks(json.objects) : [] };
}

function objectMarks(objects: unknown): Annotation[] {
  const { bbox, categories, category } = (objects ?? {}) as Record<string, unknown>;
  const labels = Array.isArray(categories) ? categories : Array.isArray(category) ? category : [];
  if (!Array.isArray(bbox)) return [];
  return bbox.flatMap((box, i): Annotation[] => {
    if (!Array.isArray(box) || box.length !== 4 || !box.every(Number.isFinite)) return [];
    const [x, y, width, height] = box;
    const label = labels[i] === undefined ? {} : { class: String(labels[i]).slice(0, 200) };
    return [{ kind: "box", x, y, width, height, ...label }];
  });
}
