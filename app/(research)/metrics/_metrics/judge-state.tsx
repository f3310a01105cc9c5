"use client";

import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import { Progress } from "#components/ui/progress.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import type { Judge, RunJudges } from "#lib/services/metrics/list-judges.ts";
import { ActionButton } from "../../_shell/action-button.tsx";
import { judgeRunAction, stopJudgeAction } from "../actions.ts";

const POLL_MS = 2000;

interface JudgeStateProps {
  runId: string;
  judge: Judge;
  canJudge: boolean;
  canStop: boolean;
}

/** How far a judge is, and what can be done about it. The page is read again when it ends. */
export function JudgeState({ runId, judge, canJudge, canStop }: JudgeStateProps) {
  const router = useRouter();
  const [latest, setLatest] = useState(judge);
  const { modelId, modelName, state, mapsJudged, mapCount, error } = latest;
  const isWaiting = judge.state === "queued" || judge.state === "running";

  useEffect(() => {
    if (!isWaiting) return;
    const read = async () => {
      const response = await fetch(`/api/v1/runs/${runId}/judges`).catch(() => null);
      if (!response?.ok) return;
      const { judges } = (await response.json()) as RunJudges;
      const next = judges.find((other) => other.modelId === modelId);
      if (next) setLatest(next);
      if (next?.state !== judge.state) router.refresh();
    };
    const timer = setInterval(read, POLL_MS);
    return () => clearInterval(timer);
  }, [isWaiting, judge.state, modelId, router, runId]);

  const fields = { runId, modelId };
  return (
    <div className="flex max-w-3xl flex-wrap items-center gap-x-4 gap-y-2 rounded-lg border border-line bg-surface px-4 py-3">
      <StateBadge state={state} />
      <span className="text-sm font-medium">{modelName} judges all maps</span>
      <div className="min-w-48 flex-1">
        {state === "queued" ? (
          <span className="text-sm text-muted">begins when the run is over</span>
        ) : (
          <Progress done={mapsJudged} total={mapCount} label="maps" />
        )}
      </div>
      {isWaiting && canStop ? (
        <ActionButton action={stopJudgeAction} fields={fields} look="danger" pendingLabel="Stopping…">
          Stop
        </ActionButton>
      ) : null}
      {!isWaiting && canJudge ? (
        <ActionButton action={judgeRunAction} fields={fields} look="secondary" pendingLabel="Asking…">
          Go on
        </ActionButton>
      ) : null}
      {error ? <p className="basis-full text-sm text-danger">{error} What was judged is kept.</p> : null}
    </div>
  );
}
