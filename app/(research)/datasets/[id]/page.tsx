import { ButtonLink } from "#components/ui/button.tsx";
import { EmptyState } from "#components/ui/empty-state.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { can } from "#lib/auth/can.ts";
import { requireCtx } from "#lib/auth/session.ts";
import { listEdits } from "#lib/services/curation/list-edits.ts";
import { listFilters } from "#lib/services/curation/saved-filters.ts";
import { countFacets } from "#lib/services/datasets/count-facets.ts";
import { toQueryString } from "#lib/services/datasets/filter-query.ts";
import { getDataset } from "#lib/services/datasets/get-dataset.ts";
import { NO_FILTER } from "#lib/services/datasets/image-filter.ts";
import { listImages } from "#lib/services/datasets/list-images.ts";
import { listModels } from "#lib/services/models/list-models.ts";
import { PageLinks } from "../../_shell/page-links.tsx";
import type { SearchParams } from "../../_shell/query.ts";
import { readOrLeave } from "../../_shell/read-or-leave.ts";
import { DatasetHeader } from "../_dataset/dataset-header.tsx";
import { ChosenFilters } from "../_grid/chosen-filters.tsx";
import { NameForm } from "../_grid/filter-form.tsx";
import { gridHref } from "../_grid/filter-links.ts";
import { FilterPanel } from "../_grid/filter-panel.tsx";
import { ImageBrowser } from "../_grid/image-browser.tsx";
import { readFilter } from "../_grid/read-filter.ts";
import { SavedFilters } from "../_grid/saved-filters.tsx";

export const metadata = { title: "Dataset" };

interface DatasetPageProps {
  params: Promise<{ id: string }>;
  searchParams: SearchParams;
}

export default async function DatasetPage({ params, searchParams }: DatasetPageProps) {
  const [{ id }, asked, ctx] = await Promise.all([params, readFilter(searchParams), requireCtx()]);
  const { filter, problem, after, before } = asked;
  const canEdit = can(ctx.actor, "dataset:write");
  const query = toQueryString(filter);
  const [dataset, page, facets, models, saved, edits] = await readOrLeave(
    Promise.all([
      getDataset(ctx, id),
      listImages(ctx, { datasetId: id, filter, after, before }),
      countFacets(ctx, { datasetId: id, filter }),
      can(ctx.actor, "model:read") ? listModels(ctx) : [],
      listFilters(ctx, id),
      canEdit ? listEdits(ctx, id) : [],
    ]),
  );
  const { classes } = dataset;
  return (
    <>
      <DatasetHeader dataset={dataset} current="images" />
      {problem ? (
        <div className="mb-4">
          <Notice tone="warn" title="This filter makes no sense" live>
            {problem} All images are shown.
          </Notice>
        </div>
      ) : null}
      <div className="grid gap-4 lg:grid-cols-[200px_minmax(0,1fr)] lg:gap-8">
        <FilterPanel
          datasetId={id}
          filter={filter}
          facets={facets.facets}
          classes={classes}
          models={models}
        />
        <div className="grid min-w-0 content-start gap-4">
          <NameForm datasetId={id} filter={filter} />
          <ChosenFilters datasetId={id} filter={filter} classes={classes} />
          <SavedFilters datasetId={id} filter={filter} saved={saved} canEdit={canEdit} />
          <ImageBrowser
            key={query}
            datasetId={id}
            filter={filter}
            query={query}
            rows={page.rows}
            total={facets.total}
            exact={!facets.capped}
            classes={classes}
            splits={dataset.splits}
            tags={facets.facets.find((facet) => facet.id === "tag")?.values.map(({ value }) => value) ?? []}
            edits={edits}
            canEdit={canEdit}
          >
            {dataset.imageCount === 0 ? (
              <EmptyState title="No images yet">
                An import that runs shows its progress on the first page; its images appear here as they come.
              </EmptyState>
            ) : (
              <EmptyState
                title="No image fits"
                action={<ButtonLink href={gridHref(id, NO_FILTER)}>Show all images</ButtonLink>}
              >
                No image has all of what is chosen. Take something back above.
              </EmptyState>
            )}
          </ImageBrowser>
          <noscript>
            <PageLinks base={gridHref(id, filter)} before={page.before} after={page.after} />
          </noscript>
        </div>
      </div>
    </>
  );
}
