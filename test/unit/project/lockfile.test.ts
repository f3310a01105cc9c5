import { readFileSync } from "node:fs";
import { expect, it } from "vitest";

interface LockEntry {
  version?: string;
  resolved?: string;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, LockEntry>;
};

/** Where Node would look for `name` from the package at `path`: nearest node_modules first. */
function isListed(path: string, name: string): boolean {
  for (let from = path; ; from = from.slice(0, Math.max(from.lastIndexOf("/node_modules/"), 0))) {
    if (packages[`${from === "" ? "" : `${from}/`}node_modules/${name}`]) return true;
    if (from === "") return false;
  }
}

it("lists every optional platform package, without which npm ci refuses to install anything", () => {
  const missing = Object.entries(packages).flatMap(([path, entry]) =>
    Object.keys(entry.optionalDependencies ?? {})
      .filter((name) => !isListed(path, name))
      .map((name) => `${name}, wanted by ${path || "the project"}`),
  );
  expect(missing).toEqual([]);
});

it("records no download address, so that any mirror works", () => {
  expect(Object.values(packages).filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
