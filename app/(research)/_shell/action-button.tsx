"use client";

import { type ComponentProps, type ReactNode, useActionState } from "react";
import { FormError } from "#components/ui/form-error.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import { type ActionState, NOTHING_SENT } from "./action-state.ts";

interface ActionButtonProps extends ComponentProps<typeof SubmitButton> {
  action: (state: ActionState, form: FormData) => Promise<ActionState>;
  /** What the action is told. */
  fields: Readonly<Record<string, string | number>>;
  /** What the person says, before the button. */
  asked?: ReactNode;
}

/** One button that does one thing, with the reason beside it when it could not. */
export function ActionButton({ action, fields, asked, ...button }: ActionButtonProps) {
  const [state, send] = useActionState(action, NOTHING_SENT);
  return (
    <form action={send} className="flex flex-wrap items-center gap-2">
      {Object.entries(fields).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      {asked}
      <SubmitButton {...button} />
      <FormError>{state.error}</FormError>
    </form>
  );
}
