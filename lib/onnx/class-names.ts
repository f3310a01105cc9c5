import { AppError } from "#lib/errors.ts";

const LONGEST = 200;

function clean(names: readonly unknown[]): string[] | null {
  const texts = names.map((name) => (typeof name === "string" ? name.trim() : ""));
  return texts.length > 0 && texts.every((text) => text !== "" && text.length <= LONGEST) ? texts : null;
}

/** {"0": "cat", "1": "dog"} in the order of its numbers, which must be 0, 1, 2, ... */
function inOrder(entries: readonly (readonly [string, unknown])[]): unknown[] | null {
  const names: unknown[] = [];
  for (const [key, name] of entries) {
    const index = /^\d{1,6}$/.test(key) ? Number(key) : -1;
    if (index < 0 || index >= entries.length) return null;
    names[index] = name;
  }
  return Object.keys(names).length === entries.length ? names : null;
}

function fromJson(text: string): unknown[] | null {
  try {
    const json: unknown = JSON.parse(text);
    if (Array.isArray(json)) return json;
    return typeof json === "object" && json !== null ? inOrder(Object.entries(json)) : null;
  } catch {
    return null;
  }
}

const QUOTED = /'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)"/g;
const NUMBERED = /(\d{1,6})\s*:\s*(?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g;
const unescaped = (text: string) => text.replace(/\\(.)/g, "$1");

/** What Python prints of a dict or a list of names: {0: 'cat', 1: "dog's"} or ['cat', 'dog']. */
function fromPython(text: string): unknown[] | null {
  const body = text.trim();
  if (/^\{.*\}$/s.test(body)) {
    const found = [...body.matchAll(NUMBERED)];
    return inOrder(found.map(([, key, single, double]) => [key, unescaped(single ?? double)]));
  }
  if (!/^\[.*\]$/s.test(body)) return null;
  return [...body.matchAll(QUOTED)].map(([, single, double]) => unescaped(single ?? double));
}

/** Keys of a file's metadata under which exporters write class names. */
const KEYS = ["classes", "class_names", "names", "labels"];

/** Names in a file's metadata, JSON or as Python prints them; null when there are none that can be read. */
export function classNamesOfMetadata(metadata: ReadonlyMap<string, string>): string[] | null {
  for (const key of KEYS) {
    const text = metadata.get(key);
    const names = text === undefined ? null : (fromJson(text) ?? fromPython(text));
    const usable = names && clean(names);
    if (usable) return usable;
  }
  return null;
}

/**
 * Names from a text: a JSON list, JSON numbered from "0", or one name a line.
 * @throws AppError `invalid` when a name is empty or too long
 */
export function parseClassNames(text: string): string[] {
  const body = text.replace(/^\uFEFF/, "").trim();
  const names = clean(fromJson(body) ?? body.split(/\r?\n/));
  if (names) return names;
  throw new AppError(
    "invalid",
    `These class names cannot be used: give one a line, or a JSON list; none empty, none longer than ${LONGEST} characters.`,
  );
}

/** Names for classes nobody named. */
export const numberedClasses = (count: number): string[] =>
  Array.from({ length: count }, (_, index) => `class_${index}`);
