import type { Problem } from "../dataset/dataset-record.ts";
import { isPicture, withoutEnding } from "../dataset/picture-name.ts";
import { printable } from "../encodings/printable.ts";
import { pathProblem } from "./safe-path.ts";
import { refuseArchive } from "./zip-directory.ts";

const NESTED = /\.(zip|tar|tgz|gz|bz2|xz|7z|rar)$/i;
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)|[. ]$/i;
const BIDI = /[\u202a-\u202e\u2066-\u2069]/;
const MAX_NAME_BYTES = 1024;

/**
 * Checks the names of an archive's files, which nothing is ever written under. A name that leaves the archive, is no name
 * or comes twice refuses the whole archive; one that is only awkward somewhere is noted.
 * @returns entries by path, with direction marks made visible
 * @throws AppError with `details.reason`: bad-path, bad-name, name-too-long, nested-archive, duplicate-entry
 */
export function checkArchiveNames<Entry extends { name: string }>(
  entries: readonly Entry[],
): {
  files: Map<string, Entry>;
  notes: Problem[];
} {
  const files = new Map<string, Entry>();
  const notes: Problem[] = [];
  const note = (file: string, reason: string, message: string) =>
    notes.push({ file, line: null, reason, message });
  const known = {
    folded: new Map<string, string>(),
    composed: new Map<string, string>(),
    stems: new Map<string, string>(),
  };
  for (const entry of entries) {
    checkName(entry.name);
    if (entry.name.endsWith("/")) continue;
    const path = entry.name.replace(new RegExp(BIDI, "g"), "\ufffd");
    if (path !== entry.name)
      note(path, "bidi-in-name", "Its name holds marks that turn the reading direction.");
    if (files.has(path)) throw refuseArchive("duplicate-entry", `holds two files called ${printable(path)}`);
    if (NESTED.test(path))
      throw refuseArchive("nested-archive", `holds another archive, ${printable(path)}: unpack it first`);
    if (path.split("/").some((part) => RESERVED.test(part))) {
      note(
        path,
        "reserved-name",
        "Its name is reserved on some systems; it is kept under a name of our own.",
      );
    }
    const composed = path.normalize("NFC");
    const twin = (map: Map<string, string>, key: string) => {
      const before = map.get(key);
      if (before === undefined) map.set(key, path);
      return before;
    };
    const sameLetters = twin(known.composed, composed);
    const sameFolded = twin(known.folded, composed.toLowerCase());
    const sameStem = isPicture(path) ? twin(known.stems, withoutEnding(composed)) : undefined;
    if (sameLetters !== undefined)
      note(path, "unicode-collision", `Its name looks like that of ${sameLetters}; both are kept.`);
    else if (sameFolded !== undefined)
      note(path, "case-collision", `Its name differs from ${sameFolded} by case alone; both are kept.`);
    else if (sameStem !== undefined)
      note(path, "same-stem", `It has the name of ${sameStem} with another ending; both are kept.`);
    files.set(path, entry);
  }
  return { files, notes };
}

function checkName(name: string): void {
  if (name.length > MAX_NAME_BYTES)
    throw refuseArchive("name-too-long", `holds a file whose name has ${name.length} characters`);
  const shown = printable(name).slice(0, 80);
  if (/\p{Cc}/u.test(name))
    throw refuseArchive("bad-name", `holds a file with control characters in its name: ${shown}`);
  const problem = pathProblem(name.replace(new RegExp(BIDI, "g"), "_").replace(/\/$/, ""));
  if (problem === null) return;
  const reason = problem.includes("longer than") ? "name-too-long" : "bad-path";
  throw refuseArchive(reason, `holds a file whose path ${problem} (${shown})`);
}
