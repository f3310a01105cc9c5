"use client";

import { useActionState } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { Notice } from "#components/ui/notice.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { type VerifyState, verifyVersionAction } from "./actions.ts";

const UNASKED: VerifyState = { ...NOTHING_SENT, verification: null };

/** Has a version's hash computed from its rows again, and says what came of it. */
export function VerifyButton({ datasetId, number }: { datasetId: string; number: number }) {
  const [{ verification, error }, send] = useActionState(verifyVersionAction, UNASKED);
  return (
    <form action={send} className="flex flex-col items-start gap-3">
      <input type="hidden" name="datasetId" value={datasetId} />
      <input type="hidden" name="number" value={number} />
      <SubmitButton look="secondary" pendingLabel="Computing the hash…">
        Verify the hash
      </SubmitButton>
      {error ? (
        <Notice tone="danger" live>
          {error}
        </Notice>
      ) : null}
      {verification?.intact ? (
        <Notice live title="Intact">
          The {formatCount(verification.imageCount)} rows give the hash that was written down when the version
          was frozen.
        </Notice>
      ) : null}
      {verification && !verification.intact ? (
        <Notice tone="danger" live title="Not what was frozen">
          <p>
            The {formatCount(verification.imageCount)} rows give another hash: someone has changed them in the
            database.
          </p>
          <code className="font-mono text-xs wrap-anywhere">{verification.computed}</code>
        </Notice>
      ) : null}
    </form>
  );
}
