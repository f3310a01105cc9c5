import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { listImages } from "#lib/services/datasets/list-images.ts";
import { PageLinks } from "../../_shell/page-links.tsx";
import { readQuery, type SearchParams, withQuery } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../_dataset/dataset-header.tsx";
import { ImageGrid } from "../_dataset/image-grid.tsx";

export const metadata = { title: "Dataset" };

interface DatasetPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function DatasetPage({ params, searchParams }: DatasetPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const { split, class: classId, after, before } = query;
  const [dataset, page] = await readOrLeave(
    Promise.all([getDataset(ctx, id), listImages(ctx, { datasetId: id, split, classId, after, before })]),
  );
  const path = `/datasets/${id}`;
  const facet = (part: { split?: string; class?: string }) =>
    withQuery(path, { split, class: classId, ...part });
  return (
    <>
      <DatasetHeader dataset={dataset} current="images" />
      <div className="mb-4 grid gap-x-3 gap-y-1 sm:grid-cols-[auto_minmax(0,1fr)] sm:items-baseline">
        <span className="text-sm text-muted">Split</span>
        <LinkTabs
          label="Split"
          tabs={[undefined, ...dataset.splits].map((name) => ({
            label: name ?? "All",
            href: facet({ split: name }),
            current: split === name,
          }))}
        />
        <span className="text-sm text-muted">Class</span>
        <LinkTabs
          label="Class"
          tabs={[undefined, ...dataset.classes].map((row) => ({
            label: row?.name ?? "All",
            href: facet({ class: row?.id }),
            current: classId === row?.id,
          }))}
        />
      </div>
      {page.rows.length > 0 ? (
        <ImageGrid images={page.rows} />
      ) : (
        <EmptyState title="No image fits">
          {dataset.imageCount === 0
            ? "The import has not brought any image yet. Its progress is on the first page."
            : "No image has this split and class. Choose another above."}
        </EmptyState>
      )}
      <PageLinks base={facet({})} before={page.before} after={page.after} />
    </>
  );
}
