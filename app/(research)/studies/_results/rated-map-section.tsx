import Link from "next/link";
import { formatNumber } from "#components/figures/format-number.ts";
import { ConfidenceLegend, MapTile } from "#components/heatmap/map-tile.tsx";
import { Section } from "#components/ui/section.tsx";
import { LinkTabs } from "#components/ui/tabs.tsx";
import type { Ctx } from "#lib/services/context.ts";
import { listRatedMaps, RATED_MAP_ORDERS, type RatedMapCase } from "#lib/services/reports/list-rated-maps.ts";
import { PageLinks } from "../../_shell/page-links.tsx";
import { withQuery } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";

interface RatedMapSectionProps {
  ctx: Ctx;
  studyId: string;
  raters: "people" | "simulated";
  /** The page's parameters, `maps`, `after` and `before` among them. */
  query: Record<string, string | undefined>;
}

const LABELS = { highest: "Highest", lowest: "Lowest", disputed: "Most disputed" };

/** The maps that raters put highest and lowest, and those on which they differ most. */
export async function RatedMapSection({ ctx, studyId, raters, query }: RatedMapSectionProps) {
  const order = RATED_MAP_ORDERS.find((id) => id === query.maps) ?? "highest";
  const page = await readOrLeave(
    listRatedMaps(ctx, { studyId, raters, order, after: query.after, before: query.before }),
  );
  const { metric, statement } = query;
  const hrefOf = (maps: string) =>
    withQuery(`/studies/${studyId}/results`, { raters, metric, statement, maps });
  return (
    <Section title="Which maps?" context={order === "disputed" ? "By how much raters differ" : "By mean"}>
      <div className="mb-4">
        <LinkTabs
          label="Which maps first"
          tabs={RATED_MAP_ORDERS.map((id) => ({
            label: LABELS[id],
            href: hrefOf(id),
            current: id === order,
          }))}
        />
      </div>
      {page.rows.length > 0 ? (
        <>
          <ol className="grid grid-cols-[repeat(auto-fill,minmax(128px,1fr))] gap-x-3 gap-y-5">
            {page.rows.map((row) => (
              <li key={row.mapId} className="min-w-0 text-sm">
                <RatedTile row={row} />
              </li>
            ))}
          </ol>
          <ConfidenceLegend />
        </>
      ) : (
        <p className="text-muted">
          {order === "disputed" ? "No map has two answers yet." : "No map has an answer yet."}
        </p>
      )}
      <PageLinks
        base={withQuery(`/studies/${studyId}/results`, { raters, metric, statement, maps: order })}
        {...page}
      />
    </Section>
  );
}

function RatedTile({ row }: { row: RatedMapCase }) {
  const { mapId, kind, label, targetName, confidence, mean, spread, answers, imageId, className, fileName } =
    row;
  const words = `${formatNumber(mean, 2)} of ${answers} ${answers === 1 ? "answer" : "answers"}`;
  return (
    <MapTile
      mapId={mapId}
      kind={kind}
      label={`${words}: ${label}, map of ${targetName}`}
      confidence={confidence}
    >
      <span className="mt-1 block tabular-nums">
        <span className="font-medium">{formatNumber(mean, 2)}</span>
        <span className="text-xs text-muted">
          {" "}
          {spread === null ? "1 answer" : `± ${formatNumber(spread, 2)}, ${answers} answers`}
        </span>
      </span>
      <span className="block truncate text-xs">{label}</span>
      <Link className="link block truncate text-xs" href={`/images/${imageId}`} prefetch={false}>
        {className ?? fileName}
      </Link>
      {targetName === className ? null : (
        <span className="block truncate text-xs text-muted">map of {targetName}</span>
      )}
    </MapTile>
  );
}
