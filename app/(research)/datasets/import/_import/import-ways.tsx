import { Section } from "#components/ui/section.tsx";
import type { Ctx } from "#lib/services/context.ts";
import type { ImportSummary } from "#lib/services/imports/import-detail.ts";
import { importSettings } from "#lib/services/imports/uploads-of.ts";
import { s3Address } from "#lib/storage/s3-place.ts";
import { NewUpload } from "../_upload/new-upload.tsx";
import { ImportTable } from "./import-table.tsx";
import { PlaceForm } from "./place-form.tsx";

interface ImportWaysProps {
  ctx: Ctx;
  /** The data set they go into; without one, a new one. */
  datasetId?: string;
  imports: readonly ImportSummary[];
}

/** The ways to begin an import, and those begun before. */
export function ImportWays({ ctx, datasetId, imports }: ImportWaysProps) {
  const { maxBytes, folders, fetchesUrls, s3Places } = importSettings(ctx);
  return (
    <>
      <Section title="From this computer">
        <NewUpload datasetId={datasetId} maxBytes={maxBytes} />
      </Section>
      {folders.length > 0 ? (
        <Section title="From the server">
          <PlaceForm kind="folder" datasetId={datasetId} places={folders} />
        </Section>
      ) : null}
      {s3Places.length > 0 ? (
        <Section title="From S3">
          <PlaceForm kind="s3" datasetId={datasetId} places={s3Places.map(s3Address)} />
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
          context="Unfinished ones that nobody touches for two weeks are removed with their files"
        >
          <ImportTable imports={imports} />
        </Section>
      ) : null}
    </>
  );
}
