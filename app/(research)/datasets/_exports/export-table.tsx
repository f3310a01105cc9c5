import { formatCount } from "#components/figures/format-number.ts";
import { formatSize } from "#components/figures/format-size.ts";
import { buttonClass } from "#components/ui/button-class.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Progress } from "#components/ui/progress.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ExportReport } from "#lib/formats/writers/export-report.ts";
import type { ExportSummary } from "#lib/services/exports/list-exports.ts";
import { ActionButton } from "../../_shell/action-button.tsx";
import { cancelExportAction, discardExportAction } from "./actions.ts";

interface ExportTableProps {
  rows: readonly ExportSummary[];
  /** By id of the format. */
  titles: ReadonlyMap<string, string>;
}

/** Exports with how far they are, what became of the data, and where to get them. */
export function ExportTable({ rows, titles }: ExportTableProps) {
  if (rows.length === 0) {
    return (
      <EmptyState title="Nothing exported yet">
        Choose a format above. A worker makes the archive; you can go on meanwhile and get it here.
      </EmptyState>
    );
  }
  return (
    <Table caption="Exports of this data set, newest first">
      <thead>
        <tr>
          <Th>Started</Th>
          <Th>Format</Th>
          <Th>What of it</Th>
          <Th>State</Th>
          <Th>Archive</Th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id} className="align-top">
            <Td>
              <Moment at={row.createdAt} />
            </Td>
            <Td>{titles.get(row.format) ?? row.format}</Td>
            <Td>{scopeOf(row)}</Td>
            <Td className="min-w-56">
              <ExportState row={row} />
            </Td>
            <Td>
              <ExportActions row={row} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function scopeOf({ versionNumber, split, className, pictures }: ExportSummary): string {
  const parts = [
    versionNumber === null ? "as it was" : `version ${versionNumber}`,
    split === null ? null : `split ${split}`,
    className === null ? null : `class ${className}`,
    pictures ? null : "without images",
  ];
  return parts.filter((part) => part !== null).join(", ");
}

function ExportState({ row: { state, done, total, error, report } }: { row: ExportSummary }) {
  if (state === "running" && total > 0) {
    return <Progress done={Math.round((100 * done) / total)} total={100} label="percent" />;
  }
  return (
    <div className="grid justify-items-start gap-1">
      <StateBadge state={state} />
      {error ? <p className="max-w-prose text-danger">{error}</p> : null}
      {report ? <ReportLines report={report} /> : null}
    </div>
  );
}

function ReportLines({ report }: { report: ExportReport }) {
  const { images, regions, changes, renamedFiles, renamedClasses, leftOut } = report;
  const notes = [
    ...changes.map(({ count, what, outcome, fate }) =>
      fate === "dropped"
        ? `${formatCount(count)} × ${what} left out: ${outcome}`
        : `${formatCount(count)} × ${what} as ${outcome}`,
    ),
    ...(leftOut.count > 0 ? [`${formatCount(leftOut.count)} images left out: ${leftOut.first[0].why}`] : []),
    ...(renamedFiles.count > 0 ? [`${formatCount(renamedFiles.count)} images under another name`] : []),
    ...(renamedClasses.count > 0 ? [`${formatCount(renamedClasses.count)} classes under another name`] : []),
  ];
  const summary = `${formatCount(images)} images, ${formatCount(regions)} regions`;
  if (notes.length === 0) return <p className="text-muted">{summary}, all kept as it is</p>;
  return (
    <details>
      <summary className="cursor-pointer text-muted">
        {summary}; {notes.length} {notes.length === 1 ? "note" : "notes"}
      </summary>
      <ul className="mt-1 grid max-w-prose gap-1">
        {notes.map((note) => (
          <li key={note}>{note.replaceAll("`", "")}</li>
        ))}
      </ul>
    </details>
  );
}

function ExportActions({ row: { id, state, byteSize, expiresAt } }: { row: ExportSummary }) {
  if (state === "queued" || state === "running") {
    return (
      <ActionButton
        action={cancelExportAction}
        fields={{ exportId: id }}
        look="quiet"
        pendingLabel="Cancelling…"
      >
        Cancel
      </ActionButton>
    );
  }
  return (
    <div className="grid justify-items-start gap-1">
      <div className="flex flex-wrap gap-2">
        {byteSize === null ? null : (
          <a href={`/api/v1/exports/${id}/file.zip`} download className={buttonClass()}>
            Download {formatSize(byteSize)}
          </a>
        )}
        <ActionButton
          action={discardExportAction}
          fields={{ exportId: id }}
          look="quiet"
          pendingLabel="Removing…"
        >
          Remove
        </ActionButton>
      </div>
      {expiresAt ? (
        <p className="text-xs text-muted">
          until <Moment at={expiresAt} />
        </p>
      ) : null}
    </div>
  );
}
