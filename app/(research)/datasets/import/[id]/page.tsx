import type { ReactNode } from "react";
import { formatCount, formatPercent } from "#components/figures/format-number.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { Section } from "#components/ui/section.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { FORMATS } from "#lib/formats/dataset/registry.ts";
import { getImport } from "#lib/services/imports/get-import.ts";
import type { ImportDetail } from "#lib/services/imports/import-detail.ts";
import { ActionButton } from "../../../_shell/action-button.tsx";
import { readQuery, type SearchParams } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { ImportState } from "../_import/import-state.tsx";
import { sourceWords } from "../_import/import-table.tsx";
import { ProblemSection } from "../_import/problem-section.tsx";
import { ReadingForm } from "../_import/reading-form.tsx";
import { formatName, ReportSummary } from "../_import/report-summary.tsx";
import { StartForm } from "../_import/start-form.tsx";
import { WorkProgress } from "../_import/work-progress.tsx";
import { UploadPanel } from "../_upload/upload-panel.tsx";
import { discardDatasetImportAction, inspectDatasetAction, startImportAction } from "../actions.ts";

export const metadata = { title: "Import a data set" };

interface ImportPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function ImportPage({ params, searchParams }: ImportPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const found = await readOrLeave(getImport(ctx, id));
  const report = found.result ?? found.findings;
  const showsReport = report !== null && found.state !== "inspecting" && found.state !== "uploading";
  return (
    <>
      <PageHeader
        title={found.name}
        trail={[
          { label: "Datasets", href: "/datasets" },
          { label: "Import a data set", href: "/datasets/import" },
        ]}
        context={
          <span className="flex flex-wrap items-center gap-2">
            <ImportState state={found.state} />
            <span className="wrap-anywhere">{sourceWords(found)}</span>
          </span>
        }
        actions={<HeaderActions found={found} />}
      />
      <div className="mb-8 empty:hidden">
        <StatePanel found={found} />
      </div>
      {found.state === "ready" && report ? (
        <Section title="Import it">
          {report.added > 0 ? (
            <StartForm
              importId={id}
              name={found.datasetId === null ? found.name : null}
              label={`Import ${formatCount(report.added)} ${report.added === 1 ? "picture" : "pictures"}`}
            />
          ) : (
            <p className="max-w-prose text-muted">
              {report.unchanged > 0
                ? "Every picture is in the data set already: there is nothing to import."
                : "No picture can be taken so. Below it says why; perhaps another layout fits."}
            </p>
          )}
        </Section>
      ) : null}
      {showsReport ? (
        <Section
          title={found.result ? "What came of it" : "What would come of it"}
          context={`Read as ${formatName(report.format)}`}
        >
          <ReportSummary report={report} />
        </Section>
      ) : null}
      {showsReport ? <ProblemSection importId={id} report={report} query={query} /> : null}
      {found.state === "ready" || (found.state === "failed" && found.startedAt === null) ? (
        <Section title="Read it otherwise">
          <ReadingForm
            key={`${found.format} ${found.newClasses}`}
            importId={id}
            format={found.format}
            detected={detectedWords(found)}
            formats={FORMATS.map(({ id, name }) => ({ id, name }))}
            newClasses={found.datasetId === null ? null : found.newClasses}
          />
        </Section>
      ) : null}
    </>
  );
}

function detectedWords({ findings }: ImportDetail): string {
  const [likeliest] = findings?.candidates ?? [];
  if (!likeliest) return "As it looks";
  return `As it looks: ${formatName(likeliest.format)} (${formatPercent(likeliest.confidence, 0)} sure)`;
}

function HeaderActions({ found }: { found: ImportDetail }): ReactNode {
  const { id, state, datasetId } = found;
  return (
    <>
      {datasetId && state !== "ready" ? (
        <ButtonLink look={state === "succeeded" ? "primary" : "secondary"} href={`/datasets/${datasetId}`}>
          See the data set
        </ButtonLink>
      ) : null}
      {state === "inspecting" || state === "importing" || state === "succeeded" ? null : (
        <ActionButton
          action={discardDatasetImportAction}
          fields={{ importId: id }}
          look="danger"
          pendingLabel="Discarding…"
        >
          Discard
        </ActionButton>
      )}
    </>
  );
}

/** What is going on, or what to do. */
function StatePanel({ found }: { found: ImportDetail }): ReactNode {
  const { id, state, error, work, startedAt } = found;
  switch (state) {
    case "uploading":
      return (
        <UploadPanel
          importId={id}
          received={found.received ?? 0}
          byteSize={found.byteSize}
          fileCount={found.fileCount}
        />
      );
    case "inspecting":
      return (
        <WorkProgress
          importId={id}
          title="A worker looks at every picture and writes nothing. You may leave this page."
          work={work}
        />
      );
    case "importing":
      return (
        <WorkProgress
          importId={id}
          title="Importing. You may leave this page; it goes on, also after a restart."
          work={work}
        />
      );
    case "failed":
    case "cancelled":
      return (
        <div className="grid gap-4">
          <Notice
            tone={state === "failed" ? "danger" : "warn"}
            title={state === "failed" ? "This did not work" : "Stopped"}
          >
            {error ?? (startedAt ? "What is in stays in. Go on whenever you like." : "Nothing was written.")}
          </Notice>
          {startedAt ? (
            <ActionButton
              action={startImportAction}
              fields={{ importId: id }}
              look="primary"
              pendingLabel="Starting…"
            >
              Go on
            </ActionButton>
          ) : (
            <ActionButton
              action={inspectDatasetAction}
              fields={{ importId: id }}
              look="primary"
              pendingLabel="Asking…"
            >
              Look again
            </ActionButton>
          )}
        </div>
      );
    default:
      return null;
  }
}
