import { LinkTabs } from "#components/ui/tabs.tsx";
import type { RunSummary } from "#lib/services/explanations/list-runs.ts";

const SHOWN = 6;

/** The recent runs that have scores; nothing when there is no choice. */
export function RunPicker({ runs, current }: { runs: readonly RunSummary[]; current: string }) {
  if (runs.length < 2) return null;
  return (
    <div className="mb-4">
      <LinkTabs
        label="Run"
        tabs={runs.slice(0, SHOWN).map((run) => ({
          label: run.name,
          href: `/metrics?run=${run.id}`,
          current: run.id === current,
        }))}
      />
    </div>
  );
}
