import { Badge, type Tone } from "./badge.tsx";

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

/** The state of a run, job or study: a mark and a word, so that colour is never alone. */
export function StateBadge({ state }: { state: string }) {
  const { tone, mark, label } = STATES[state] ?? { tone: "neutral" as const, mark: "·" };
  return (
    <Badge tone={tone}>
      <span aria-hidden="true">{mark}</span>
      {label ?? state}
    </Badge>
  );
}
