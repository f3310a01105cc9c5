"use client";

import { useActionState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { computePairAction } from "../actions.ts";

interface ComputeFormProps {
  imageId: string;
  versionId: string;
  map: "attention" | "additive";
}

/** Asks the worker for this image's missing maps of every class. */
export function ComputeForm({ imageId, versionId, map }: ComputeFormProps) {
  const [state, send] = useActionState(computePairAction, NOTHING_SENT);
  return (
    <form action={send}>
      <input type="hidden" name="imageId" value={imageId} />
      <input type="hidden" name="versionId" value={versionId} />
      <input type="hidden" name="map" value={map} />
      <SubmitButton look="secondary" pendingLabel="Starting…">
        Compute
      </SubmitButton>
      {state.error ? (
        <p role="alert" className="mt-2 text-sm text-danger">
          {state.error}
        </p>
      ) : null}
    </form>
  );
}
