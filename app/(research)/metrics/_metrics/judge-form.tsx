"use client";

import { Select } from "#components/ui/field.tsx";
import type { RunJudges } from "#lib/services/metrics/list-judges.ts";
import { ActionButton } from "../../_shell/action-button.tsx";
import { judgeRunAction } from "../actions.ts";

/** Has a further model judge all maps of the run. */
export function JudgeForm({ runId, choices }: { runId: string; choices: RunJudges["choices"] }) {
  return (
    <ActionButton
      action={judgeRunAction}
      fields={{ runId }}
      asked={
        <Select name="modelId" aria-label="Model that judges all maps" className="w-auto! max-w-56 py-1">
          {choices.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </Select>
      }
      look="secondary"
      pendingLabel="Asking…"
    >
      Judge with this model
    </ActionButton>
  );
}
