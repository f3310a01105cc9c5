import { formatCount } from "#components/figures/format-number.ts";
import { ButtonLink } from "#components/ui/button.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Section } from "#components/ui/section.tsx";
import type { Sorting } from "#components/ui/sort-head.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import type { ModelClassification, ReportedSplit } from "#lib/services/models/get-classification-report.ts";
import { withQuery } from "../../_shell/query.ts";
import { CalibrationFigure } from "./calibration-figure.tsx";
import { ClassTable } from "./class-table.tsx";
import { ConfusionFigure } from "./confusion-figure.tsx";
import { MeasureStats } from "./measure-stats.tsx";

interface ClassificationSectionProps {
  modelId: string;
  classification: ModelClassification;
  sorting: Sorting;
}

/** How well the model classifies each split it has answered, with intervals, calibration and confusions. */
export function ClassificationSection({ modelId, classification, sorting }: ClassificationSectionProps) {
  const { splits, shown } = classification;
  if (!shown) {
    return (
      <Section title="Classification report">
        <p className="text-muted">
          This model has no report yet. The first run on a dataset version computes its answers, and a worker
          reports on them.
        </p>
      </Section>
    );
  }
  const { report } = shown;
  const here = (query: Record<string, string | undefined>) => withQuery(`/models/${modelId}`, query);
  const subject = { version: shown.versionId, split: shown.split };
  const sorted = sorting.by ? { sort: sorting.by, order: sorting.order } : {};
  return (
    <Section
      title="Classification report"
      context={
        <>
          {shown.datasetName} v{shown.versionNumber}, {shown.split} · {formatCount(shown.imageCount)} images
          {shown.leftOut > 0
            ? ` · ${formatCount(shown.leftOut)} without a class the model knows left out`
            : ""}{" "}
          · computed <Moment at={shown.computedAt} />
        </>
      }
      actions={
        <>
          <CsvLink modelId={modelId} subject={subject} table="classes" label="CSV of the classes" />
          <CsvLink modelId={modelId} subject={subject} table="confusion" label="CSV of the confusions" />
        </>
      }
    >
      {splits.length > 1 ? (
        <div className="mb-4">
          <LinkTabs
            label="Split"
            tabs={splits.map((split) => ({
              label: splitLabel(split, splits),
              href: here({ version: split.versionId, split: split.split, ...sorted }),
              current: split === splits.find((one) => isSame(one, shown)),
            }))}
          />
        </div>
      ) : null}
      <MeasureStats report={report} />
      <div className="mt-8 grid gap-8 lg:grid-cols-[minmax(0,5fr)_minmax(0,6fr)]">
        <div className="min-w-0">
          <h3 className="mb-2 text-sm font-semibold">Calibration</h3>
          <CalibrationFigure report={report} />
        </div>
        <div className="min-w-0">
          <h3 className="mb-2 text-sm font-semibold">Confusions</h3>
          <ConfusionFigure report={report} />
        </div>
      </div>
      <h3 className="mt-8 mb-2 text-sm font-semibold">By class</h3>
      <ClassTable
        report={report}
        sorting={sorting}
        href={({ by, order }) => here({ ...subject, sort: by, order })}
      />
    </Section>
  );
}

interface CsvLinkProps {
  modelId: string;
  subject: { version: string; split: string };
  table: "classes" | "confusion";
  label: string;
}

function CsvLink({ modelId, subject, table, label }: CsvLinkProps) {
  const address = `/api/v1/models/${modelId}/classification-report.csv`;
  return (
    <ButtonLink href={withQuery(address, { ...subject, table })} prefetch={false} download>
      {label}
    </ButtonLink>
  );
}

const isSame = (a: ReportedSplit, b: ReportedSplit) => a.versionId === b.versionId && a.split === b.split;

/** The split alone where only one version has been answered. */
function splitLabel(
  { datasetName, versionNumber, versionId, split }: ReportedSplit,
  all: readonly ReportedSplit[],
) {
  const isOneVersion = all.every((other) => other.versionId === versionId);
  return isOneVersion ? split : `${datasetName} v${versionNumber}, ${split}`;
}
