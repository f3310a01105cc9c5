import Link from "next/link";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Progress } from "#components/ui/progress.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getImage } from "#lib/services/datasets/get-image.ts";
import { getPair } from "#lib/services/explanations/get-pair.ts";
import { type Activity, getHome } from "#lib/services/overview/get-home.ts";
import { DatasetList } from "./_home/dataset-list.tsx";
import { ModelList } from "./_home/model-list.tsx";
import { RunList } from "./_home/run-list.tsx";
import { StudyCard } from "./_home/study-card.tsx";
import { AutoRefresh } from "./_shell/auto-refresh.tsx";
import { readOrLeave } from "./_shell/read-or-leave.ts";
import { PairSection } from "./explanations/_pair/pair-section.tsx";
import { isOver } from "./explanations/_run/run-counters.ts";
import { RunProgress } from "./explanations/_run/run-progress.tsx";
import { TrainingProgress } from "./models/_training/training-progress.tsx";

export const metadata = { title: "Home" };

const ACTIVITY_WORDS: Record<string, string> = {
  "dataset.import": "Importing images",
  "demo.open": "Opening the demo",
  "study.prepare": "Preparing a study",
  "report.compute": "Computing a report",
  "classification.report": "Reporting on a model",
};

function Activities({ activities }: { activities: readonly Activity[] }) {
  return (
    <ul className="grid gap-2">
      {activities.map(({ id, kind, state, message, done, total }) => (
        <Card as="li" key={id}>
          <p className="mb-1 text-sm font-medium">{ACTIVITY_WORDS[kind] ?? kind}</p>
          {total > 0 ? <Progress done={done} total={total} label="steps" /> : null}
          <p className="text-sm text-muted">
            {message || (state === "queued" ? "Waiting for a worker" : "Under way")}
          </p>
        </Card>
      ))}
    </ul>
  );
}

function NothingYet({ mayImport }: { mayImport: boolean }) {
  if (!mayImport) {
    return (
      <EmptyState title="Nothing here yet">
        A curator of the workspace imports images; they appear here and under Datasets.
      </EmptyState>
    );
  }
  return (
    <EmptyState title="Nothing here yet" action={<ButtonLink href="/datasets">Import your data</ButtonLink>}>
      Import images with their classes and regions, register the models that look at them, and start an
      explanation run. To see all of it working first, stop the server and start it with{" "}
      <code className="font-mono">npm run demo</code>.
    </EmptyState>
  );
}

export default async function HomePage() {
  const ctx = await requireCtx();
  const home = await readOrLeave(getHome(ctx));
  const { activities, datasets, models, trainings, trainingCount, runs, studies, pairImageId } = home;
  const running = runs.filter((run) => !isOver(run.state));
  const example = pairImageId
    ? await Promise.all([getImage(ctx, pairImageId), getPair(ctx, pairImageId)])
    : null;
  const empty = datasets.length === 0 && models.length === 0 && activities.length === 0;

  return (
    <>
      <PageHeader title="Home" />
      {activities.length > 0 || (running.length > 0 && !example) ? <AutoRefresh everyMs={4000} /> : null}
      {empty ? <NothingYet mayImport={can(ctx.actor, "dataset:write")} /> : null}
      {activities.length + running.length + trainings.length > 0 ? (
        <Section title="Running now">
          <div className="grid gap-2">
            <Activities activities={activities} />
            {trainings.map(({ id, name, batchSize, progress }) => (
              <Card key={id}>
                <Link
                  href={`/models/trainings/${id}`}
                  className="mb-2 inline-block font-medium hover:underline"
                >
                  Training {name}
                </Link>
                <TrainingProgress trainingId={id} initial={progress} batchSize={batchSize} />
              </Card>
            ))}
            {trainingCount > trainings.length ? (
              <Link className="link" href="/models/trainings">
                {trainingCount - trainings.length} more waiting to be trained
              </Link>
            ) : null}
            {running.map((run) => (
              <Card key={run.id}>
                <Link
                  href={`/explanations/${run.id}`}
                  className="mb-2 inline-block font-medium hover:underline"
                >
                  {run.name}
                </Link>
                <RunProgress runId={run.id} initial={run} />
              </Card>
            ))}
          </div>
        </Section>
      ) : null}
      {example ? (
        <Section
          title="Why, and why not?"
          context={example[0].datasetName}
          actions={
            <Link className="link" href={`/explanations/pair/${example[0].id}`}>
              Open
            </Link>
          }
        >
          <PairSection image={example[0]} pair={example[1]} wish={{}} />
        </Section>
      ) : null}
      {studies.length > 0 ? (
        <Section title="Studies">
          <div className="grid gap-2">
            {studies.map((study) => (
              <StudyCard key={study.id} study={study} />
            ))}
          </div>
        </Section>
      ) : null}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-x-8 md:grid-cols-2">
        {runs.length > 0 ? (
          <Section title="Latest runs">
            <RunList runs={runs} />
          </Section>
        ) : null}
        {models.length > 0 ? (
          <Section title="Models">
            <ModelList models={models} />
          </Section>
        ) : null}
        {datasets.length > 0 ? (
          <Section title="Datasets">
            <DatasetList datasets={datasets} />
          </Section>
        ) : null}
      </div>
    </>
  );
}
