"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { formatNumber } from "#components/figures/format-number.ts";
import { Progress } from "#components/ui/progress.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { timeLeft } from "../../_shell/time-left.ts";
import { openStepRate, type Pace } from "./step-rate.ts";
import { isOver, readCounters, type TrainingCounters } from "./training-counters.ts";

interface TrainingProgressProps {
  trainingId: string;
  initial: TrainingCounters;
  /** Images of a step. */
  batchSize: number;
  /** Read the page again whenever an epoch has ended, to show it; at the end it is read again in any case. */
  refreshes?: boolean;
}

/** Epochs of a small network end faster than a page is worth reading again. */
const REFRESH_MS = 1500;
const NO_PACE: Pace = { elapsedMs: 0, steps: 0 };

/** The progress of a training as it happens, by server-sent events; the browser reconnects by itself. */
export function TrainingProgress({ trainingId, initial, batchSize, refreshes }: TrainingProgressProps) {
  const router = useRouter();
  const [counters, setCounters] = useState(initial);
  const [lost, setLost] = useState(false);
  const [pace, setPace] = useState(NO_PACE);
  const shown = useRef({ epochs: initial.epochs, atMs: 0 });

  useEffect(() => {
    if (isOver(initial.state)) return;
    const addToRate = openStepRate();
    const source = new EventSource(`/api/v1/trainings/${trainingId}/events`);
    source.addEventListener("progress", (event: MessageEvent<string>) => {
      const next = readCounters(event.data);
      if (!next) return;
      const nowMs = Date.now();
      setLost(false);
      setCounters(next);
      setPace(addToRate(next.step, nowMs));
      if (isOver(next.state)) {
        source.close();
        router.refresh();
      } else if (refreshes && next.epochs > shown.current.epochs && nowMs - shown.current.atMs > REFRESH_MS) {
        shown.current = { epochs: next.epochs, atMs: nowMs };
        router.refresh();
      }
    });
    source.addEventListener("error", () => setLost(true));
    return () => source.close();
  }, [trainingId, initial.state, refreshes, router]);

  const { state, step, steps, epochs, epochCount, setback } = counters;
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <StateBadge state={state} />
        <div className="min-w-48 flex-1">
          <Progress done={step} total={steps} label="steps" />
        </div>
      </div>
      <p className="min-h-5 text-sm text-muted tabular-nums" aria-live="off">
        {words(counters, pace, batchSize, lost).join(" · ")}
      </p>
      <p className="sr-only" aria-live="polite">
        {epochs} of {epochCount} epochs done
      </p>
      {setback && !isOver(state) ? (
        <p role="status" className="text-sm text-warn">
          {setback} It goes on from step {step}.
        </p>
      ) : null}
    </div>
  );
}

function words(
  { state, step, steps, epochs, epochCount, message, ahead }: TrainingCounters,
  { elapsedMs, steps: done }: Pace,
  batchSize: number,
  lost: boolean,
): string[] {
  if (isOver(state)) return [`${epochs} of ${epochCount} epochs`];
  const rate = elapsedMs >= 3000 && done > 0 ? (done * batchSize * 1000) / elapsedMs : null;
  const waiting = ahead > 0 ? `waiting for ${ahead} ${ahead === 1 ? "training" : "trainings"} before it` : "";
  return [
    message || waiting || "waiting for a worker",
    rate === null ? "" : `${formatNumber(rate, rate < 10 ? 1 : 0)} images/s`,
    timeLeft(elapsedMs, done, steps - step),
    lost ? "connection lost, trying again" : "",
  ].filter(Boolean);
}
