// Builds the site (participant's page, the playground's worker, then Next) unless nothing it is made of has changed since the last build.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const stamp = join(root, ".next", "whynot-sources");
const FOLDERS = ["app", "components", "lib", "public"];
const FILES = [
  "next.config.ts",
  "package-lock.json",
  "package.json",
  "postcss.config.mjs",
  "proxy.ts",
  "tsconfig.json",
];
const PARTS = ["build-participant.mjs", "build-playground.mjs"];
const OUTPUTS = [join(root, "public", "s"), join(root, "public", "engine")];

async function filesUnder(folder) {
  if (!existsSync(folder) || OUTPUTS.includes(folder)) return [];
  const entries = await readdir(folder, { withFileTypes: true });
  const nested = entries.map((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? filesUnder(path) : [path];
  });
  return (await Promise.all(nested)).flat();
}

async function hashSources() {
  const folders = await Promise.all(FOLDERS.map((folder) => filesUnder(join(root, folder))));
  const files = FILES.map((file) => join(root, file)).filter((file) => existsSync(file));
  const scripts = ["build.mjs", ...PARTS].map((name) => join(root, "scripts", name));
  const digest = createHash("sha256").update(process.version);
  for (const file of [...folders.flat(), ...files, ...scripts].sort()) {
    digest.update(`\0${file.slice(root.length)}\0`).update(await readFile(file));
  }
  return digest.digest("hex");
}

/** Runs a build step with its output kept back unless it fails. */
function run(args) {
  const env = { ...process.env, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" };
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve();
      else reject(new Error(`${output.trim()}\n\nBuilding the site failed: what the builder said is above.`));
    });
  });
}

async function readStamp() {
  const marks = [join(root, ".next", "BUILD_ID"), ...OUTPUTS.map((folder) => join(folder, "manifest.json"))];
  const isWhole = marks.every((file) => existsSync(file));
  return isWhole ? readFile(stamp, "utf8").catch(() => "") : "";
}

/** @returns whether there was anything to build */
export async function build() {
  const before = await hashSources();
  if ((await readStamp()) === before) return false;
  await rm(stamp, { force: true });
  for (const part of PARTS) await run([join(root, "scripts", part)]);
  await run([join(root, "node_modules", "next", "dist", "bin", "next"), "build"]);
  // Sources that changed meanwhile are not in this build.
  if ((await hashSources()) === before) await writeFile(stamp, before);
  return true;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  try {
    const startedAt = performance.now();
    const hasBuilt = await build();
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    console.log(hasBuilt ? `Site built in ${seconds} s.` : "Site is up to date.");
  } catch (error) {
    console.error(error.message);
    process.exit(1);
  }
}
