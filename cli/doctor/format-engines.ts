import type { EngineReport, EnginesReport, PresentEngine } from "./inspect-engines.ts";

const time = (ms: number): string =>
  ms < 1000 ? `${ms.toFixed(ms < 10 ? 1 : 0)} ms` : `${(ms / 1000).toFixed(1)} s`;

function describePresent({ name, version, device, isSoftware, forward, training }: PresentEngine): string {
  const parts = [
    `${name.padEnd(7)} ${version}${device ? ` on ${device}` : ""}`,
    ...(isSoftware ? ["a program, used only when asked for by name"] : []),
    ...(forward ? [`forward ${time(forward.msPerImage)} a picture`] : []),
    ...(training ? [`training step ${time(training.msPerImage)} a picture`] : []),
  ];
  return parts.join("; ");
}

const describeEngine = (engine: EngineReport): string =>
  engine.isPresent
    ? describePresent(engine)
    : `${engine.name.padEnd(7)} not here: ${engine.reason}. ${engine.advice}.`;

/** A line an engine, then what is used. */
export function formatEngines({ chosen, engines, disagreement }: EnginesReport): string {
  const lines = engines.map((engine) => `  ${describeEngine(engine)}`);
  const agree =
    disagreement === null
      ? []
      : [`  largest difference between two engines: ${disagreement.toExponential(1)}`];
  return [`engines: ${chosen}`, ...lines, ...agree].join("\n");
}
