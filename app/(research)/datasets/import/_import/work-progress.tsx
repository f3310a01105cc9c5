import { formatCount, formatNumber } from "#components/figures/format-number.ts";
import { Card } from "#components/ui/card.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { ImportWork } from "#lib/services/imports/import-detail.ts";
import { ActionButton } from "../../../_shell/action-button.tsx";
import { AutoRefresh } from "../../../_shell/auto-refresh.tsx";
import { timeLeft } from "../../../_shell/time-left.ts";
import { cancelImportAction } from "../actions.ts";

const REFRESH_MS = 1500;
const LEAST_MS = 3000;

interface WorkProgressProps {
  importId: string;
  title: string;
  work: ImportWork | null;
}

/** How far a worker is with an import, and a way to stop it. The page follows by itself. */
export function WorkProgress({ importId, title, work }: WorkProgressProps) {
  return (
    <Card>
      <AutoRefresh everyMs={REFRESH_MS} />
      <div className="grid gap-3" role="status">
        <p className="font-medium">{title}</p>
        {work && work.total > 0 ? <Progress done={work.done} total={work.total} label="pictures" /> : null}
        <p className="min-h-5 text-sm text-muted tabular-nums">{workWords(work)}</p>
      </div>
      <div className="mt-2">
        <ActionButton
          action={cancelImportAction}
          fields={{ importId }}
          look="danger"
          pendingLabel="Stopping…"
        >
          Stop
        </ActionButton>
      </div>
    </Card>
  );
}

function workWords(work: ImportWork | null): string {
  if (!work || work.state === "queued") return "Waiting for a worker";
  const { done, total, elapsedMs, message } = work;
  if (total === 0) return "Reading what the files say";
  const rate = elapsedMs !== null && elapsedMs >= LEAST_MS && done > 0 ? (1000 * done) / elapsedMs : null;
  return [
    message,
    rate === null ? "" : `${rate < 10 ? formatNumber(rate, 1) : formatCount(Math.round(rate))} pictures/s`,
    elapsedMs === null ? "" : timeLeft(elapsedMs, done, total - done),
  ]
    .filter(Boolean)
    .join(" · ");
}
