import { z } from "zod";
import { formatCount } from "#components/figures/format-number.ts";
import { Badge } from "#components/ui/badge.tsx";
import { buttonClass } from "#components/ui/button-class.ts";
import { Section } from "#components/ui/section.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import type { Problem } from "#lib/formats/dataset/dataset-record.ts";
import type { ImportReport } from "#lib/services/datasets/import-report.ts";
import { withQuery } from "../../../_shell/query.ts";

/** Rows of the table; the CSV has all. */
const SHOWN = 200;

const Filter = z.object({
  show: z.enum(["all", "refused", "converted", "notes"]).catch("all"),
  reason: z.string().max(60).optional().catch(undefined),
});

type Kind = "refused" | "converted" | "note";
type Row = Problem & { kind: Kind };

interface ProblemSectionProps {
  importId: string;
  report: ImportReport;
  query: Record<string, string | undefined>;
}

/** What is refused, changed or worth a look, with its file and line: by kind and reason, all of it as CSV. */
export function ProblemSection({ importId, report, query }: ProblemSectionProps) {
  if (report.refusedCount + report.warningCount === 0) return null;
  const { show, reason } = Filter.parse(query);
  const path = `/datasets/import/${importId}`;
  const converted = report.warningReasons.find((each) => each.reason === "converted")?.count ?? 0;
  const tabs = [
    { id: "all", label: "All", count: report.refusedCount + report.warningCount },
    { id: "refused", label: "Refused", count: report.refusedCount },
    { id: "converted", label: "Converted", count: converted },
    { id: "notes", label: "Notes", count: report.warningCount - converted },
  ] as const;
  const total = tabs.find(({ id }) => id === show)?.count ?? 0;
  const reasons = reasonsOf(report, show);
  const rows = rowsOf(report).filter(
    (row) => fits(row.kind, show) && (reason === undefined || row.reason === reason),
  );
  const all = reason === undefined ? total : (reasons.find((each) => each.reason === reason)?.count ?? 0);
  const shown = rows.slice(0, SHOWN);
  return (
    <Section
      title="Worth a look"
      actions={
        <a className={buttonClass()} href={`/api/v1/datasets/imports/${importId}/problems.csv`} download>
          All as CSV
        </a>
      }
    >
      <div className="mb-3 grid gap-2">
        <LinkTabs
          label="What is shown"
          tabs={tabs
            .filter(({ id, count }) => count > 0 || id === show)
            .map(({ id, label, count }) => ({
              label: `${label} ${formatCount(count)}`,
              href: withQuery(path, { show: id === "all" ? undefined : id }),
              current: id === show,
            }))}
        />
        {reasons.length > 1 ? (
          <LinkTabs
            label="Reason"
            tabs={[
              { label: "Every reason", href: withQuery(path, { show }), current: reason === undefined },
              ...reasons.slice(0, 12).map((each) => ({
                label: `${each.reason} ${formatCount(each.count)}`,
                href: withQuery(path, { show, reason: each.reason }),
                current: each.reason === reason,
              })),
            ]}
          />
        ) : null}
      </div>
      <Table caption="What is refused, converted or worth a look" tall={shown.length > 12}>
        <thead>
          <tr>
            <Th>What</Th>
            <Th>File</Th>
            <Th numeric>Line</Th>
            <Th>Why</Th>
          </tr>
        </thead>
        <tbody>
          {shown.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a list that never changes, with rows that may be alike
            <tr key={index}>
              <Td>
                <Badge
                  tone={row.kind === "refused" ? "danger" : row.kind === "converted" ? "accent" : "neutral"}
                >
                  {row.kind}
                </Badge>
              </Td>
              <Td className="min-w-40 wrap-anywhere">{row.file ?? ""}</Td>
              <Td numeric>{row.line ?? ""}</Td>
              <Td className="min-w-56">{row.message}</Td>
            </tr>
          ))}
        </tbody>
      </Table>
      {all > shown.length ? (
        <p className="mt-2 text-sm text-muted">
          The first {formatCount(shown.length)} of {formatCount(all)}; the CSV has all.
        </p>
      ) : null}
    </Section>
  );
}

const kindOfWarning = ({ reason }: Pick<Problem, "reason">): Kind =>
  reason === "converted" ? "converted" : "note";

function rowsOf({ refused, warnings }: ImportReport): Row[] {
  return [
    ...refused.map((problem) => ({ ...problem, kind: "refused" as const })),
    ...warnings.map((problem) => ({ ...problem, kind: kindOfWarning(problem) })),
  ];
}

function fits(kind: Kind, show: z.infer<typeof Filter>["show"]): boolean {
  return show === "all" || show === kind || (show === "notes" && kind === "note");
}

function reasonsOf({ refusedReasons, warningReasons }: ImportReport, show: z.infer<typeof Filter>["show"]) {
  const warned = warningReasons.filter((each) => fits(kindOfWarning(each), show));
  const merged = new Map<string, number>();
  for (const { reason, count } of [...(fits("refused", show) ? refusedReasons : []), ...warned]) {
    merged.set(reason, (merged.get(reason) ?? 0) + count);
  }
  return [...merged].map(([reason, count]) => ({ reason, count })).sort((a, b) => b.count - a.count);
}
