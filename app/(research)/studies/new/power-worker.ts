import { type SimulatedPowerStep, simulatePower } from "#lib/study/plan/simulate-power.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";
import type { PowerJob, PowerMessage } from "./power-protocol.ts";

/** So many studies tell a power to 7 percentage points. */
const STUDIES = 200;
/** Nobody waits longer: what was drawn by then stands. */
const PATIENCE_MS = 60_000;
/** Between two messages, so that the page is not busy listening. */
const PAUSE_MS = 200;

/** Draws the studies of one job beside the page, which ends this worker to cancel it. */
function work({ templateId, simulation, difference, raters }: PowerJob): void {
  const study = { ...simulation, template: requireTemplate(templateId), trialsPerRater: simulation.trials };
  const start = performance.now();
  let told = start;
  let step: SimulatedPowerStep | null = null;
  for (step of simulatePower(study, { difference, raters, studies: STUDIES })) {
    const now = performance.now();
    if (now - start > PATIENCE_MS) break;
    if (now - told < PAUSE_MS) continue;
    told = now;
    say({ kind: "step", ...step, of: STUDIES });
  }
  say(step ? { kind: "done", ...step } : { kind: "unreachable" });
}

const say = (message: PowerMessage) => self.postMessage(message);

self.onmessage = ({ data }: MessageEvent<PowerJob>) => work(data);
