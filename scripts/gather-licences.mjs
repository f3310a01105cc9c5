// The licences of the packages that are inside a bundle: whoever passes the bundle on passes them on as well.
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

/** Name of the package that a bundled file belongs to; null for the project's own. */
const packageOf = (path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? null;

/** A licence file, else the end of the readme from where it speaks of the licence. */
async function readLicence(folder) {
  const files = await readdir(folder);
  const file = files.find((name) => /^licen[cs]e/i.test(name));
  if (file) return readFile(join(folder, file), "utf8");
  const readme = files.find((name) => /^readme/i.test(name));
  const text = readme ? await readFile(join(folder, readme), "utf8") : "";
  const from = text.search(/^.*licen[cs]e.*$/im);
  return from < 0 ? "" : text.slice(from);
}

/**
 * @param root the project's folder
 * @param paths files that went into bundles, from the root
 * @param more packages of which something is copied as it is
 * @returns one text, package by package
 */
export async function gatherLicences(root, paths, more = []) {
  const names = [...new Set([...paths.map(packageOf).filter(Boolean), ...more])].sort();
  const parts = names.map(async (name) => {
    const folder = join(root, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const text = license === "Apache-2.0" ? "The text is in LICENSE.txt." : await readLicence(folder);
    return `${name} ${version}, ${license}\n\n${text.trim()}\n`;
  });
  return (await Promise.all(parts)).join(`\n${"-".repeat(80)}\n\n`);
}
