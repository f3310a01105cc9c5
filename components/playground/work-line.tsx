"use client";

import { buttonClass } from "#components/ui/button-class.ts";
import { Progress } from "#components/ui/progress.tsx";
import type { Lab } from "./lab.ts";
import type { Stage } from "./protocol.ts";

const WORDS: Record<Stage, string> = {
  engine: "Starting the maths",
  weights: "Fetching the model, once",
  picture: "Opening the picture",
  model: "Asking the model",
  maps: "Making maps",
};

interface WorkLineProps {
  lab: Lab;
  /** Milliseconds of work on what is shown. */
  ms: number;
  onStop: () => void;
  onAgain: () => void;
}

/** What is being done, or what was done, where, and how long it took. */
export function WorkLine({ lab, ms, onStop, onAgain }: WorkLineProps) {
  const { progress, isStopped, engine, held } = lab;
  if (isStopped) {
    return (
      <p className="flex min-h-8 flex-wrap items-center gap-3 text-sm text-muted">
        Stopped. What was made is kept.
        <button type="button" className={buttonClass()} onClick={onAgain}>
          Go on
        </button>
      </p>
    );
  }
  if (progress) {
    const { stage, done, total } = progress;
    return (
      <div className="flex min-h-8 flex-wrap items-center gap-x-3 gap-y-1 text-sm">
        <span role="status" className="text-muted">
          {WORDS[stage]} …
        </span>
        {stage === "weights" || stage === "maps" ? (
          <div className="min-w-48 flex-1">
            {stage === "weights" ? (
              <Progress
                done={Math.round(done / 1e4) / 100}
                total={Math.round(total / 1e4) / 100}
                label="MB"
              />
            ) : (
              <Progress done={done} total={total} label="classes" />
            )}
          </div>
        ) : null}
        <button type="button" className={buttonClass("quiet")} onClick={onStop} data-shortcut="Escape">
          Stop
        </button>
      </div>
    );
  }
  if (!engine || !held) return null;
  return (
    <div className="min-h-8 text-sm text-muted">
      <p role="status">
        Computed on this device with {engine.name} in {Math.round(ms)} ms. Nothing was uploaded.
      </p>
      <details>
        <summary className="min-h-6">Engine</summary>
        {engine.refusal ? `The GPU is not used: ${engine.refusal}. ` : null}
        It holds {held.tensors} tensors, {(held.bytes / 1e6).toFixed(1)} MB: the models that were read.
      </details>
    </div>
  );
}
