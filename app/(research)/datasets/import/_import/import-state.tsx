import type { Tone } from "#components/ui/badge.tsx";
import { MarkedBadge } from "#components/ui/marked-badge.tsx";
import type { DatasetImportState } from "#lib/db/generated/enums.ts";

const STATES: Record<DatasetImportState, { tone: Tone; mark: string; label: string }> = {
  uploading: { tone: "accent", mark: "↑", label: "files on their way" },
  inspecting: { tone: "accent", mark: "◐", label: "being looked at" },
  ready: { tone: "warn", mark: "?", label: "waits for you" },
  importing: { tone: "accent", mark: "◐", label: "importing" },
  succeeded: { tone: "neutral", mark: "●", label: "done" },
  failed: { tone: "danger", mark: "×", label: "failed" },
  cancelled: { tone: "warn", mark: "–", label: "stopped" },
};

export function ImportState({ state }: { state: DatasetImportState }) {
  const { tone, mark, label } = STATES[state];
  return (
    <MarkedBadge tone={tone} mark={mark}>
      {label}
    </MarkedBadge>
  );
}
