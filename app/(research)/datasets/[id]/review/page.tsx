import Link from "next/link";
import { formatCount } from "#components/figures/format-number.ts";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import { requireCtx } from "#lib/auth/session.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { countRegionStates, MOST_COUNTED } from "#lib/services/reviews/count-region-states.ts";
import { listReviewQueue } from "#lib/services/reviews/list-review-queue.ts";
import { PageLinks } from "../../../_shell/page-links.tsx";
import { readQuery, type SearchParams, withQuery } from "../../../_shell/query.ts";
import { readOrLeave } from "../../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../../_dataset/dataset-header.tsx";
import { findQueue, REGION_STATES } from "../../_dataset/region-states.ts";

export const metadata = { title: "Review" };

interface ReviewPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

const counted = (count: number) =>
  count > MOST_COUNTED ? `${formatCount(MOST_COUNTED)}+` : formatCount(count);

export default async function ReviewQueuePage({ params, searchParams }: ReviewPageProps) {
  const [{ id }, query, ctx] = await Promise.all([params, readQuery(searchParams), requireCtx()]);
  const state = findQueue(query.state) ?? REGION_STATES[0];
  const { after, before } = query;
  const [dataset, counts, page] = await readOrLeave(
    Promise.all([
      getDataset(ctx, id),
      countRegionStates(ctx, id),
      listReviewQueue(ctx, { datasetId: id, state: state.id, after, before }),
    ]),
  );
  const path = `/datasets/${id}/review`;
  return (
    <>
      <DatasetHeader dataset={dataset} current="review" />
      <div className="mb-4">
        <LinkTabs
          label="State of the regions"
          tabs={REGION_STATES.map((each) => ({
            label: `${each.label} ${counted(counts[each.id])}`,
            href: withQuery(path, { state: each.id }),
            current: each === state,
          }))}
        />
      </div>
      {page.rows.length > 0 ? (
        <ul className="grid grid-cols-[repeat(auto-fill,minmax(136px,1fr))] gap-x-3 gap-y-4">
          {page.rows.map((image) => (
            <li key={image.id}>
              <Link
                href={`/images/${image.id}/review?queue=${state.id}`}
                className="group block"
                prefetch={false}
              >
                {/* biome-ignore lint/performance/noImgElement: already small and immutable */}
                <img
                  src={`/api/v1/files/${image.thumbSha256}`}
                  alt={`${image.className ?? "unknown class"}, ${image.fileName}`}
                  loading="lazy"
                  className="aspect-square w-full rounded-md bg-fill object-cover group-hover:opacity-85"
                />
                <span className="mt-1 block truncate text-xs text-muted">{image.className ?? "–"}</span>
                {image.comment ? (
                  <span className="mt-0.5 line-clamp-2 text-xs text-ink">“{image.comment}”</span>
                ) : null}
              </Link>
            </li>
          ))}
        </ul>
      ) : (
        <EmptyState title={state.empty}>
          {state.id === "submitted"
            ? "Whoever draws regions submits an image when it is complete. Drawn ones can be accepted without that, too."
            : "Choose another state above."}
        </EmptyState>
      )}
      <PageLinks base={withQuery(path, { state: state.id })} before={page.before} after={page.after} />
    </>
  );
}
