import Link from "next/link";
import { formatCount } from "#components/figures/format-number.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { PartEstimate, RunEstimate } from "#lib/explain/cost/run-cost.ts";
import { basisInWords, bytesInWords, passesInWords, timeInWords } from "../_run/cost-words.ts";
import type { EstimateState } from "./use-estimate.ts";

interface CostPanelProps {
  state: EstimateState;
  measuring: { runId: string | null; error: string | null; start: () => void };
}

/** What the run would cost, arm by arm, before it is started. */
export function CostPanel({ state: { preview, error, isOld }, measuring }: CostPanelProps) {
  return (
    <aside aria-labelledby="cost-title" aria-busy={isOld} className="grid gap-3 lg:sticky lg:top-8">
      {error ? (
        <Notice tone="danger" title="This cannot be run yet" live>
          {error}
        </Notice>
      ) : null}
      <Card className="lg:max-h-[calc(100vh-4rem)] lg:overflow-y-auto">
        <div className="mb-2 flex items-baseline justify-between gap-3">
          <h2 id="cost-title" className="text-sm font-semibold">
            What it will cost
          </h2>
          <span className="text-xs text-muted">{isOld ? "counting…" : ""}</span>
        </div>
        {preview ? <Total estimate={preview.estimate} /> : null}
        {preview && !preview.estimate.isTimed ? <Measure measuring={measuring} /> : null}
        {preview ? <Parts estimate={preview.estimate} /> : null}
      </Card>
    </aside>
  );
}

function Total({ estimate }: { estimate: RunEstimate }) {
  const { workerMs, elapsedMs, parallel, isTimed, maps, bytes } = estimate;
  const elapsed = timeInWords(elapsedMs);
  const isKnown = isTimed || workerMs > 0;
  return (
    <div className="text-sm" aria-live="polite">
      <p className="text-lg font-semibold tabular-nums">
        {!isKnown ? "Time not measured yet" : isTimed ? elapsed : elapsed.replace("about", "at least")}
      </p>
      <p className="text-muted tabular-nums">
        {formatCount(maps)} {maps === 1 ? "map" : "maps"}, {bytesInWords(bytes)}; {passesInWords(estimate)}
        {isKnown && parallel >= 1.1 ? `; ${parallel.toFixed(1)} shards at once, as measured` : ""}.
      </p>
    </div>
  );
}

/** Offered where the time of something is not known. */
function Measure({ measuring: { runId, error, start } }: Pick<CostPanelProps, "measuring">) {
  return (
    <div className="mt-3 grid gap-1 text-sm">
      {runId ? (
        <p role="status">
          Measuring in{" "}
          <Link className="link" href={`/explanations/${runId}`} target="_blank">
            a short run
          </Link>
          ; the time appears here.
        </p>
      ) : (
        <>
          <div>
            <Button onClick={start}>Measure now</Button>
          </div>
          <p className="text-xs text-muted">Explains 2 images with what was not measured yet.</p>
        </>
      )}
      {error ? (
        <p role="alert" className="text-danger">
          {error}
        </p>
      ) : null}
    </div>
  );
}

function Parts({ estimate: { arms, scoring, preparation, judging } }: { estimate: RunEstimate }) {
  return (
    <dl className="mt-3 grid gap-2 border-t border-line pt-3 text-sm">
      {preparation.forwards > 0 ? (
        <Part name="Answers of the models, before the first map" part={preparation} basis={null} />
      ) : null}
      {arms.map((arm) => (
        <Part key={arm.label} name={arm.label} part={arm} basis={basisInWords(arm.basis)} />
      ))}
      {scoring.maps > 0 ? (
        <Part name={`Scoring ${formatCount(scoring.maps)} maps`} part={scoring} basis={null} />
      ) : null}
      {judging.maps > 0 ? (
        <Part name={`Judging ${formatCount(judging.maps)} maps, after the run`} part={judging} basis={null} />
      ) : null}
    </dl>
  );
}

function Part({ name, part, basis }: { name: string; part: PartEstimate; basis: string | null }) {
  const time = part.ms === null ? (basis ? null : "not measured yet") : timeInWords(part.ms);
  return (
    <div>
      <dt className="wrap-anywhere">{name}</dt>
      <dd className="text-xs text-muted tabular-nums">
        {[passesInWords(part), time, basis].filter(Boolean).join(" · ")}
      </dd>
    </div>
  );
}
