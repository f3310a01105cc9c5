import { formatCount } from "#components/figures/format-number.ts";
import { Stat, Stats } from "#components/ui/stat.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { FORMATS } from "#lib/formats/dataset/registry.ts";
import type { ImportReport } from "#lib/services/datasets/import-report.ts";

const LISTED = 50;

export const formatName = (id: string) => FORMATS.find((format) => format.id === id)?.name ?? id;

/** What an import takes, or would take: counts, then classes, splits and kinds of region. */
export function ReportSummary({ report }: { report: ImportReport }) {
  const { dryRun, added, unchanged, refusedCount, warningCount, contents } = report;
  const kinds = contents.kinds.map(({ kind, regions }) => `${formatCount(regions)} ${kind}`).join(", ");
  return (
    <div className="grid gap-6">
      <Stats>
        <Stat label={dryRun ? "Would be added" : "Added"} value={formatCount(added)} />
        <Stat label="There already" value={formatCount(unchanged)} />
        <Stat label="Refused" value={formatCount(refusedCount)} />
        <Stat label="Notes" value={formatCount(warningCount)} />
        <Stat label="Regions" value={formatCount(contents.regionCount)} note={kinds || undefined} />
      </Stats>
      {contents.classes.length > 0 ? <Classes report={report} /> : null}
    </div>
  );
}

function Classes({ report: { contents, newClasses } }: { report: ImportReport }) {
  const { classes, classCount, splits } = contents;
  const isNew = new Set(newClasses);
  const more = classCount - classes.slice(0, LISTED).filter(({ name }) => name !== null).length;
  const splitWords = splits.map(({ name, images }) => `${name} ${formatCount(images)}`).join(" · ");
  return (
    <div className="max-w-2xl">
      <p className="mb-2 text-sm text-muted">Splits: {splitWords}</p>
      <Table caption="Classes" tall={classes.length > 12}>
        <thead>
          <tr>
            <Th pinned>Class</Th>
            <Th numeric>Images</Th>
            <Th numeric>Regions</Th>
            <Th>In the data set</Th>
          </tr>
        </thead>
        <tbody>
          {classes.slice(0, LISTED).map(({ name, images, regions }) => (
            <tr key={name ?? ""}>
              <Th scope="row" pinned className="max-w-48 wrap-anywhere">
                {name ?? <span className="text-muted">no class</span>}
              </Th>
              <Td numeric>{formatCount(images)}</Td>
              <Td numeric>{formatCount(regions)}</Td>
              <Td className="text-muted">{name === null ? "" : isNew.has(name) ? "new" : "known"}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {more > 0 ? <p className="mt-2 text-sm text-muted">and {formatCount(more)} more classes</p> : null}
    </div>
  );
}
