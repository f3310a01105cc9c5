import { advise } from "./advise.ts";
import { formatEngines } from "./format-engines.ts";
import { type EnginesReport, inspectEngines } from "./inspect-engines.ts";
import { inspectDatabase, inspectMail, inspectSecret, inspectStorage } from "./inspect-installation.ts";
import { describeMachine, type Machine, readMachine } from "./machine.ts";

export interface Finding {
  what: string;
  ok: boolean;
  detail: string;
}

export interface Diagnosis {
  version: string;
  machine: Machine;
  engines: EnginesReport;
  findings: Finding[];
  advice: string[];
}

/** Logits and gradients of two engines differ by float32 rounding in another order: 1e-4 is far beyond that. */
const TOLERANCE = 1e-3;

async function look(what: string, inspect: () => Promise<string>): Promise<Finding> {
  try {
    return { what, ok: true, detail: await inspect() };
  } catch (error) {
    return { what, ok: false, detail: error instanceof Error ? error.message : String(error) };
  }
}

function judgeEngines({ engines, disagreement }: EnginesReport): Finding {
  const broken = engines.find((engine) => engine.name === "wasm" && !engine.isPresent);
  if (broken)
    return { what: "engines", ok: false, detail: "wasm, which works everywhere, does not work here" };
  const agree = disagreement === null || disagreement <= TOLERANCE;
  const present = engines.filter(({ isPresent }) => isPresent).length;
  return {
    what: "engines",
    ok: agree,
    detail: agree ? `${present} of ${engines.length} work` : `two engines differ by ${disagreement}`,
  };
}

/** Everything there is to know about this machine and installation. Without `quick` every engine is timed as well. */
export async function examine({ quick }: { quick: boolean }): Promise<Diagnosis> {
  const { version } = (await import("../../package.json", { with: { type: "json" } })).default;
  const machine = readMachine();
  const engines = await inspectEngines({ timed: !quick });
  const findings = [
    judgeEngines(engines),
    await look("database", inspectDatabase),
    await look("storage", inspectStorage),
    await look("session secret", inspectSecret),
    await look("mail", inspectMail),
  ];
  return { version, machine, engines, findings, advice: advise(machine, engines) };
}

export function formatDiagnosis({ version, machine, engines, findings, advice }: Diagnosis): string {
  return [
    `Whynot ${version}, ${describeMachine(machine)}`,
    formatEngines(engines),
    ...findings.map(({ what, ok, detail }) => `${ok ? "ok  " : "FAIL"} ${what}: ${detail}`),
    ...advice.map((line) => `advice: ${line}`),
  ].join("\n");
}
