import { formatCount } from "#components/figures/format-number.ts";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { StudyPlanPreview } from "#lib/services/studies/plan-study.ts";
import { PlanInputs } from "./plan-inputs.tsx";
import { PlanPower } from "./plan-power.tsx";
import { countsInWords, inShort, paceInWords } from "./plan-words.ts";
import type { PlanAsked, PlanState } from "./use-study-plan.ts";

interface PlanPanelProps {
  state: PlanState;
  asked: PlanAsked;
  onAsked: (change: Partial<PlanAsked>) => void;
}

/** What the study of the form would come to. It advises: the study can be created whatever stands here. */
export function PlanPanel({ state: { plan, error, fields, isOld }, asked, onAsked }: PlanPanelProps) {
  return (
    <section aria-labelledby="plan-title" aria-busy={isOld}>
      <div className="mb-3 flex items-baseline justify-between gap-3">
        <h2 id="plan-title" className="text-lg font-semibold">
          Plan
        </h2>
        <span className="text-xs text-muted">{isOld ? "counting…" : ""}</span>
      </div>
      <Card className="grid gap-3">
        <PlanInputs asked={asked} onAsked={onAsked} errors={fields} plan={plan} />
        {error ? (
          <Notice tone="warn" title="No plan yet" live>
            {error}
          </Notice>
        ) : null}
        {plan ? <Counts plan={plan} /> : null}
        {plan ? <Time plan={plan} /> : null}
        {plan ? <PlanPower plan={plan} /> : null}
      </Card>
    </section>
  );
}

function Counts({ plan }: { plan: StudyPlanPreview }) {
  return (
    <section aria-labelledby="plan-counts" className="border-t border-line pt-3">
      <h3 id="plan-counts" className="mb-1 text-sm font-medium">
        Counts
      </h3>
      <dl className="grid grid-cols-[minmax(0,1fr)_auto] gap-x-3 gap-y-0.5 text-sm">
        {countsInWords(plan).map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="text-muted">{name}</dt>
            <dd className="text-right tabular-nums">{value}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-1 text-xs text-muted">
        {formatCount(plan.images)} {plan.images === 1 ? "image" : "images"},{" "}
        {formatCount(plan.trialsPerRater)} trials a person, on the assignment that the study will use;
        everybody completes.
      </p>
    </section>
  );
}

function Time({ plan }: { plan: StudyPlanPreview }) {
  const { time, cost } = plan;
  return (
    <section aria-labelledby="plan-time" className="border-t border-line pt-3">
      <h3 id="plan-time" className="mb-1 text-sm font-medium">
        Time and cost
      </h3>
      <p className="text-sm tabular-nums">
        <span className="text-lg font-semibold">{inShort(time.minutesPerRater)} min</span> a person,{" "}
        {inShort(time.hours)} h in all
      </p>
      <p className="text-xs text-muted">{paceInWords(plan)}</p>
      {cost ? (
        <>
          <p className="mt-1 text-sm tabular-nums">
            <span className="text-lg font-semibold">{cost.total.toFixed(2)}</span> in all:{" "}
            {cost.pay.toFixed(2)} pay, {cost.fee.toFixed(2)} fee
          </p>
          <p className="text-xs text-muted tabular-nums">
            {cost.reward.toFixed(2)} a person at the time above; the fee is taken on the pay, before tax.
          </p>
        </>
      ) : null}
    </section>
  );
}
