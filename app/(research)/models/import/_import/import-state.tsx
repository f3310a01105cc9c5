import type { Tone } from "#components/ui/badge.tsx";
import { MarkedBadge } from "#components/ui/marked-badge.tsx";
import type { ModelImportState } from "#lib/db/generated/enums.ts";

const STATES: Record<ModelImportState, { tone: Tone; mark: string; label: string }> = {
  inspecting: { tone: "accent", mark: "◐", label: "being looked at" },
  incomplete: { tone: "warn", mark: "?", label: "has a question" },
  ready: { tone: "neutral", mark: "●", label: "ready" },
  refused: { tone: "danger", mark: "×", label: "cannot be used so" },
};

export function ImportState({ state }: { state: ModelImportState }) {
  const { tone, mark, label } = STATES[state];
  return (
    <MarkedBadge tone={tone} mark={mark}>
      {label}
    </MarkedBadge>
  );
}
