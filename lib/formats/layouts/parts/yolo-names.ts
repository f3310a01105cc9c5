import { parse, YAMLError } from "yaml";
import type { DatasetFolder } from "../../dataset/dataset-folder.ts";
import type { Problem } from "../../dataset/dataset-record.ts";
import { MAX_NAME } from "../../dataset/limits.ts";
import { baseName } from "../../dataset/picture-name.ts";
import { decodeText } from "../../encodings/decode-text.ts";
import { printable } from "../../encodings/printable.ts";
import { Fault, faultProblem } from "../../fault.ts";

export interface YoloNames {
  /** The file they are in; null when there is none. */
  file: string | null;
  /** Class name by number. */
  names: ReadonlyMap<number, string>;
  task: string | null;
  /** Folders by split, as written. */
  splits: ReadonlyMap<string, string[]>;
  problems: Problem[];
}

const MAX_BYTES = 5_000_000;

/** Class names of `data.yaml` (any .yaml with `names`), or of `classes.txt`, `obj.names` and the like, a name a line. */
export async function readYoloNames(folder: DatasetFolder): Promise<YoloNames> {
  const none: YoloNames = { file: null, names: new Map(), task: null, splits: new Map(), problems: [] };
  for (const { path } of folder.files.filter(({ path }) => /\.ya?ml$/i.test(path)).slice(0, 20)) {
    try {
      const content = readYaml(decodeText(await folder.read(path, MAX_BYTES), path).text);
      const names = namesOf(content.names);
      if (names === null) continue;
      const task = typeof content.task === "string" ? content.task : null;
      return { ...none, file: path, names, task, splits: splitsOf(content) };
    } catch (error) {
      none.problems.push(faultProblem(error, path));
    }
  }
  const list = folder.files.find(({ path }) => /^(classes|labels|names)\.txt$|\.names$/.test(baseName(path)));
  if (!list) return none;
  const { text } = decodeText(await folder.read(list.path, MAX_BYTES), list.path);
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  return {
    ...none,
    file: list.path,
    names: new Map(lines.flatMap((name, i) => (name ? [[i, name.slice(0, MAX_NAME)]] : []))),
  };
}

/** Aliases are refused: a few of them make a document of any size. */
function readYaml(text: string): Record<string, unknown> {
  try {
    const content: unknown = parse(text, { maxAliasCount: 0, logLevel: "error" });
    return typeof content === "object" && content !== null ? (content as Record<string, unknown>) : {};
  } catch (error) {
    // RangeError: nested so deep that the stack ran out; ReferenceError: an alias.
    const isRefusal = [YAMLError, ReferenceError, RangeError].some((kind) => error instanceof kind);
    if (!(error instanceof Error) || !isRefusal) throw error;
    throw new Fault("bad-yaml", `It is no well-formed YAML: ${printable(error.message.split("\n")[0])}.`);
  }
}

function namesOf(value: unknown): Map<number, string> | null {
  if (typeof value !== "object" || value === null) return null;
  const names = new Map<number, string>();
  for (const [key, name] of Object.entries(value)) {
    const id = Number(key);
    const text = typeof name === "number" ? String(name) : name;
    if (!Number.isInteger(id) || typeof text !== "string" || text === "" || text.length > MAX_NAME) {
      throw new Fault(
        "bad-name",
        `Its name of class ${printable(key).slice(0, 20)} is no text of at most ${MAX_NAME} characters.`,
      );
    }
    names.set(id, text);
  }
  return names;
}

function splitsOf(content: Record<string, unknown>): Map<string, string[]> {
  const splits = new Map<string, string[]>();
  for (const split of ["train", "val", "test"]) {
    const folders = [content[split]].flat().filter((each): each is string => typeof each === "string");
    if (folders.length > 0) splits.set(split, folders);
  }
  return splits;
}
