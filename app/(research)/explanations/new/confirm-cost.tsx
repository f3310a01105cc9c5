import { Notice } from "#components/ui/notice.tsx";
import type { RunPreview } from "#lib/services/explanations/estimate-run.ts";
import { passesInWords, timeInWords } from "../_run/cost-words.ts";

interface ConfirmCostProps {
  preview: RunPreview;
  isConfirmed: boolean;
  onChange: (isConfirmed: boolean) => void;
  error?: string;
}

/** Asked above the limit: a long run is started on purpose. */
export function ConfirmCost({ preview: { estimate }, isConfirmed, onChange, error }: ConfirmCostProps) {
  const time = timeInWords(estimate.elapsedMs);
  return (
    <Notice tone="warn" title="This is a long run">
      <label className="flex min-h-8 items-start gap-2 max-sm:min-h-11">
        <input
          id="confirmedCost"
          type="checkbox"
          checked={isConfirmed}
          onChange={(event) => onChange(event.target.checked)}
          aria-invalid={Boolean(error) || undefined}
          aria-describedby={error ? "confirmedCost-error" : undefined}
          className="mt-0.5 size-4 shrink-0 accent-accent"
        />
        <span>
          Start it all the same: {passesInWords(estimate)},{" "}
          {estimate.isTimed
            ? time
            : estimate.workerMs > 0
              ? `${time.replace("about", "at least")}, as far as it was measured`
              : "for a time that was not measured yet"}
          .
        </span>
      </label>
      {error ? (
        <p id="confirmedCost-error" className="mt-1 text-danger">
          Confirm the cost first, or choose fewer images, cheaper methods or fewer samples.
        </p>
      ) : null}
    </Notice>
  );
}
