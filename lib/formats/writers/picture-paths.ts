import { withoutEnding } from "../dataset/picture-name.ts";
import { pathProblem } from "../sources/safe-path.ts";

/** Names that some system keeps for itself, or that an import takes for leftovers of an archiver. */
const RESERVED = /^(con|prn|aux|nul|com\d|lpt\d|thumbs\.db|__macosx|__proto__)(\.|$)/i;
/** Longest part in bytes: what common file systems take. */
const MAX_PART_BYTES = 255;
const MAX_PATH = 1000;

/**
 * The path as it can be written on any system and is found again by an import: no part leaves the folder, hides, is
 * reserved, is longer than 255 bytes or begins as a spreadsheet's formula.
 */
export function safePath(path: string): string {
  const parts = path
    .split("/")
    .filter((part) => part !== "" && part !== "." && part !== "..")
    .map(safePart);
  const joined = parts.join("/") || "_";
  const short = joined.length > MAX_PATH ? parts[parts.length - 1] : joined;
  return pathProblem(short) === null ? short : "_";
}

/** One part of a path, by the same rules. */
export function safePart(part: string): string {
  const plain = part
    .replace(/[\p{Cc}\p{Cf}\p{Cs}\\:*?"<>|/]/gu, "_")
    .replace(/[. ]+$/, "_")
    .replace(/^[ .]/, "_");
  const free = RESERVED.test(plain) || /^[=+@-]/.test(plain) ? `_${plain}` : plain;
  return shorten(free === "" ? "_" : free);
}

/** Keeps the ending, cuts what stands before it. */
function shorten(part: string): string {
  const size = (text: string) => new TextEncoder().encode(text).length;
  if (size(part) <= MAX_PART_BYTES) return part;
  const stem = [...withoutEnding(part)];
  const ending = part.slice(withoutEnding(part).length);
  let bytes = size(ending);
  const kept = stem.filter((character) => {
    bytes += size(character);
    return bytes <= MAX_PART_BYTES - 8;
  });
  return `${kept.join("")}${size(ending) <= 20 ? ending : ""}`;
}

/**
 * Gives out paths of which no two are alike, also where letters' cases are not told apart. The first keeps its name, others
 * get a number: `1.png`, `1-2.png`.
 * @param sharesStems whether paths that differ by their ending alone count as alike
 */
export function distinctPaths(sharesStems: boolean): (wanted: string) => string {
  /** Times each has been asked for, as far as is known: a thousand pictures of one name are not counted through each time. */
  const taken = new Map<string, number>();
  return (wanted) => {
    const stem = withoutEnding(wanted);
    const ending = wanted.slice(stem.length);
    const keyOf = (bare: string) => (sharesStems ? bare : `${bare}${ending}`).normalize("NFC").toLowerCase();
    const first = taken.get(keyOf(stem)) ?? 0;
    for (let time = first + 1; ; time++) {
      const bare = time === 1 ? stem : `${stem}-${time}`;
      const key = keyOf(bare);
      if (time > 1 && taken.has(key)) continue;
      taken.set(keyOf(stem), time);
      if (time > 1) taken.set(key, 1);
      return `${bare}${ending}`;
    }
  };
}

/** Class names of which no two are alike, by the names they have in the data set. */
export function distinctNames(
  names: readonly string[],
  written: (name: string) => string,
): Map<string, string> {
  const taken = new Set<string>();
  const given = new Map<string, string>();
  // A name that stays as it is goes first: another that becomes like it gives way.
  const order = [...names].sort((a, b) => Number(written(b) === b) - Number(written(a) === a));
  for (const name of order) {
    const wanted = written(name);
    let free = wanted;
    for (let time = 2; taken.has(free); time++) free = `${wanted} (${time})`;
    taken.add(free);
    given.set(name, free);
  }
  return given;
}
