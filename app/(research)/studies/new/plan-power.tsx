import { formatCount, formatPercent } from "#components/figures/format-number.ts";
import { Button } from "#components/ui/button.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { StudyPlanPreview } from "#lib/services/studies/plan-study.ts";
import { undefinedWords } from "#lib/stats/undefined-words.ts";
import { inShort, powerInWords } from "./plan-words.ts";
import type { PowerJob } from "./power-protocol.ts";
import { type PowerState, usePower } from "./use-power.ts";

/** The power of the primary comparison: by a formula at once, by simulated studies when asked. */
export function PlanPower({ plan }: { plan: StudyPlanPreview }) {
  const { power, needed } = plan.power;
  return (
    <section aria-labelledby="plan-power" className="grid gap-1 border-t border-line pt-3">
      <h3 id="plan-power" className="text-sm font-medium">
        Power
      </h3>
      {"undefined" in power ? (
        <p className="text-sm">Not defined: {undefinedWords(power.undefined)}.</p>
      ) : (
        <p className="text-sm tabular-nums">
          <span className="text-lg font-semibold">{formatPercent(power.value)}</span> by formula
          {"value" in needed ? `; ${formatCount(needed.value)} people for 80 %` : null}
        </p>
      )}
      <p className="text-xs text-muted">{powerInWords(plan)}</p>
      <Simulated plan={plan} />
    </section>
  );
}

function jobOf({
  templateId,
  simulation,
  trialsPerRater,
  assumed,
  cells,
}: StudyPlanPreview): PowerJob | null {
  if (!simulation) return null;
  return {
    templateId,
    simulation: { ...simulation, trials: trialsPerRater },
    difference: assumed.difference,
    raters: cells.raters,
  };
}

function Simulated({ plan }: { plan: StudyPlanPreview }) {
  const { state, start, cancel } = usePower(jobOf(plan));
  if (!plan.simulation)
    return (
      <p className="text-xs text-muted">
        Studies of this kind are simulated once there are maps: rehearse the study after it is created.
      </p>
    );
  return (
    <div className="mt-2 grid gap-2 text-sm" aria-live="polite">
      <Found state={state} plan={plan} />
      <div>
        {state.kind === "step" ? (
          <Button onClick={cancel}>Cancel</Button>
        ) : (
          <Button onClick={start}>{state.kind === "idle" ? "Simulate studies" : "Simulate again"}</Button>
        )}
      </div>
    </div>
  );
}

function Found({ state, plan }: { state: PowerState; plan: StudyPlanPreview }) {
  switch (state.kind) {
    case "idle":
      return null;
    case "failed":
      return <p className="text-danger">The simulation did not start in this browser.</p>;
    case "unreachable":
      return (
        <p>
          Simulated raters can’t differ by {inShort(plan.assumed.difference)}: ask for a smaller difference.
        </p>
      );
    case "step":
      return <Progress done={state.done} total={state.of} label="studies" />;
    case "done": {
      const { power, done } = state;
      if ("undefined" in power) return <p>Not defined: {undefinedWords(power.undefined)}.</p>;
      return (
        <div>
          <p className="tabular-nums">
            <span className="text-lg font-semibold">{formatPercent(power.value)}</span> by simulation (
            {formatPercent(power.low)} to {formatPercent(power.high)})
          </p>
          <p className="text-xs text-muted">
            {formatCount(done)} studies of careful simulated raters, each with a bias and a noise of their
            own, on this design; nobody is left out.
          </p>
        </div>
      );
    }
  }
}
