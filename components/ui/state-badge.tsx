import type { Tone } from "./badge.tsx";
import { MarkedBadge } from "./marked-badge.tsx";

const STATES: Record<string, { tone: Tone; mark: string; label?: string }> = {
  queued: { tone: "neutral", mark: "○" },
  running: { tone: "accent", mark: "◐" },
  succeeded: { tone: "neutral", mark: "●", label: "done" },
  failed: { tone: "danger", mark: "×" },
  cancelled: { tone: "warn", mark: "–" },
  preparing: { tone: "neutral", mark: "○" },
  open: { tone: "accent", mark: "●", label: "in the field" },
  closed: { tone: "neutral", mark: "■" },
};

/** The state of a run, job or study. */
export function StateBadge({ state }: { state: string }) {
  const { tone, mark, label } = STATES[state] ?? { tone: "neutral" as const, mark: "·" };
  return (
    <MarkedBadge tone={tone} mark={mark}>
      {label ?? state}
    </MarkedBadge>
  );
}
