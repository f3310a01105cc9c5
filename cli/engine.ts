import type { Command } from "commander";

/** `whynot engine ...`: the native engine, which is built here because no package of it installs any more. */
export function registerEngine(program: Command): void {
  const engine = program.command("engine").description("build and look after the engines of the maths");
  engine
    .command("install")
    .description("build the native engine (TensorFlow) from packages of npm and PyPI: a few minutes")
    .option("--gpu", "with CUDA, for an NVIDIA card: some 3.4 GB to fetch instead of 0.3")
    .option("--force", "start over, and build again what is installed already")
    .action(async ({ gpu = false, force = false }: { gpu?: boolean; force?: boolean }) => {
      const { installEngine } = await import("./engine/install-engine.ts");
      const say = (line: string) => console.error(line);
      await installEngine({ kind: gpu ? "gpu" : "cpu", force, say });
    });
  engine
    .command("list")
    .description("say which engines work on this machine")
    .option("--json", "print it as JSON")
    .action(async ({ json = false }: { json?: boolean }) => {
      const { inspectEngines } = await import("./doctor/inspect-engines.ts");
      const { formatEngines } = await import("./doctor/format-engines.ts");
      const found = await inspectEngines({ timed: false });
      console.log(json ? JSON.stringify(found, null, 2) : formatEngines(found));
    });
  engine
    .command("remove")
    .description("delete the native engine that was built here")
    .action(async () => {
      const { removeEngine } = await import("./engine/install-engine.ts");
      console.log((await removeEngine()) ? "The native engine was removed." : "There is no native engine.");
    });
}
