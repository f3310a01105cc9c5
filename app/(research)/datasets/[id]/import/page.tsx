import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { listImports } from "#lib/services/imports/list-imports.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";
import { ImportWays } from "../../import/_import/import-ways.tsx";

export const metadata = { title: "Import" };

export default async function ImportIntoDatasetPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx] = await Promise.all([params, requireCtx()]);
  const [dataset, imports] = await readOrLeave(Promise.all([getDataset(ctx, id), listImports(ctx, id)]));
  return (
    <>
      <DatasetHeader dataset={dataset} current="import" />
      <ImportWays ctx={ctx} datasetId={id} imports={imports} />
    </>
  );
}
