import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { FORMATS } from "#lib/formats/dataset/registry.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { listImports } from "#lib/services/imports/list-imports.ts";
import { importSettings } from "#lib/services/imports/uploads-of.ts";
import { readQuery, type SearchParams } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { ImportTable } from "./_import/import-table.tsx";
import { ServerFolderForm } from "./_import/server-folder-form.tsx";
import { NewUpload } from "./_upload/new-upload.tsx";

export const metadata = { title: "Import a data set" };

export default async function ImportDatasetPage({ searchParams }: { searchParams: SearchParams }) {
  const [{ dataset: datasetId }, ctx] = await Promise.all([readQuery(searchParams), requireCtx()]);
  const [imports, dataset] = await readOrLeave(
    Promise.all([listImports(ctx, datasetId), datasetId ? getDataset(ctx, datasetId) : null]),
  );
  const { maxBytes, folders } = importSettings(ctx);
  return (
    <>
      <PageHeader
        title={dataset ? `Import into ${dataset.name}` : "Import a data set"}
        trail={[
          { label: "Datasets", href: "/datasets" },
          ...(dataset ? [{ label: dataset.name, href: `/datasets/${dataset.id}` }] : []),
        ]}
        context={`The layout is found out: ${FORMATS.map(({ name }) => name).join(", ")}.`}
      />
      <Section title="From this computer">
        <NewUpload datasetId={dataset?.id} maxBytes={maxBytes} />
      </Section>
      {folders.length > 0 ? (
        <Section title="From the server">
          <ServerFolderForm datasetId={dataset?.id} folders={folders} />
        </Section>
      ) : null}
      {imports.length > 0 ? (
        <Section
          title="Imports"
          context="Those that nobody touches for two weeks are removed with their files"
        >
          <ImportTable imports={imports} />
        </Section>
      ) : null}
    </>
  );
}
