import type { Command } from "commander";

/** `whynot worker`: takes jobs from the queue until it is stopped. */
export function registerWorker(program: Command): void {
  program
    .command("worker")
    .description("take jobs from the queue until stopped; any number may run, on any number of machines")
    .action(async () => {
      const { requireRunningConfig } = await import("./open-cli-context.ts");
      const { runWorker } = await import("#workers/main.ts");
      await runWorker(await requireRunningConfig());
    });
}
