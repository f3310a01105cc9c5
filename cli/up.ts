import { type Command, InvalidArgumentError } from "commander";

export function parsePort(text: string): number {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new InvalidArgumentError("give a port, 1 to 65535.");
  return port;
}

/** `whynot up`: everything this machine needs, until Ctrl-C. */
export function registerUp(program: Command): void {
  program
    .command("up")
    .description("run database, worker and site until Ctrl-C")
    .option("--port <n>", "port of the site (PORT, else 3000); the next free one if it is taken", parsePort)
    .option(
      "--host <address>",
      "where the site listens (HOST, else 127.0.0.1; 0.0.0.0 for the whole network)",
    )
    .option("--demo", "open the demo workspace")
    .option("--fresh", "delete the embedded database and all files first")
    .action(async (options) => {
      const { build } = await import("#scripts/build.mjs");
      const { runInstallation } = await import("./processes/run-installation.ts");
      await runInstallation(options, build());
    });
}
