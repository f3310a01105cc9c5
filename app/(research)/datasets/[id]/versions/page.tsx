import { EmptyState } from "#components/ui/empty-state.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { listVersions } from "#lib/services/versions/list-versions.ts";
import { PageLinks } from "../../../_shell/page-links.tsx";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";
import { DeleteDatasetForm } from "../../_versions/delete-form.tsx";
import { FreezeForm } from "../../_versions/freeze-form.tsx";
import { VersionTable } from "../../_versions/version-table.tsx";

export const metadata = { title: "Versions" };

interface VersionsPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function VersionsPage({ params, searchParams }: VersionsPageProps) {
  const [{ id }, { after, before }, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const [dataset, page] = await readOrLeave(
    Promise.all([getDataset(ctx, id), listVersions(ctx, id, { after, before })]),
  );
  const curates = can(ctx.actor, "dataset:write");
  return (
    <>
      <DatasetHeader dataset={dataset} current="versions" />
      {curates && dataset.imageCount > 0 ? <FreezeForm datasetId={id} /> : null}
      {page.rows.length > 0 ? (
        <VersionTable datasetId={id} versions={page.rows} />
      ) : (
        <EmptyState title="No version yet">
          A run, training or study needs a frozen version, so that its images cannot change under it.{" "}
          {dataset.imageCount === 0
            ? "Import images first."
            : "Freeze one as soon as classes and splits are as they should be."}
        </EmptyState>
      )}
      <PageLinks
        base={`/datasets/${id}/versions`}
        before={page.before}
        after={page.after}
        labels={["Newer", "Older"]}
      />
      {curates ? (
        <div className="mt-12">
          <DeleteDatasetForm datasetId={id} name={dataset.name} />
        </div>
      ) : null}
    </>
  );
}
