import Link from "next/link";
import { formatCount } from "#components/figures/format-number.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { listModels } from "#lib/services/models/list-models.ts";
import { listTrainings } from "#lib/services/trainings/list-trainings.ts";
import { AutoRefresh } from "../_shell/auto-refresh.tsx";
import { readOrLeave } from "../_shell/read-or-leave.ts";
import { KindBadge } from "./_model/kind-badge.tsx";
import { TrainingTable } from "./_training/training-table.tsx";

export const metadata = { title: "Models" };

export default async function ModelsPage() {
  const ctx = await requireCtx();
  const [models, { rows: inTraining }] = await readOrLeave(
    Promise.all([listModels(ctx), listTrainings(ctx, { active: true })]),
  );
  return (
    <>
      <PageHeader
        title="Models"
        context="Classifiers whose answers are explained."
        actions={
          <>
            <ButtonLink href="/models/trainings">Trainings</ButtonLink>
            {can(ctx.actor, "model:write") ? (
              <>
                <ButtonLink href="/models/import" data-shortcut="i">
                  Import a model
                </ButtonLink>
                <ButtonLink href="/models/trainings/new" look="primary" data-shortcut="n">
                  Train a model
                </ButtonLink>
              </>
            ) : null}
          </>
        }
      />
      {inTraining.length > 0 ? (
        <Section title="In training">
          <AutoRefresh everyMs={4000} />
          <TrainingTable trainings={inTraining} />
        </Section>
      ) : null}
      {models.length === 0 ? (
        <EmptyState title="No models yet">
          Train a baseline on your own images, then SCOUTER heads on it. From the command line it is{" "}
          <code className="font-mono">bin/whynot train</code>.
        </EmptyState>
      ) : (
        <Table caption="Models">
          <thead>
            <tr>
              <Th pinned>Name</Th>
              <Th>Kind</Th>
              <Th>Backbone</Th>
              <Th numeric>Classes</Th>
              <Th numeric>Input</Th>
              <Th numeric>Parameters</Th>
              <Th>Added</Th>
            </tr>
          </thead>
          <tbody>
            {models.map((model) => (
              <tr key={model.id}>
                <Th scope="row" pinned>
                  <Link className="font-medium hover:underline" href={`/models/${model.id}`}>
                    {model.name}
                  </Link>
                </Th>
                <Td>
                  <KindBadge kind={model.kind} />
                </Td>
                <Td>{model.backbone}</Td>
                <Td numeric>{model.classNames.length}</Td>
                <Td numeric>{model.inputSize} px</Td>
                <Td numeric>{formatCount(model.parameterCount)}</Td>
                <Td>
                  <Moment at={model.createdAt} />
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
    </>
  );
}
