import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { takeInstallLock } from "#cli/engine/install-lock.ts";
import { type EnginePlan, planEngine } from "#cli/engine/parts.ts";
import { requireTools } from "#cli/engine/requirements.ts";
import { requireTool, runTool } from "#cli/engine/run-tool.ts";
import { NATIVE_FOLDER, readEngineRecord } from "#lib/tensor/native/engine-folder.ts";
import { startNative } from "#lib/tensor/native/start.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "whynot-engine-"));
});
afterEach(() => rm(folder, { recursive: true }));

const cpu = planEngine("cpu", "linux", "x64") as EnginePlan;
const gpu = planEngine("gpu", "linux", "x64") as EnginePlan;

describe("what an engine is built from", () => {
  it("is pinned by version and digest", () => {
    for (const plan of [cpu, gpu]) {
      for (const { version, integrity } of plan.npm) {
        expect(version).toMatch(/^\d+\.\d+\.\d+$/);
        expect(integrity).toMatch(/^sha512-[\w+/]{86}==$/);
      }
      for (const { requirement, sha256, keep } of plan.wheels) {
        expect(requirement).toMatch(/^[\w-]+==[\d.]+$/);
        expect(sha256).toMatch(/^[0-9a-f]{64}$/);
        expect(keep.length).toBeGreaterThan(0);
      }
    }
  });

  it("differs by kind and machine, and is nothing where no wheel is published", () => {
    const names = gpu.wheels.map(({ requirement }) => requirement.split("==")[0]);
    expect(names.filter((name) => name.startsWith("nvidia-"))).toHaveLength(12);
    expect(cpu.wheels).toHaveLength(1);
    const keys = [cpu, gpu, planEngine("cpu", "linux", "arm64"), planEngine("cpu", "darwin", "arm64")];
    expect(new Set(keys.map((plan) => plan?.key)).size).toBe(4);
    expect(planEngine("cpu", "win32", "x64")).toBeNull();
    expect(planEngine("gpu", "darwin", "arm64")).toBeNull();
  });
});

describe("before a build", () => {
  it("everything that is missing is said at once, with what installs it", async () => {
    const env = { PYTHON: "/nowhere/python3", CXX: "/nowhere/c++" };
    const refused = requireTools({ ...cpu, buildBytes: 1e18 }, folder, env);
    await expect(refused).rejects.toMatchObject({ code: "unavailable" });
    const { message } = await refused.then(
      () => new Error(),
      (error: Error) => error,
    );
    expect(message).toContain("Python (/nowhere/python3) is not installed");
    expect(message).toContain("a C++ compiler (/nowhere/c++) is not installed");
    expect(message).toMatch(/1000000000\.0 GB must be free in .*whynot-engine-/);
    expect(message).toMatch(/apt-get install python3 python3-pip|xcode-select --install/);
  });

  it("a Python without pip and a compiler that compiles nothing are not taken for one", async () => {
    const refused = requireTools({ ...cpu, buildBytes: 0 }, folder, { PYTHON: "false", CXX: "false" });
    await expect(refused).rejects.toThrow(/has no pip[\s\S]*does not compile C\+\+17/);
  });
});

it("a failed step says what was tried, what the program said, and what to do", async () => {
  expect((await runTool("/nowhere/tool", [])).status).toBe(127);
  expect(
    await runTool(process.execPath, ["-e", "process.stdin.pipe(process.stdout)"], { input: "given" }),
  ).toEqual({ status: 0, output: "given" });
  const failing = requireTool("Fetching", "Try a mirror.", process.execPath, [
    "-e",
    "console.error('no route'); process.exit(3)",
  ]);
  await expect(failing).rejects.toThrow(/^Fetching failed \(.*, status 3\):\nno route\nTry a mirror\.$/);
});

it("one build runs at a time, and the lock of one that died is taken over", async () => {
  const release = await takeInstallLock(folder);
  await expect(takeInstallLock(folder)).rejects.toMatchObject({ code: "conflict" });
  await release();
  expect(await readdir(folder)).toEqual([]);
  // Above the largest process number Linux and macOS give.
  await writeFile(join(folder, "installing"), "99999999");
  const again = await takeInstallLock(folder);
  expect(await readFile(join(folder, "installing"), "utf8")).toBe(String(process.pid));
  await again();
});

it("a build that is not finished is not an engine", async () => {
  expect(await startNative(folder)).toMatchObject({ reason: expect.stringContaining(folder) });
  expect(readEngineRecord(folder)).toBeNull();
});

it("a wheel is unpacked as far as it is kept", async ({ skip }) => {
  const make = `
import sys, zipfile
with zipfile.ZipFile(sys.argv[1], "w") as z:
    for name in ["tensorflow/libtensorflow_cc.so.2", "tensorflow/python/other.so", "nvidia/x/lib/a.so.1"]:
        z.writestr(name, name)
`;
  const wheel = join(folder, "one.whl");
  if ((await runTool("python3", ["-c", make, wheel])).status !== 0) skip("Python is not installed here");
  const script = join("cli", "engine", "unpack-wheel.py");
  const keep = ["tensorflow/libtensorflow_cc.*", "nvidia/*/lib/*.so*"];
  await requireTool("Unpacking", "", "python3", [script, wheel, folder, ...keep]);
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.so/.test(name));
  expect(files.sort()).toEqual(["nvidia/x/lib/a.so.1", "tensorflow/libtensorflow_cc.so.2"]);
  expect(await readFile(join(folder, "nvidia/x/lib/a.so.1"), "utf8")).toBe("nvidia/x/lib/a.so.1");
});

it("the installed engine starts without a word on standard error", async ({ skip }) => {
  if (!readEngineRecord(NATIVE_FOLDER)) skip("the native engine is not installed here");
  const child = join("cli", "engine", "try-engine.ts");
  const { status, output } = await runTool(process.execPath, [
    "--import",
    "tsx",
    child,
    relative("", NATIVE_FOLDER),
  ]);
  expect(status).toBe(0);
  expect(JSON.parse(output)).toMatchObject({ name: "native", version: cpu.tensorflow });
});
