import { LinkTabs } from "#components/ui/tabs.tsx";
import type { RunJudges } from "#lib/services/metrics/list-judges.ts";
import { JudgeForm } from "./judge-form.tsx";
import { JudgeState } from "./judge-state.tsx";

interface JudgePickerProps {
  runId: string;
  runs: RunJudges;
  /** The judge that is shown; none = the model each map explains. */
  current: string | undefined;
  /** Whether the reader may set judges to work. */
  canJudge: boolean;
  canStop: boolean;
  hrefOf(judgeId: string | undefined): string;
}

/** Which model was asked by the metrics that ask one: the one each map explains, or one for all. */
export function JudgePicker({ runId, runs, current, canJudge, canStop, hrefOf }: JudgePickerProps) {
  const { judges, choices } = runs;
  const shown = judges.find(({ modelId }) => modelId === current);
  return (
    <div className="mb-6 grid gap-2">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <LinkTabs
          label="Judge"
          tabs={[
            { label: "each map's own model", href: hrefOf(undefined), current: !shown },
            ...judges.map(({ modelId, modelName }) => ({
              label: `one judge: ${modelName}`,
              href: hrefOf(modelId),
              current: modelId === current,
            })),
          ]}
        />
        {canJudge && choices.length > 0 ? <JudgeForm runId={runId} choices={choices} /> : null}
      </div>
      {judges
        .filter(({ state }) => state !== "succeeded")
        .map((judge) => (
          <JudgeState
            key={`${judge.modelId} ${judge.state}`}
            runId={runId}
            judge={judge}
            canJudge={canJudge}
            canStop={canStop}
          />
        ))}
      <p className="max-w-prose text-sm text-muted">
        {shown
          ? `Insertion and deletion of every map ask ${shown.modelName}, whichever model the map explains: no method wins by a surer model, but a map may be faithful to its own model and not to this one. Size, localisation and complexity ask no model and are the same for every judge.`
          : "Insertion and deletion of each map ask the model it explains: what faithfulness means, but a surer model has larger areas whatever the map."}
      </p>
    </div>
  );
}
