"use client";

import { useActionState } from "react";
import { Select } from "#components/ui/field.tsx";
import { SubmitButton } from "#components/ui/submit-button.tsx";
import type { RunJudges } from "#lib/services/metrics/list-judges.ts";
import { NOTHING_SENT } from "../../_shell/action-state.ts";
import { judgeRunAction } from "../actions.ts";

/** Has a further model judge all maps of the run. */
export function JudgeForm({ runId, choices }: { runId: string; choices: RunJudges["choices"] }) {
  const [state, send] = useActionState(judgeRunAction, NOTHING_SENT);
  return (
    <form action={send} className="flex flex-wrap items-center gap-2">
      <input type="hidden" name="runId" value={runId} />
      <Select name="modelId" aria-label="Model that judges all maps" className="w-auto! max-w-56 py-1">
        {choices.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </Select>
      <SubmitButton look="secondary" pendingLabel="Asking…">
        Judge with this model
      </SubmitButton>
      {state.error ? (
        <p role="alert" className="text-sm text-danger">
          {state.error}
        </p>
      ) : null}
    </form>
  );
}
