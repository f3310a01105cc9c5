import { type FormEvent, startTransition, useActionState } from "react";
import { type ActionState, NOTHING_SENT } from "./action-state.ts";

type Action = (state: ActionState, form: FormData) => Promise<ActionState>;

/**
 * A form's action whose refusal leaves the form as it was filled in: after its `action` alone React resets a form,
 * whatever came of it. `action` is there as well for who sends the form before the page's code has come.
 */
export function useActionForm(action: Action) {
  const [state, send] = useActionState(action, NOTHING_SENT);
  function onSubmit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    startTransition(() => send(form));
  }
  return { state, form: { action: send, onSubmit } };
}
