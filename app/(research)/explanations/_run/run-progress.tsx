"use client";

import { useRouter } from "next/navigation";
import { useEffect, useRef, useState } from "react";
import { Progress } from "#components/ui/progress.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { leftInWords } from "../../_shell/time-left.ts";
import { isOver, type RunCounters, readCounters } from "./run-counters.ts";

interface RunProgressProps {
  runId: string;
  initial: RunCounters;
  /** Read the page again while maps arrive, to show them; at the end it is read again in any case. */
  refreshEveryMs?: number;
}

/** The progress of a run as it happens, by server-sent events; the browser reconnects by itself. */
export function RunProgress({ runId, initial, refreshEveryMs = 0 }: RunProgressProps) {
  const router = useRouter();
  const [counters, setCounters] = useState(initial);
  const [lost, setLost] = useState(false);
  const refreshedAt = useRef(0);

  useEffect(() => {
    if (isOver(initial.state)) return;
    const source = new EventSource(`/api/v1/runs/${runId}/events`);
    const onMessage = (event: MessageEvent<string>) => {
      const next = readCounters(event.data);
      if (!next) return;
      const now = Date.now();
      setLost(false);
      setCounters(next);
      if (isOver(next.state)) {
        source.close();
        router.refresh();
      } else if (refreshEveryMs > 0 && now - refreshedAt.current > refreshEveryMs) {
        refreshedAt.current = now;
        router.refresh();
      }
    };
    source.addEventListener("message", onMessage);
    source.addEventListener("progress", onMessage);
    source.addEventListener("error", () => setLost(true));
    return () => source.close();
  }, [runId, initial.state, refreshEveryMs, router]);

  const { state, mapsDone, mapsScored, mapCount, preparing, remainingMs } = counters;
  const words = [
    preparing?.message,
    mapsScored > 0 ? `${mapsScored} scored` : null,
    isOver(state) || !remainingMs ? null : leftInWords(remainingMs),
    lost && !isOver(state) ? "connection lost, trying again" : null,
  ].filter(Boolean);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
        <StateBadge state={state} />
        <div className="min-w-48 flex-1">
          {preparing && preparing.total > 0 ? (
            <Progress done={preparing.done} total={preparing.total} label="answers" />
          ) : (
            <Progress done={mapsDone} total={mapCount} label="maps" />
          )}
        </div>
      </div>
      <p className="min-h-5 text-sm text-muted" aria-live="polite">
        {words.join(" · ")}
      </p>
    </div>
  );
}
