"use client";

import { useEffect, useState } from "react";
import type { RunPreview } from "#lib/services/explanations/estimate-run.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { estimateRunAction } from "../actions.ts";
import type { RunFormWish } from "./form-arms.ts";

export interface EstimateState {
  preview: RunPreview | null;
  error: string | null;
  fields: Record<string, string>;
  /** Something has been changed since. */
  isOld: boolean;
}

/** A pause in typing. */
const QUIET_MS = 350;
/** While a measurement is under way. */
const POLL_MS = 2500;

/** What the form's run would cost, asked again after every change, and every few seconds while it is being measured. */
export function useEstimate(wish: RunFormWish, isMeasuring: boolean): EstimateState {
  const [state, setState] = useState<EstimateState>({ ...NOTHING_SENT, preview: null, isOld: true });
  const [turn, setTurn] = useState(0);
  const { name: _, seed: _s, confirmedCost: _c, ...asked } = wish;
  const key = JSON.stringify(asked);

  useEffect(() => setState((now) => (key ? { ...now, isOld: true } : now)), [key]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the key stands for the wish; each turn asks again
  useEffect(() => {
    let isOvertaken = false;
    const timer = setTimeout(async () => {
      try {
        const answer = await estimateRunAction(wish);
        if (!isOvertaken) setState({ ...answer, isOld: false });
      } catch {
        const error = "The site cannot be reached just now.";
        if (!isOvertaken) setState({ ...NOTHING_SENT, error, preview: null, isOld: false });
      }
    }, QUIET_MS);
    return () => {
      isOvertaken = true;
      clearTimeout(timer);
    };
  }, [key, turn]);

  useEffect(() => {
    if (!isMeasuring) return;
    const askAgain = () => setTurn((now) => now + 1);
    const timer = setInterval(askAgain, POLL_MS);
    return () => {
      clearInterval(timer);
      askAgain();
    };
  }, [isMeasuring]);

  return state;
}
