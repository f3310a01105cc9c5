"use client";

import { useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { useEditor, useShared } from "../view/use-editor.ts";
import type { IndependentTask } from "./editor-task.ts";

interface FinishDialogProps {
  task: IndependentTask;
  /** Sends what waits: the revision the server then has, or null when not all of it has arrived. */
  settle: () => Promise<number | null>;
}

/** Asks before a drawing is done, as it does not change afterwards, and says what stands in the way. */
export function FinishDialog({ task, settle }: FinishDialogProps) {
  const { store } = useShared();
  const count = useEditor((state) => state.regions.size);
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function finish(): Promise<void> {
    setProblem(null);
    if (store.state.draft) return setProblem("A shape is unfinished: finish it or put it aside first.");
    setPending(true);
    try {
      const revision = await settle();
      setProblem(revision === null ? NOT_ARRIVED : await task.finish(revision));
    } catch {
      setProblem(NOT_ARRIVED);
    } finally {
      setPending(false);
    }
  }

  return (
    <>
      <Button look="primary" onClick={() => dialog.current?.showModal()}>
        Done
      </Button>
      <dialog
        ref={dialog}
        aria-labelledby="finish-title"
        className="m-auto w-[26rem] max-w-[calc(100vw-2rem)] rounded-lg border border-line bg-surface p-6 text-ink shadow-xl backdrop:bg-black/40"
        onClose={() => setProblem(null)}
      >
        <h2 id="finish-title" className="mb-1 text-lg font-semibold">
          {count === 0 ? "Is there nothing to mark?" : "Is this drawing complete?"}
        </h2>
        <p className="mb-4 text-sm text-muted">
          {count === 0
            ? "You have marked nothing"
            : `You have marked ${count === 1 ? "1 region" : `${count} regions`}`}
          . A drawing that is done does not change any more, and counts.
        </p>
        {problem ? (
          <p role="alert" className="mb-4 text-sm text-danger">
            {problem}
          </p>
        ) : null}
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={() => dialog.current?.close()}>Go on drawing</Button>
          <Button look="primary" disabled={pending} onClick={() => void finish()}>
            {pending ? "Sending…" : count === 0 ? "Nothing to mark: next image" : "Done: next image"}
          </Button>
        </div>
      </dialog>
    </>
  );
}

const NOT_ARRIVED =
  "Not all of it has arrived: it is kept on this device. Look at what the head of the page says, and press this again.";
