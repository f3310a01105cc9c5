import { ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { TrainingDetail } from "#lib/services/trainings/get-training.ts";
import { AutoRefresh } from "../../_shell/auto-refresh.tsx";
import { inMinutes } from "./in-minutes.ts";

/** What became of a training that is over, and what to do next. */
export function TrainingOutcome({ training }: { training: TrainingDetail }) {
  const { state, progress, collapse, model, seconds } = training;
  const { step, steps, epochs, epochCount, error } = progress;
  if (state === "succeeded") {
    return (
      <Notice title={model ? `"${model.name}" is trained` : "Trained; the model has been removed since"}>
        <p>
          {epochs} epochs in {inMinutes(seconds)}.{" "}
          {epochs < epochCount
            ? `It stopped before epoch ${epochCount}: the validation accuracy no longer rose.`
            : null}
        </p>
        {model ? (
          <p className="mt-2 flex flex-wrap gap-2">
            <ButtonLink look="primary" href={`/models/${model.id}`}>
              Open the model
            </ButtonLink>
            <ButtonLink href="/explanations/new">Explain with it</ButtonLink>
          </p>
        ) : null}
      </Notice>
    );
  }
  if (state === "cancelled") {
    return (
      <Notice tone="warn" title="This training was stopped">
        {progress.isStopping ? <AutoRefresh everyMs={1000} /> : null}
        {progress.isStopping ? "The step under way ends first. " : null}
        {step > 0
          ? `What it learnt in ${step} of ${steps} steps is kept. Resume goes on from there, to the same model as if it had not been stopped.`
          : "It had learnt nothing yet. Resume begins it."}
      </Notice>
    );
  }
  if (state !== "failed") return null;
  return (
    <Notice tone="danger" title={collapse ? "This training collapsed" : "This training failed"}>
      {error?.replace(/^The training has collapsed\. /, "")}{" "}
      {collapse
        ? "Resuming would end the same way: train again with that changed."
        : step > 0
          ? `What it learnt in ${step} of ${steps} steps is kept; Resume goes on from there.`
          : "Nothing had been learnt yet; Resume tries again."}
    </Notice>
  );
}
