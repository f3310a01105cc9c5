import type { Command } from "commander";
import { parsePort } from "./up.ts";

/** `whynot web`: the site alone, for a machine whose database and workers are elsewhere. */
export function registerWeb(program: Command): void {
  program
    .command("web")
    .description("run the site alone; the database must be running")
    .option("--port <n>", "port of the site (PORT, else 3000)", parsePort)
    .option("--host <address>", "where the site listens (HOST, else 127.0.0.1)")
    .action(async ({ port, host }: { port?: number; host?: string }) => {
      if (port !== undefined) process.env.PORT = String(port);
      if (host !== undefined) process.env.HOST = host;
      const { build } = await import("#scripts/build.mjs");
      const { requireRunningConfig } = await import("./open-cli-context.ts");
      const { runSite } = await import("./processes/run-site.ts");
      await build();
      await runSite(await requireRunningConfig());
    });
}
