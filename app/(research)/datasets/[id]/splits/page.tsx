import { EmptyState } from "#components/ui/empty-state.tsx";
import { Section } from "#components/ui/section.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { requireDataset } from "#lib/services/datasets/require-dataset.ts";
import { countSplits } from "#lib/services/splits/count-splits.ts";
import { listAssignments } from "#lib/services/splits/list-assignments.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";
import { AssignmentTable } from "../../_splits/assignment-table.tsx";
import { SplitForm } from "../../_splits/split-form.tsx";
import { CountTable } from "../../_versions/count-table.tsx";

export const metadata = { title: "Splits" };

export default async function SplitsPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx] = await Promise.all([params, requireCtx()]);
  const [dataset, { comparedAt }, counts, assignments] = await readOrLeave(
    Promise.all([
      getDataset(ctx, id),
      requireDataset(ctx, id),
      countSplits(ctx, id),
      listAssignments(ctx, id),
    ]),
  );
  const editable = can(ctx.actor, "dataset:write");
  return (
    <>
      <DatasetHeader dataset={dataset} current="splits" />
      {counts.length === 0 ? (
        <EmptyState title="No images yet">Import images first; then they can be split.</EmptyState>
      ) : (
        <Section title="As they are">
          <div className="max-w-3xl">
            <CountTable caption="Images by class and split" counts={counts} />
          </div>
        </Section>
      )}
      {editable && counts.length > 0 ? (
        <Section title="Assign splits" context="by shares within each class">
          <SplitForm datasetId={id} compared={comparedAt !== null} />
        </Section>
      ) : null}
      {assignments.length > 0 ? (
        <Section title="Assigned before">
          <AssignmentTable datasetId={id} assignments={assignments} editable={editable} />
        </Section>
      ) : null}
    </>
  );
}
