"use client";

import { Button } from "#components/ui/button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { UNDO_DAYS } from "#lib/services/curation/undo-time.ts";
import { editSentence, type SentEdit } from "./edit-words.ts";
import type { EditInHand } from "./use-edit.ts";

/** The latest edits of everyone, each with its way back. */
export function EditHistory({ edits, edit }: { edits: readonly SentEdit[]; edit: EditInHand }) {
  if (edits.length === 0) return null;
  return (
    <details className="min-w-0 text-sm open:w-full">
      <summary className="flex min-h-8 items-center justify-end text-muted hover:text-ink max-sm:min-h-11">
        Recent edits
      </summary>
      <p className="mb-1 text-muted">
        An edit can be undone for {UNDO_DAYS} days; what it deleted is then removed for good.
      </p>
      <ul className="mb-2 max-h-80 divide-y divide-line overflow-y-auto rounded-lg border border-line bg-surface px-3">
        {edits.map((one) => (
          <li key={one.id} className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2">
            <span className="min-w-0 wrap-anywhere">
              {editSentence(one)}{" "}
              <span className="text-muted">
                {one.by}, <Moment at={new Date(one.createdAt)} />
              </span>
            </span>
            {one.undoUntil ? (
              <Button onClick={() => edit.undo(one.id)} disabled={edit.busy}>
                Undo
              </Button>
            ) : null}
          </li>
        ))}
      </ul>
    </details>
  );
}
