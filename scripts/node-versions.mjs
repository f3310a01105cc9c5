// `node scripts/node-versions.mjs [22 24 ...]`: runs the unit and parity tests with other versions of Node, which come
// from npm (the packages node-<platform>-<arch>) and are kept in .whynot/nodes.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { bootstrap } from "./bootstrap.mjs";

const root = fileURLToPath(new URL("../", import.meta.url));
const home = join(root, ".whynot", "nodes");
const DEFAULT = ["20", "22", "24"];

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, encoding: "utf8", ...options });
}

/** Folder of the newest Node of a major version, fetched if it is not here yet. */
function fetchNode(major) {
  const folder = join(home, major);
  if (existsSync(join(folder, "bin", "node"))) return folder;
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const name = `node-${process.platform}-${process.arch}@${major}`;
  const packed = run("npm", ["pack", name, "--pack-destination", folder, "--loglevel=error"]);
  const archive = readdirSync(folder).find((file) => file.endsWith(".tgz"));
  if (packed.status !== 0 || !archive) throw new Error(`${name} could not be fetched.\n${packed.stderr}`);
  const unpacked = run("tar", ["-xzf", join(folder, archive), "-C", folder, "--strip-components=1"]);
  if (unpacked.status !== 0) throw new Error(unpacked.stderr);
  rmSync(join(folder, archive));
  return folder;
}

function test(major) {
  const bin = join(fetchNode(major), "bin");
  const node = join(bin, "node");
  const version = run(node, ["--version"]).stdout.trim();
  console.log(`\n== Node ${version}`);
  const { status } = run(node, ["node_modules/vitest/vitest.mjs", "run", "--project", "maths"], {
    stdio: "inherit",
    env: { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` },
  });
  return { version, ok: status === 0 };
}

await bootstrap();
const wanted = process.argv.length > 2 ? process.argv.slice(2) : DEFAULT;
const results = wanted.map(test);
console.log(
  `\n${results.map(({ version, ok }) => `Node ${version}: ${ok ? "passed" : "FAILED"}`).join("\n")}`,
);
process.exit(results.every(({ ok }) => ok) ? 0 : 1);
