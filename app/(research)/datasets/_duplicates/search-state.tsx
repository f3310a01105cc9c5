import { Moment } from "#components/ui/moment.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { DuplicateList } from "#lib/services/duplicates/list-duplicates.ts";
import { ActionButton } from "../../_shell/action-button.tsx";
import { AutoRefresh } from "../../_shell/auto-refresh.tsx";
import { requestComparisonAction } from "./actions.ts";

interface SearchStateProps {
  datasetId: string;
  list: Pick<DuplicateList, "comparedAt" | "isStale" | "comparison">;
  editable: boolean;
}

/** When look-alikes were last looked for, how far a search is, and the button that begins one. */
export function SearchState({ datasetId, list, editable }: SearchStateProps) {
  const { comparedAt, isStale, comparison } = list;
  if (comparison?.state === "queued" || comparison?.state === "running") {
    return (
      <div className="mb-6 max-w-xl">
        <AutoRefresh everyMs={2000} />
        {comparison.total > 0 ? (
          <Progress done={comparison.done} total={comparison.total} label="pictures hashed" />
        ) : (
          <p role="status" className="text-muted">
            {comparison.state === "queued" ? "Waiting for a worker…" : "Comparing the pictures…"}
          </p>
        )}
      </div>
    );
  }
  return (
    <div className="mb-6 grid gap-3">
      {comparison?.state === "failed" && comparison.error ? (
        <Notice tone="danger" title="The last search failed">
          {comparison.error}
        </Notice>
      ) : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-muted">
        {comparedAt ? (
          <span>
            Compared <Moment at={comparedAt} />
            {isStale ? ": images have come since" : ""}
          </span>
        ) : (
          <span>These images have not been compared with each other yet.</span>
        )}
        {editable ? (
          <ActionButton
            action={requestComparisonAction}
            fields={{ datasetId }}
            look={comparedAt && !isStale ? "secondary" : "primary"}
            pendingLabel="Asking a worker…"
          >
            {comparedAt ? "Look again" : "Look for duplicates"}
          </ActionButton>
        ) : null}
      </div>
    </div>
  );
}
