import type { Command } from "commander";

/** `whynot doctor`: what works here, how fast, and what to do about the rest. */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("say what works on this machine, how fast its engines are, and what to do about the rest")
    .option("--json", "print it as JSON")
    .option("--quick", "look for the engines without timing them")
    .action(async ({ json = false, quick = false }: { json?: boolean; quick?: boolean }) => {
      const { examine, formatDiagnosis } = await import("./doctor/examine.ts");
      const diagnosis = await examine({ quick });
      console.log(json ? JSON.stringify(diagnosis, null, 2) : formatDiagnosis(diagnosis));
      process.exit(diagnosis.findings.every(({ ok }) => ok) ? 0 : 1);
    });
}
