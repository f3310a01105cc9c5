import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import type { Ctx } from "#lib/services/context.ts";
import { getTraining, type TrainingDetail } from "#lib/services/trainings/get-training.ts";
import { getTrainingEpoch } from "#lib/services/trainings/get-training-epoch.ts";
import { ActionButton } from "../../../_shell/action-button.tsx";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { KindBadge } from "../../_model/kind-badge.tsx";
import { EpochCurves } from "../../_training/epoch-curves.tsx";
import { ExampleMaps, type MapKind } from "../../_training/example-maps.tsx";
import { SettingList } from "../../_training/setting-list.tsx";
import { isOver } from "../../_training/training-counters.ts";
import { TrainingOutcome } from "../../_training/training-outcome.tsx";
import { TrainingProgress } from "../../_training/training-progress.tsx";
import { cancelTrainingAction, resumeTrainingAction } from "../../actions.ts";

export const metadata = { title: "Training" };

const MAP_KINDS: Record<TrainingDetail["kind"], MapKind> = {
  fc: "activation",
  onnx: "activation",
  scouter_plus: "for",
  scouter_minus: "against",
};

export default async function TrainingPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx] = await Promise.all([params, requireCtx()]);
  const training = await readOrLeave(getTraining(ctx, id));
  const { progress, state, epochs, version } = training;
  const over = isOver(state);
  const mayTrain = can(ctx.actor, "model:write");
  return (
    <>
      <PageHeader
        title={training.name}
        trail={[
          { label: "Models", href: "/models" },
          { label: "Trainings", href: "/models/trainings" },
        ]}
        context={
          <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
            <KindBadge kind={training.kind} />
            <span>
              {training.backbone} at {training.inputSize} px, on{" "}
              <Link className="link" href={`/datasets/${version.datasetId}`}>
                {version.datasetName} v{version.number}
              </Link>{" "}
              · started <Moment at={training.createdAt} />
              {training.startedBy ? ` by ${training.startedBy}` : null}
            </span>
          </span>
        }
        actions={
          mayTrain ? (
            <>
              {over ? null : (
                <ActionButton
                  action={cancelTrainingAction}
                  fields={{ trainingId: id }}
                  look="danger"
                  pendingLabel="Stopping…"
                >
                  Stop training
                </ActionButton>
              )}
              {(state === "failed" || state === "cancelled") && training.collapse === null ? (
                <ActionButton
                  action={resumeTrainingAction}
                  fields={{ trainingId: id }}
                  look="primary"
                  pendingLabel="Resuming…"
                >
                  Resume
                </ActionButton>
              ) : null}
              <ButtonLink href={`/models/trainings/new?from=${id}`}>Train again, changed</ButtonLink>
            </>
          ) : null
        }
      />
      <div className="mb-8 grid gap-3">
        {state === "succeeded" ? null : (
          <Card>
            <TrainingProgress
              key={state}
              trainingId={id}
              initial={progress}
              batchSize={Number(training.settings.batchSize)}
              refreshes
            />
          </Card>
        )}
        <TrainingOutcome training={training} />
      </div>
      <Section title="Curves">
        {epochs.length === 0 ? (
          <p className="text-muted">{noEpochYet(over)}</p>
        ) : (
          <EpochCurves epochs={epochs} epochCount={over ? undefined : progress.epochCount} />
        )}
      </Section>
      <Section
        title="What it looks at"
        context={
          training.validationCount > 0 ? "The same validation images at the end of every epoch" : undefined
        }
      >
        {epochs.length === 0 || training.validationCount === 0 ? (
          <p className="text-muted">
            {training.validationCount === 0
              ? 'There are no validation images to look at: give some the split "validation".'
              : noEpochYet(over)}
          </p>
        ) : (
          <ExampleMaps
            trainingId={id}
            kind={MAP_KINDS[training.kind]}
            epochs={progress.epochs}
            epochCount={progress.epochCount}
            newest={await newestExamples(ctx, training)}
          />
        )}
      </Section>
      <Section title="What was asked">
        <SettingList training={training} />
      </Section>
    </>
  );
}

const noEpochYet = (over: boolean) =>
  over ? "It ended before its first epoch did." : "They appear when the first epoch has ended.";

async function newestExamples(ctx: Ctx, { id, progress }: TrainingDetail) {
  return (await readOrLeave(getTrainingEpoch(ctx, id, progress.epochs - 1))).examples;
}
