import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";
import { VersionTable } from "../../_dataset/version-table.tsx";

export const metadata = { title: "Versions" };

export default async function VersionsPage({ params }: { params: Promise<{ id: string }> }) {
  const [{ id }, ctx] = await Promise.all([params, requireCtx()]);
  const dataset = await readOrLeave(getDataset(ctx, id));
  return (
    <>
      <DatasetHeader dataset={dataset} current="versions" />
      <VersionTable versions={dataset.versions} />
    </>
  );
}
