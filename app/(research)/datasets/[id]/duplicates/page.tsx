import { z } from "zod";
import { formatCount } from "#components/figures/format-number.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { CONCERNS, listDuplicates } from "#lib/services/duplicates/list-duplicates.ts";
import { PageLinks } from "../../../_shell/page-links.tsx";
import { readQuery, type SearchParams, withQuery } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";
import { GroupCard } from "../../_duplicates/group-card.tsx";
import { SearchState } from "../../_duplicates/search-state.tsx";

export const metadata = { title: "Duplicates" };

interface DuplicatesPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

const Query = z.object({
  concern: z.enum(CONCERNS).catch("all"),
  after: z.string().optional(),
  before: z.string().optional(),
});

const LABELS = { all: "All", splits: "Across splits", classes: "Different classes" };

export default async function DuplicatesPage({ params, searchParams }: DuplicatesPageProps) {
  const [{ id }, rawQuery, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const { concern, after, before } = Query.parse(rawQuery);
  const [dataset, list] = await readOrLeave(
    Promise.all([getDataset(ctx, id), listDuplicates(ctx, { datasetId: id, concern, after, before })]),
  );
  const { counts, comparedAt } = list;
  const editable = can(ctx.actor, "dataset:write");
  const path = `/datasets/${id}/duplicates`;
  const base = withQuery(path, { concern: concern === "all" ? undefined : concern });
  return (
    <>
      <DatasetHeader dataset={dataset} current="duplicates" />
      <SearchState datasetId={id} list={list} editable={editable} />
      {counts.splits > 0 ? (
        <div className="mb-6">
          <Notice
            tone="danger"
            title={`${formatCount(counts.splits)} ${counts.splits === 1 ? "group reaches" : "groups reach"} across splits`}
          >
            A model that is tested on copies of its training images looks better than it is. Move each group
            to one split before a version is frozen, or assign the splits anew: look-alikes then stay
            together.
          </Notice>
        </div>
      ) : null}
      {counts.all > 0 ? (
        <div className="mb-4">
          <LinkTabs
            label="Groups"
            tabs={CONCERNS.map((each) => ({
              label: `${LABELS[each]} ${formatCount(counts[each])}`,
              href: withQuery(path, { concern: each === "all" ? undefined : each }),
              current: each === concern,
            }))}
          />
        </div>
      ) : null}
      {list.rows.length > 0 ? (
        <ul className="grid gap-4">
          {list.rows.map((group) => (
            <GroupCard
              key={group.id}
              datasetId={id}
              group={group}
              query={concern === "all" ? "" : `concern=${concern}`}
              editable={editable}
            />
          ))}
        </ul>
      ) : comparedAt ? (
        <EmptyState title={counts.all === 0 ? "No two images look alike" : "None of these"}>
          {counts.all === 0
            ? "Copies that were re-encoded, resized, mirrored or slightly changed would be listed here. Exact copies are refused at import already."
            : "No group of look-alikes is of this kind."}
        </EmptyState>
      ) : null}
      <PageLinks base={base} before={list.before} after={list.after} />
    </>
  );
}
