import { ActionButton } from "../../_shell/action-button.tsx";
import { closeRoundAction } from "./actions.ts";

/** Closes a round, after saying what that means. */
export function CloseForm({ datasetId, roundId }: { datasetId: string; roundId: string }) {
  return (
    <details className="text-sm">
      <summary className="min-h-6 cursor-pointer text-muted hover:text-ink">Close the round</summary>
      <div className="mt-2 flex max-w-prose flex-col items-start gap-2">
        <p>
          Nothing is drawn for it any more, and its images' regions are shown to everybody again. What is not
          done by then does not count. It cannot be opened again: what was drawn later would not be
          independent.
        </p>
        <ActionButton
          action={closeRoundAction}
          fields={{ datasetId, roundId }}
          look="danger"
          pendingLabel="Closing…"
        >
          Close it for good
        </ActionButton>
      </div>
    </details>
  );
}
