import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { PROJECT_FOLDER } from "#cli/processes/child.ts";

const APP = path.join(PROJECT_FOLDER, "app");
const METHOD =
  /export (?:const|async function|function) (GET|POST|PUT|PATCH|DELETE)\b|\bas (GET|POST|PUT|PATCH|DELETE)\b/g;

/** "/datasets/[id]" of "app/(research)/datasets/[id]/page.tsx": groups in parentheses are no part of the address. */
function addressOf(file: string): string {
  const parts = path.relative(APP, path.dirname(file)).split(path.sep);
  return `/${parts.filter((part) => part !== "" && !part.startsWith("(")).join("/")}`;
}

/** Every "METHOD /address" the site answers, read from its sources. */
export async function listRoutes(): Promise<string[]> {
  const files = (await readdir(APP, { recursive: true })).map((file) => path.join(APP, file));
  const pages = files
    .filter((file) => path.basename(file) === "page.tsx")
    .map((file) => `GET ${addressOf(file)}`);
  const handlers = files.filter((file) => path.basename(file) === "route.ts");
  const routes = handlers.map(async (file) => {
    const source = await readFile(file, "utf8");
    return [...source.matchAll(METHOD)].map((match) => `${match[1] ?? match[2]} ${addressOf(file)}`);
  });
  return [...pages, ...(await Promise.all(routes)).flat()].sort();
}
