"use client";

import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Progress } from "#components/ui/progress.tsx";
import { editSentence, editWords } from "./edit-words.ts";
import type { EditInHand } from "./use-edit.ts";

/** What became of the edit just made, with the way back. */
export function EditStatus({ edit }: { edit: EditInHand }) {
  const { last, busy, problem, undoRestOf, undo } = edit;
  return (
    <div className="grid gap-2 not-empty:mb-3">
      {problem ? (
        <Notice tone="danger" live>
          <span className="mr-3">{problem}</span>
          {undoRestOf ? <Button onClick={() => undo(undoRestOf, true)}>Take back the rest</Button> : null}
        </Notice>
      ) : null}
      {last && (last.state === "running" || last.state === "undoing") ? (
        <Notice live>
          <p className="mb-1">
            {last.state === "running" ? editWords(last) : `Taking back: ${editWords(last)}`}
          </p>
          <Progress
            done={last.doneCount}
            total={last.state === "running" ? last.imageCount : last.changedCount}
            label="images"
          />
        </Notice>
      ) : null}
      {last && (last.state === "done" || last.state === "failed" || last.state === "undone") ? (
        <Notice live tone={last.state === "failed" ? "warn" : "info"}>
          <span className="mr-3">{editSentence(last)}</span>
          {last.undoUntil ? (
            <Button onClick={() => undo(last.id)} disabled={busy}>
              Undo
            </Button>
          ) : null}
        </Notice>
      ) : null}
    </div>
  );
}
