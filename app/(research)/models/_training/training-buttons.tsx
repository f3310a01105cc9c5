"use client";

import { useActionState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { cancelTrainingAction, resumeTrainingAction } from "../actions.ts";

interface TrainingButtonsProps {
  trainingId: string;
  mayCancel: boolean;
  mayResume: boolean;
}

export function TrainingButtons({ trainingId, mayCancel, mayResume }: TrainingButtonsProps) {
  const [cancelled, cancel] = useActionState(cancelTrainingAction, NOTHING_SENT);
  const [resumed, resume] = useActionState(resumeTrainingAction, NOTHING_SENT);
  const error = cancelled.error ?? resumed.error;
  return (
    <>
      {error ? (
        <p role="alert" className="text-sm text-danger">
          {error}
        </p>
      ) : null}
      {mayCancel ? (
        <form action={cancel}>
          <input type="hidden" name="trainingId" value={trainingId} />
          <SubmitButton look="danger" pendingLabel="Stopping…">
            Stop training
          </SubmitButton>
        </form>
      ) : null}
      {mayResume ? (
        <form action={resume}>
          <input type="hidden" name="trainingId" value={trainingId} />
          <SubmitButton look="primary" pendingLabel="Resuming…">
            Resume
          </SubmitButton>
        </form>
      ) : null}
    </>
  );
}
