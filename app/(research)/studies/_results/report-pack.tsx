import { formatSize } from "#components/figures/format-size.ts";
import { buttonClass } from "#components/ui/button-class.ts";
import { Moment } from "#components/ui/moment.tsx";
import { Progress } from "#components/ui/progress.tsx";
import type { Raters } from "#lib/services/reports/export-answers.ts";
import type { PackState } from "#lib/services/reports/packs/pack-states.ts";
import { ActionButton } from "../../_shell/action-button.tsx";
import { cancelPackAction, startPackAction } from "./pack-actions.ts";

interface ReportPackProps {
  studyId: string;
  raters: Raters;
  /** The newest one about these raters. */
  pack: PackState | undefined;
}

/** Whether a pack is on its way. */
export function isMaking(pack: PackState | undefined): boolean {
  return pack?.state === "queued" || pack?.state === "running";
}

/** Everything the results consist of in one archive: asked for, on its way, or to be had. */
export function ReportPack({ studyId, raters, pack }: ReportPackProps) {
  if (pack && isMaking(pack)) {
    return (
      <div className="flex flex-wrap items-center gap-3" role="status">
        <span className="text-sm">Making the report pack</span>
        {pack.total > 0 ? (
          <Progress done={Math.round((100 * pack.done) / pack.total)} total={100} label="percent" />
        ) : null}
        <ActionButton
          action={cancelPackAction}
          fields={{ packId: pack.id }}
          look="quiet"
          pendingLabel="Cancelling…"
        >
          Cancel
        </ActionButton>
      </div>
    );
  }
  const isReady = pack?.state === "succeeded" && pack.byteSize !== null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {isReady ? (
        <>
          <a href={`/api/v1/report-packs/${pack.id}/file.zip`} download className={buttonClass()}>
            Download report pack, {formatSize(pack.byteSize!)}
          </a>
          <span className="text-xs text-muted">
            made <Moment at={pack.createdAt} />
          </span>
        </>
      ) : null}
      <ActionButton
        action={startPackAction}
        fields={{ studyId, raters }}
        look={isReady ? "quiet" : "secondary"}
        pendingLabel="Asking…"
      >
        {isReady ? "Make it again" : "Report pack"}
      </ActionButton>
      {pack?.state === "failed" ? (
        <p className="max-w-prose text-sm text-danger">
          {pack.error ?? "The report pack could not be made."}
        </p>
      ) : null}
    </div>
  );
}
