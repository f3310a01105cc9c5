"use client";

import { useActionState, useEffect, useRef, useState } from "react";
import { Button } from "#components/ui/button.tsx";
import { Field, TextArea } from "#components/ui/field.tsx";
import { FormError } from "#components/ui/form-error.tsx";
import type { RegionState } from "#lib/db/generated/enums.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { decideAction } from "./actions.ts";

interface DecisionFormProps {
  image: { id: string; datasetId: string; revision: number; state: RegionState; regionCount: number };
  /** The queue it was opened from. */
  queue: string;
  canSubmit: boolean;
  canReview: boolean;
}

/** Accept, send back with a reason, or submit: what this person may say of the regions as they are now. */
export function DecisionForm({ image, queue, canSubmit, canReview }: DecisionFormProps) {
  const [state, send, pending] = useActionState(decideAction, NOTHING_SENT);
  // Held here: what was written stays when the decision is refused.
  const [comment, setComment] = useState("");
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    if (state.fields.comment) field.current?.focus();
  }, [state]);
  const { id, datasetId, revision, regionCount } = image;
  const acceptable = canReview && (image.state === "submitted" || image.state === "drawn");
  const returnable = canReview && image.state !== "none" && image.state !== "returned";
  const submittable = canSubmit && ["none", "drawn", "returned"].includes(image.state);
  const refusal = <FormError>{!state.fields.comment && state.error}</FormError>;
  if (!acceptable && !returnable && !submittable) return refusal;
  return (
    <form action={send} className="flex flex-col gap-3">
      {Object.entries({ imageId: id, datasetId, revision, queue }).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <Field
        id="comment"
        label="Comment"
        hint={returnable ? "Needed when you send them back: what has to be mended." : undefined}
        error={state.fields.comment}
      >
        <TextArea
          id="comment"
          name="comment"
          ref={field}
          rows={3}
          maxLength={2000}
          value={comment}
          onChange={(event) => setComment(event.target.value)}
          hinted={returnable}
          invalid={Boolean(state.fields.comment)}
        />
      </Field>
      <div className="flex flex-wrap gap-2">
        {acceptable ? (
          <Button
            type="submit"
            look="primary"
            name="decision"
            value="accepted"
            disabled={pending}
            data-shortcut="a"
            data-shortcut-label="Accept"
          >
            Accept
          </Button>
        ) : null}
        {returnable ? (
          <Button
            type="submit"
            name="decision"
            value="returned"
            disabled={pending}
            data-shortcut="r"
            data-shortcut-label="Send back"
          >
            Send back
          </Button>
        ) : null}
        {submittable ? (
          <Button
            type="submit"
            look={acceptable ? undefined : "primary"}
            name="decision"
            value="submitted"
            disabled={pending}
            data-shortcut="s"
            data-shortcut-label="Submit for review"
          >
            {regionCount === 0 ? "Nothing to mark: submit" : "Submit for review"}
          </Button>
        ) : null}
      </div>
      {refusal}
    </form>
  );
}
