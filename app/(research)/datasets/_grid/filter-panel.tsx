import type { Facets } from "#lib/services/datasets/count-facets.ts";
import type { ImageFilter } from "#lib/services/datasets/image-filter.ts";
import { FacetList } from "./facet-list.tsx";
import { ModelForm } from "./filter-form.tsx";

interface FilterPanelProps {
  datasetId: string;
  filter: ImageFilter;
  facets: Facets["facets"];
  classes: readonly { id: string; name: string }[];
  models: readonly { id: string; name: string }[];
}

/** Everything images can be narrowed by: beside the grid where there is room, folded away where there is not. */
export function FilterPanel({ datasetId, filter, facets, classes, models }: FilterPanelProps) {
  const own = facets.filter(({ id }) => ["class", "split", "regions", "tag", "duplicates"].includes(id));
  const answers = facets.filter((facet) => !own.includes(facet));
  const list = (facet: (typeof facets)[number]) => (
    <FacetList key={facet.id} datasetId={datasetId} filter={filter} facet={facet} classes={classes} />
  );
  const panel = (
    <div className="grid gap-5">
      {own.map(list)}
      <ModelForm datasetId={datasetId} filter={filter} models={models} />
      {answers.map(list)}
    </div>
  );
  return (
    <aside aria-label="Filters" className="min-w-0">
      <details className="group rounded-lg border border-line bg-surface px-4 lg:hidden">
        <summary className="flex min-h-11 items-center text-sm font-medium">Filters</summary>
        <div className="pb-4">{panel}</div>
      </details>
      <div className="hidden lg:sticky lg:top-4 lg:block lg:max-h-[calc(100dvh-2rem)] lg:overflow-y-auto lg:pr-2">
        {panel}
      </div>
    </aside>
  );
}
