import { Section } from "#components/ui/section.tsx";
import type { Ctx } from "#lib/services/context.ts";
import type { ImportSummary } from "#lib/services/imports/import-detail.ts";
import { importSettings } from "#lib/services/imports/uploads-of.ts";
import { NewUpload } from "../_upload/new-upload.tsx";
import { ImportTable } from "./import-table.tsx";
import { ServerFolderForm } from "./server-folder-form.tsx";

interface ImportWaysProps {
  ctx: Ctx;
  /** The data set they go into; without one, a new one. */
  datasetId?: string;
  imports: readonly ImportSummary[];
}

/** The ways to begin an import, and those begun before. */
export function ImportWays({ ctx, datasetId, imports }: ImportWaysProps) {
  const { maxBytes, folders, fetchesUrls } = importSettings(ctx);
  return (
    <>
      <Section title="From this computer">
        <NewUpload datasetId={datasetId} maxBytes={maxBytes} />
      </Section>
      {folders.length > 0 ? (
        <Section title="From the server">
          <ServerFolderForm datasetId={datasetId} folders={folders} />
        </Section>
      ) : null}
      {fetchesUrls ? (
        <Section title="From addresses">
          <NewUpload kind="urls" datasetId={datasetId} maxBytes={maxBytes} />
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
