import type { ComponentProps, ReactNode } from "react";
import type { SubmitButton } from "#components/ui/submit-button.tsx";
import { ActionButton } from "../../_shell/action-button.tsx";
import { changeStudyAction } from "../actions.ts";

interface StudyButtonProps extends ComponentProps<typeof SubmitButton> {
  studyId: string;
  action: "open" | "close" | "simulate" | "show-simulated" | "hide-simulated";
  /** How many, where the action needs a number. */
  count?: number;
  /** What the person chooses, before the button. */
  asked?: ReactNode;
}

/** One button that changes a study. */
export function StudyButton({ studyId, action, count, ...button }: StudyButtonProps) {
  const fields = { studyId, do: action, ...(count !== undefined && { count }) };
  return <ActionButton action={changeStudyAction} fields={fields} {...button} />;
}
