import Link from "next/link";
import type { FacetId } from "#lib/services/datasets/filter-sql.ts";
import { type ImageFilter, NO_FILTER } from "#lib/services/datasets/image-filter.ts";
import { FACET_TITLES, facetLabel } from "./facet-words.ts";
import { gridHref, toggled } from "./filter-links.ts";

interface ChosenFiltersProps {
  datasetId: string;
  filter: ImageFilter;
  classes: readonly { id: string; name: string }[];
}

/** What is chosen, each with a way to take it back. Nothing when nothing is. */
export function ChosenFilters({ datasetId, filter, classes }: ChosenFiltersProps) {
  const names = new Map(classes.map(({ id, name }) => [id, name]));
  const chips = (Object.keys(FACET_TITLES) as FacetId[]).flatMap((facet) =>
    (filter[facet] as string[]).map((value) => ({
      label: `${FACET_TITLES[facet]}: ${facetLabel(facet, value, names)}`,
      without: toggled(filter, facet, value),
    })),
  );
  if (filter.name) chips.push({ label: `Name: ${filter.name}`, without: { ...filter, name: undefined } });
  if (chips.length === 0) return null;
  return (
    <ul aria-label="Chosen filters" className="flex flex-wrap gap-1.5">
      {chips.map(({ label, without }) => (
        <li key={label}>
          <Link
            href={gridHref(datasetId, without)}
            scroll={false}
            prefetch={false}
            aria-label={`Take back ${label}`}
            className="inline-flex min-h-7 max-w-72 items-center gap-1.5 rounded-full border border-line bg-surface px-2.5 text-sm hover:bg-fill max-sm:min-h-9"
          >
            <span className="truncate">{label}</span>
            <span aria-hidden="true">×</span>
          </Link>
        </li>
      ))}
      <li>
        <Link
          href={gridHref(datasetId, NO_FILTER)}
          scroll={false}
          className="link inline-flex min-h-7 items-center px-1 text-sm max-sm:min-h-9"
        >
          Clear all
        </Link>
      </li>
    </ul>
  );
}
