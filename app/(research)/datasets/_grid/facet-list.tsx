import Link from "next/link";
import { formatCount } from "#components/figures/format-number.ts";
import { classNames } from "#components/ui/class-names.ts";
import type { Facet } from "#lib/services/datasets/count-facets.ts";
import type { ImageFilter } from "#lib/services/datasets/image-filter.ts";
import { FACET_TITLES, facetLabel } from "./facet-words.ts";
import { gridHref, toggled } from "./filter-links.ts";

interface FacetListProps {
  datasetId: string;
  filter: ImageFilter;
  facet: Facet;
  classes: readonly { id: string; name: string }[];
}

/** One facet: its values with how many images each would leave, as links that choose and take back. */
export function FacetList({ datasetId, filter, facet, classes }: FacetListProps) {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const places = new Map(classes.map(({ id }, place) => [id, place]));
  const chosen = new Set<string>(filter[facet.id]);
  const counted = new Set(facet.values.map(({ value }) => value));
  const absent = [...chosen].filter((value) => !counted.has(value)).map((value) => ({ value, count: 0 }));
  const values = [...facet.values, ...absent];
  if (facet.id === "class")
    values.sort((a, b) => (places.get(a.value) ?? 1e9) - (places.get(b.value) ?? 1e9));
  if (values.length === 0) return null;
  return (
    <section aria-label={FACET_TITLES[facet.id]} className="min-w-0">
      <h2 className="mb-1 text-xs font-medium text-muted">{FACET_TITLES[facet.id]}</h2>
      <ul className={classNames("-mx-2", values.length > 12 && "max-h-72 overflow-y-auto")}>
        {values.map(({ value, count }) => {
          const label = facetLabel(facet.id, value, names);
          const on = chosen.has(value);
          return (
            <li key={value}>
              <Link
                href={gridHref(datasetId, toggled(filter, facet.id, value))}
                scroll={false}
                prefetch={false}
                aria-current={on || undefined}
                className={classNames(
                  "flex min-h-7 items-center justify-between gap-3 rounded-md px-2 text-sm max-sm:min-h-11",
                  on ? "bg-accent-soft font-medium text-accent" : "text-ink hover:bg-fill",
                )}
              >
                <span className="truncate" title={label}>
                  <span aria-hidden="true">{on ? "✓ " : ""}</span>
                  {label}
                </span>
                <span
                  className={classNames("tabular-nums", !on && "text-muted")}
                  title={facet.capped ? "At least: counting stops at 10,000 images." : undefined}
                >
                  {formatCount(count)}
                  {facet.capped ? "+" : ""}
                </span>
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
