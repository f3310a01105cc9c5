import { mkdir, statfs } from "node:fs/promises";
import { AppError } from "#lib/errors.ts";
import type { EnginePlan } from "./parts.ts";
import { runTool } from "./run-tool.ts";

export interface Tools {
  python: string;
  compiler: string;
}

interface Missing {
  what: string;
  debian: string;
  mac: string;
}

const OLDEST_PIP = [20, 3];
const OLDEST_GLIBC = [2, 27];

const isOlder = (version: string, [major, minor]: readonly number[]): boolean => {
  const [a, b] = version.split(".").map(Number);
  return a < major || (a === major && b < minor);
};

async function lookForPython(python: string): Promise<Missing | null> {
  const debian = "apt-get install python3 python3-pip";
  const mac = "xcode-select --install";
  const { status, output } = await runTool(python, ["-c", "import pip; print(pip.__version__)"]);
  if (status === 127) return { what: `Python (${python}) is not installed`, debian, mac };
  if (status !== 0) return { what: `Python (${python}) has no pip`, debian, mac };
  const version = output.trim();
  return isOlder(version, OLDEST_PIP)
    ? {
        what: `pip ${version} is too old to fetch today's wheels`,
        debian: `${python} -m pip install --upgrade pip`,
        mac: `${python} -m pip install --upgrade pip`,
      }
    : null;
}

/** A program is compiled, not asked for its version: a compiler without its library is no help. */
async function lookForCompiler(compiler: string): Promise<Missing | null> {
  const args = ["-std=c++17", "-fsyntax-only", "-x", "c++", "-"];
  const { status, output } = await runTool(compiler, args, { input: "#include <memory>\nint main() {}\n" });
  if (status === 0) return null;
  const what =
    status === 127
      ? `a C++ compiler (${compiler}) is not installed`
      : `the C++ compiler (${compiler}) does not compile C++17: ${output.trim().split("\n")[0]}`;
  return { what, debian: "apt-get install g++", mac: "xcode-select --install" };
}

async function lookFor(command: string, debian: string): Promise<Missing | null> {
  const { status } = await runTool(command, ["--version"]);
  return status === 127
    ? { what: `${command} is not installed`, debian, mac: "xcode-select --install" }
    : null;
}

function lookForLibc(): Missing | null {
  if (process.platform !== "linux") return null;
  const { header } = process.report.getReport() as { header: { glibcVersionRuntime?: string } };
  const version = header.glibcVersionRuntime;
  if (version && !isOlder(version, OLDEST_GLIBC)) return null;
  const what = version
    ? `glibc ${version} is older than ${OLDEST_GLIBC.join(".")}, which TensorFlow's libraries need`
    : "this system has no glibc, which TensorFlow's libraries need (Alpine has musl)";
  return { what, debian: "use a newer system; onnx and wasm work on this one", mac: "" };
}

const gigabytes = (bytes: number) => `${(bytes / 1e9).toFixed(1)} GB`;

async function lookForSpace(folder: string, { buildBytes }: EnginePlan): Promise<Missing | null> {
  await mkdir(folder, { recursive: true });
  const { bavail, bsize } = await statfs(folder);
  const free = bavail * bsize;
  if (free >= buildBytes) return null;
  const what = `${gigabytes(buildBytes)} must be free in ${folder}, ${gigabytes(free)} are`;
  return { what, debian: "free some space there", mac: "free some space there" };
}

/**
 * Finds what a build needs, or says in one go everything that is missing and how to get it.
 * `PYTHON` and `CXX` name another interpreter or compiler.
 * @throws AppError `unavailable`
 */
export async function requireTools(
  plan: EnginePlan,
  folder: string,
  env: Record<string, string | undefined> = process.env,
): Promise<Tools> {
  const tools = { python: env.PYTHON || "python3", compiler: env.CXX || "c++" };
  const found = await Promise.all([
    lookForPython(tools.python),
    lookForCompiler(tools.compiler),
    lookFor("tar", "apt-get install tar"),
    lookFor("npm", "apt-get install npm"),
    lookForLibc(),
    lookForSpace(folder, plan),
  ]);
  const missing = found.filter((one) => one !== null);
  if (missing.length === 0) return tools;
  const isMac = process.platform === "darwin";
  const lines = missing.map(({ what, debian, mac }) => `  - ${what}\n      ${isMac ? mac : debian}`);
  throw new AppError("unavailable", `The native engine cannot be built here yet:\n${lines.join("\n")}`);
}
