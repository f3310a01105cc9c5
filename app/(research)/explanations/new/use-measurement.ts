"use client";

import { startTransition, useEffect, useState } from "react";
import { z } from "zod/mini";
import { isOver } from "../_run/run-counters.ts";
import { measureRunAction } from "../actions.ts";
import type { RunFormWish } from "./form-arms.ts";

export interface Measurement {
  /** The short run that is under way; null while none is. */
  runId: string | null;
  error: string | null;
}

const NONE: Measurement = { runId: null, error: null };
const POLL_MS = 2500;
const RunState = z.object({ state: z.enum(["queued", "running", "succeeded", "failed", "cancelled"]) });

/** A short run that measures what the form's run lacks, followed to its end. */
export function useMeasurement() {
  const [measurement, setMeasurement] = useState(NONE);
  const { runId } = measurement;
  useEffect(() => {
    if (!runId) return;
    const timer = setInterval(async () => {
      const response = await fetch(`/api/v1/runs/${runId}`).catch(() => null);
      const read = RunState.safeParse(response?.ok ? await response.json() : null);
      // A site that does not answer just now is asked again.
      if (!read.success || !isOver(read.data.state)) return;
      const { state } = read.data;
      setMeasurement(
        state === "succeeded" ? NONE : { runId: null, error: `The measurement ${WORDS[state]}.` },
      );
    }, POLL_MS);
    return () => clearInterval(timer);
  }, [runId]);
  return {
    ...measurement,
    start: (wish: RunFormWish) =>
      startTransition(async () => {
        const { runId, error } = await measureRunAction(wish);
        setMeasurement({ runId, error });
      }),
  };
}

const WORDS: Record<string, string> = { failed: "failed: its run says why", cancelled: "was cancelled" };
