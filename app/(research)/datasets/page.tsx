import Link from "next/link";
import { formatCount } from "#components/figures/format-number.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { type DatasetSummary, listDatasets } from "#lib/services/datasets/list-datasets.ts";
import { readOrLeave } from "../_shell/read-or-leave.ts";

export const metadata = { title: "Datasets" };

export default async function DatasetsPage() {
  const ctx = await requireCtx();
  const datasets = await readOrLeave(listDatasets(ctx));
  const mayImport = can(ctx.actor, "dataset:write");
  return (
    <>
      <PageHeader
        title="Datasets"
        context="Images, their classes and ground-truth regions."
        actions={
          mayImport ? (
            <ButtonLink look="primary" href="/datasets/import">
              Import
            </ButtonLink>
          ) : null
        }
      />
      {datasets.length === 0 ? (
        <EmptyState title="No images yet">
          <p>
            Import a folder or an archive (.zip, .tar, .tar.gz) in any usual layout: here in the browser, or
            where the files lie:
          </p>
          <pre className="mt-2 overflow-x-auto rounded-md bg-fill px-3 py-2 font-mono text-sm text-ink">
            bin/whynot data import FOLDER --name NAME
          </pre>
        </EmptyState>
      ) : (
        <ul className="grid gap-3 sm:grid-cols-2">
          {datasets.map((dataset) => (
            <DatasetCard key={dataset.id} dataset={dataset} />
          ))}
        </ul>
      )}
    </>
  );
}

function DatasetCard({ dataset }: { dataset: DatasetSummary }) {
  const { id, name, description, imageCount, latestVersion, thumbs, createdAt } = dataset;
  return (
    <Card as="li" className="relative hover:border-edge">
      <div aria-hidden="true" className="mb-3 grid grid-cols-5 gap-1.5">
        {thumbs.map((sha256) => (
          // biome-ignore lint/performance/noImgElement: already small and immutable
          <img
            key={sha256}
            src={`/api/v1/files/${sha256}`}
            alt=""
            loading="lazy"
            className="aspect-square w-full rounded-md bg-fill object-cover"
          />
        ))}
      </div>
      <h2 className="text-lg font-semibold">
        <Link href={`/datasets/${id}`} className="after:absolute after:inset-0 after:rounded-lg">
          {name}
        </Link>
      </h2>
      {description ? <p className="line-clamp-2 text-sm text-muted">{description}</p> : null}
      <p className="mt-1 text-sm text-muted">
        {formatCount(imageCount)} images ·{" "}
        {latestVersion
          ? `version ${latestVersion.number}, ${latestVersion.hash.slice(0, 8)}`
          : "no frozen version"}{" "}
        · <Moment at={createdAt} />
      </p>
    </Card>
  );
}
