"use client";

import { type ComponentProps, useActionState } from "react";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { changeStudyAction } from "../actions.ts";

interface StudyButtonProps extends ComponentProps<typeof SubmitButton> {
  studyId: string;
  action: "open" | "close" | "simulate" | "show-simulated" | "hide-simulated";
  /** How many, where the action needs a number. */
  count?: number;
}

/** One button that changes a study, with the reason beside it when it could not. */
export function StudyButton({ studyId, action, count, ...button }: StudyButtonProps) {
  const [state, send] = useActionState(changeStudyAction, NOTHING_SENT);
  return (
    <form action={send} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="studyId" value={studyId} />
      <input type="hidden" name="do" value={action} />
      {count === undefined ? null : <input type="hidden" name="count" value={count} />}
      <SubmitButton {...button} />
      {state.error ? (
        <p role="alert" className="text-sm text-danger">
          {state.error}
        </p>
      ) : null}
    </form>
  );
}
