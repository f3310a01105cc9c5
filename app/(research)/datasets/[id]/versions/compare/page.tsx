import { z } from "zod";
import { formatCount } from "#components/figures/format-number.ts";
import { Button } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Field, Select } from "#components/ui/field.tsx";
import { PageHeader } from "#components/ui/page-header.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { diffVersions, Side, type VersionDiff } from "#lib/services/versions/diff-versions.ts";
import { CHANGES, type Change, listChanges } from "#lib/services/versions/list-changes.ts";
import { PageLinks } from "../../../../_shell/page-links.tsx";
import { readQuery, type SearchParams, withQuery } from "../../../../_shell/query.ts";
import { readOrLeave } from "../../../../_shell/read-or-leave.ts";
import { ChangeGrid } from "../../../_versions/change-grid.tsx";
import { MoveList } from "../../../_versions/move-list.tsx";

export const metadata = { title: "Compare versions" };

interface ComparePageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

const Query = z.object({
  from: Side.optional().catch(undefined),
  to: Side.catch("now"),
  change: z.enum(CHANGES).optional().catch(undefined),
  after: z.string().optional(),
  before: z.string().optional(),
});

const LABELS: Record<Change, string> = {
  added: "Added",
  removed: "Removed",
  class: "Class changed",
  split: "Split changed",
  regions: "Regions changed",
};

const countOf = (diff: VersionDiff): Record<Change, number> => ({
  added: diff.added,
  removed: diff.removed,
  class: diff.classChanged,
  split: diff.splitChanged,
  regions: diff.regionsChanged,
});

export default async function ComparePage({ params, searchParams }: ComparePageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const { to, change: wanted, after, before, ...wish } = Query.parse(query);
  const dataset = await readOrLeave(getDataset(ctx, id));
  const from = wish.from ?? dataset.versions[0]?.number ?? "now";
  const diff = await readOrLeave(diffVersions(ctx, { datasetId: id, from, to }));
  const counts = countOf(diff);
  const change = wanted ?? CHANGES.find((each) => counts[each] > 0) ?? "added";
  const page = await readOrLeave(listChanges(ctx, { datasetId: id, from, to, change, after, before }));
  const path = `/datasets/${id}/versions`;
  const base = (part: { change: Change }) =>
    withQuery(`${path}/compare`, { from: String(from), to: String(to), ...part });
  const sides = [
    { value: "now", label: "Now, not frozen" },
    ...dataset.versions.map(({ number }) => ({ value: String(number), label: `Version ${number}` })),
  ];
  const changed = CHANGES.reduce((sum, each) => sum + counts[each], 0);
  return (
    <>
      <PageHeader
        title="Compare versions"
        trail={[
          { label: "Datasets", href: "/datasets" },
          { label: dataset.name, href: `/datasets/${id}` },
          { label: "Versions", href: path },
        ]}
        context={`${formatCount(diff.unchanged)} images are the same on both sides.`}
      />
      <form method="get" className="mb-6 flex flex-wrap items-end gap-3">
        <SidePicker name="from" label="From" value={String(from)} sides={sides} />
        <SidePicker name="to" label="To" value={String(to)} sides={sides} />
        <Button type="submit">Compare</Button>
      </form>
      <div className="mb-4">
        <LinkTabs
          label="Kind of change"
          tabs={CHANGES.map((each) => ({
            label: `${LABELS[each]} ${formatCount(counts[each])}`,
            href: base({ change: each }),
            current: each === change,
          }))}
        />
      </div>
      {change === "class" ? <MoveList moves={diff.classMoves} none="no class" /> : null}
      {change === "split" ? <MoveList moves={diff.splitMoves} none="no split" /> : null}
      {page.rows.length > 0 ? (
        <ChangeGrid images={page.rows} />
      ) : (
        <EmptyState title={changed === 0 ? "Nothing has changed" : "No image changed in this way"}>
          {changed === 0
            ? "Both sides have the same images with the same classes, splits and regions."
            : "Choose another kind of change above."}
        </EmptyState>
      )}
      <PageLinks base={base({ change })} before={page.before} after={page.after} />
    </>
  );
}

interface SidePickerProps {
  name: string;
  label: string;
  value: string;
  sides: readonly { value: string; label: string }[];
}

function SidePicker({ name, label, value, sides }: SidePickerProps) {
  return (
    <div className="w-48 max-w-full">
      <Field id={name} label={label}>
        <Select key={value} id={name} name={name} defaultValue={value}>
          {sides.map((side) => (
            <option key={side.value} value={side.value}>
              {side.label}
            </option>
          ))}
        </Select>
      </Field>
    </div>
  );
}
