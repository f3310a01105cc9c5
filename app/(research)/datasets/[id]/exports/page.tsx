import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { describeWriter } from "#lib/formats/writers/describe-writer.ts";
import { WRITERS } from "#lib/formats/writers/registry.ts";
import { type DatasetDetail, getDataset } from "#lib/services/datasets/get-dataset.ts";
import { countShapes } from "#lib/services/exports/count-shapes.ts";
import { listVersionNames } from "#lib/services/exports/export-names.ts";
import { listExports } from "#lib/services/exports/list-exports.ts";
import { KEPT_DAYS } from "#lib/services/exports/make-export.ts";
import { AutoRefresh } from "../../../_shell/auto-refresh.tsx";
import { PageLinks } from "../../../_shell/page-links.tsx";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";
import { ExportForm } from "../../_exports/export-form.tsx";
import { ExportTable } from "../../_exports/export-table.tsx";

export const metadata = { title: "Export" };

interface ExportsPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function ExportsPage({ params, searchParams }: ExportsPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const exports = await readOrLeave(listExports(ctx, id, { after: query.after, before: query.before }));
  const dataset = await readOrLeave(getDataset(ctx, id));
  const chosen = dataset.versions.find(({ number }) => String(number) === query.version);
  const [shapes, names] = await Promise.all([
    readOrLeave(countShapes(ctx, id, chosen?.number)),
    chosen ? readOrLeave(listVersionNames(ctx, id, chosen.number)) : namesOf(dataset),
  ]);
  const isMaking = exports.rows.some(({ state }) => state === "queued" || state === "running");
  const titles = new Map(WRITERS.map((writer) => [writer.id, writer.title]));
  return (
    <>
      <DatasetHeader dataset={dataset} current="exports" />
      {isMaking ? <AutoRefresh everyMs={2000} /> : null}
      <Section title="Export">
        <ExportForm
          datasetId={id}
          writers={WRITERS.map(describeWriter)}
          versions={dataset.versions.map(({ number }) => number)}
          version={chosen?.number ?? null}
          {...names}
          shapes={shapes}
          imageCount={(chosen ?? dataset).imageCount}
        />
      </Section>
      <Section title="Earlier exports" context={`kept for ${KEPT_DAYS} days`}>
        <ExportTable rows={exports.rows} titles={titles} />
        <PageLinks base={`/datasets/${id}/exports`} before={exports.before} after={exports.after} />
      </Section>
    </>
  );
}

const namesOf = ({ splits, classes }: DatasetDetail) => ({
  splits,
  classes: classes.map(({ name }) => name),
});
