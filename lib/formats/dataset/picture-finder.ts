import { printable } from "../encodings/printable.ts";
import { pathProblem } from "../sources/safe-path.ts";
import type { DatasetFolder } from "./dataset-folder.ts";
import type { Problem } from "./dataset-record.ts";
import { baseName, isPicture } from "./picture-name.ts";

type Found = { path: string } | Pick<Problem, "reason" | "message">;

export interface PictureFinder {
  /**
   * The picture a description means by `name`, seen from the folder `base` ("" or ending in "/"): there, in images/
   * beside it, or the only picture whose path ends so. An address is found where the source has it from there.
   */
  find(name: string, base: string): Found;
  /** The picture that comes from this address; null when the source has none from there. */
  fetchedFrom(address: string): string | null;
  /** Pictures no `find` has led to. */
  unused(): string[];
}

export function pictureFinder({ files, has }: DatasetFolder): PictureFinder {
  const byName = new Map<string, string[]>();
  for (const { path } of files) {
    if (!isPicture(path)) continue;
    const name = baseName(path);
    const same = byName.get(name);
    if (same) same.push(path);
    else byName.set(name, [path]);
  }
  const byAddress = new Map(
    files.flatMap(({ path, address }) => (address === undefined ? [] : [[address, path] as const])),
  );
  const used = new Set<string>();
  const fetchedFrom = (address: string) => {
    const path = byAddress.get(address) ?? null;
    if (path !== null) used.add(path);
    return path;
  };
  return {
    fetchedFrom,
    find(name, base) {
      const fetched = fetchedFrom(name);
      if (fetched !== null) return { path: fetched };
      const relative = name.replace(/^(\.\/)+/, "");
      const problem = pathProblem(relative);
      if (problem) return { reason: "bad-path", message: `The path "${printable(name)}" ${problem}.` };
      const direct = [`${base}${relative}`, `${base}images/${relative}`, relative].find(has);
      const ending = `/${relative}`;
      const matches = direct
        ? [direct]
        : (byName.get(baseName(relative)) ?? []).filter((path) => path === relative || path.endsWith(ending));
      if (matches.length === 1) {
        used.add(matches[0]);
        return { path: matches[0] };
      }
      if (matches.length === 0) {
        return { reason: "missing", message: `There is no picture "${printable(name)}" in the folder.` };
      }
      const message = `"${printable(name)}" may be ${matches.slice(0, 3).join(" or ")}: write more of its path.`;
      return { reason: "ambiguous", message };
    },
    unused: () => [...byName.values()].flat().filter((path) => !used.has(path)),
  };
}

/** A note on each picture that the description leaves out. */
export function unlistedNotes(finder: PictureFinder, description: string): Problem[] {
  const message = `It is not listed in ${description} and is left out.`;
  return finder
    .unused()
    .sort()
    .map((file) => ({ file, line: null, reason: "unlisted", message }));
}
