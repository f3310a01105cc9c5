"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import type { PowerJob, PowerMessage } from "./power-protocol.ts";

export type PowerState = { readonly kind: "idle" } | { readonly kind: "failed" } | PowerMessage;

/** Simulated studies of a job, drawn in a worker of this page. Another job ends the one before, and so does leaving. */
export function usePower(job: PowerJob | null) {
  const [state, setState] = useState<PowerState>({ kind: "idle" });
  const worker = useRef<Worker | null>(null);
  const key = JSON.stringify(job);

  const cancel = useCallback(() => {
    worker.current?.terminate();
    worker.current = null;
    setState({ kind: "idle" });
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was simulated is of another study once the job changes
  useEffect(() => cancel, [key, cancel]);

  function start(): void {
    if (!job) return;
    cancel();
    const started = new Worker(new URL("./power-worker.ts", import.meta.url), { type: "module" });
    worker.current = started;
    setState({ kind: "step", done: 0, of: 1, power: { undefined: "no_values" } });
    started.onmessage = ({ data }: MessageEvent<PowerMessage>) => setState(data);
    started.onerror = () => setState({ kind: "failed" });
    started.postMessage(job);
  }

  return { state, start, cancel };
}
