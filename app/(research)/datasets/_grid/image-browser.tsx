"use client";

import { useRouter } from "next/navigation";
import { type MouseEvent, type ReactNode, useEffect, useRef } from "react";
import { formatCount } from "#components/figures/format-number.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { ImageFilter } from "#lib/services/datasets/image-filter.ts";
import type { ImageSummary } from "#lib/services/datasets/list-images.ts";
import { EditHistory } from "./edit-history.tsx";
import { EditStatus } from "./edit-status.tsx";
import type { SentEdit } from "./edit-words.ts";
import { BELOW, GAP_X, MIN_TILE } from "./grid-geometry.ts";
import { ImageTile } from "./image-tile.tsx";
import { countSelected, isSelected, toImageSelection } from "./selection.ts";
import { SelectionBar } from "./selection-bar.tsx";
import { useBlocks } from "./use-blocks.ts";
import { useEdit } from "./use-edit.ts";
import { useGridKeys } from "./use-grid-keys.ts";
import { usePlace } from "./use-place.ts";
import { useSelection } from "./use-selection.ts";
import { useViewport } from "./use-viewport.ts";

interface ImageBrowserProps {
  datasetId: string;
  filter: ImageFilter;
  query: string;
  rows: readonly ImageSummary[];
  total: number;
  exact: boolean;
  classes: readonly { id: string; name: string }[];
  splits: readonly string[];
  tags: readonly string[];
  /** The latest edits, newest first. */
  edits: readonly SentEdit[];
  canEdit: boolean;
  /** What is said where no image is. */
  children: ReactNode;
}

/**
 * The images of a filter: any number of them, of which only those in view are drawn; chosen and changed in bulk. It stays when an
 * edit leaves none: the way back is here.
 */
export function ImageBrowser(props: ImageBrowserProps) {
  const { datasetId, filter, query, rows, classes, splits, tags, canEdit } = props;
  const router = useRouter();
  const grid = useRef<HTMLDivElement>(null);
  const blocks = useBlocks(props);
  const { total, exact, look } = blocks;
  const viewport = useViewport(grid, total);
  const choosing = useSelection(blocks);
  const keys = useGridKeys({ grid, viewport, total, choosing: canEdit ? choosing : null });
  const leaveFor = usePlace(`${datasetId}?${query}`, viewport !== null, (index) => {
    keys.setCurrent(index);
    viewport?.show(index);
  });
  const edit = useEdit(datasetId, () => {
    choosing.clear();
    blocks.reload();
    router.refresh();
  });

  const first = viewport?.visible.first ?? 0;
  const end = viewport?.visible.end ?? 0;
  useEffect(() => look(first, end), [look, first, end]);

  function onClick(event: MouseEvent<HTMLElement>) {
    const tile = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    if (!tile) return;
    const index = Number(tile.dataset.index);
    const onBox = (event.target as HTMLElement).closest("label, input") !== null;
    keys.setCurrent(index);
    if (event.shiftKey && canEdit) {
      event.preventDefault();
      choosing.extendTo(index);
    } else if (onBox) {
      // A click on the label comes again as one on its box.
      if (event.target instanceof HTMLInputElement) choosing.toggle(index);
    } else if (!event.ctrlKey && !event.metaKey) leaveFor(index);
  }

  const indices = viewport
    ? Array.from({ length: end - first }, (_, offset) => first + offset)
    : rows.map((_, index) => index);
  const columns = viewport ? String(viewport.geometry.columns) : "auto-fill";
  const problem = blocks.problem ?? choosing.problem;
  const count = countSelected(choosing.selection, total);
  return (
    <div>
      <div className="mb-2 flex flex-wrap items-start justify-between gap-x-4">
        <p className="flex min-h-8 items-center text-sm text-muted" aria-live="polite">
          {formatCount(total)}
          {exact ? "" : "+"} {total === 1 ? "image" : "images"}
        </p>
        {canEdit ? <EditHistory edits={props.edits} edit={edit} /> : null}
      </div>
      <EditStatus edit={edit} />
      {problem ? (
        <div className="mb-3">
          <Notice tone="danger" live>
            <span className="mr-3">{problem}</span>
            {blocks.problem ? <Button onClick={blocks.retry}>Try again</Button> : null}
          </Notice>
        </div>
      ) : null}
      <div ref={grid} style={viewport ? { height: viewport.geometry.height } : undefined}>
        <ul
          aria-label="Images"
          tabIndex={-1}
          onClick={onClick}
          onKeyDown={keys.onKeyDown}
          className={total === 0 ? "hidden" : "grid w-full select-none outline-none"}
          style={{
            gridTemplateColumns: `repeat(${columns}, minmax(${viewport ? 0 : MIN_TILE}px, 1fr))`,
            columnGap: GAP_X,
            rowGap: BELOW - 20,
            transform: viewport ? `translateY(${viewport.visible.top}px)` : undefined,
          }}
        >
          {indices.map((index) => {
            const image = blocks.imageAt(index);
            return (
              <ImageTile
                key={image?.id ?? index}
                image={image}
                index={index}
                total={total}
                query={query}
                selected={image !== undefined && isSelected(choosing.selection, image.id)}
                selectable={canEdit}
                current={index === keys.current}
              />
            );
          })}
        </ul>
      </div>
      {total === 0 ? props.children : null}
      {canEdit && count > 0 ? (
        <SelectionBar
          count={count}
          total={total}
          exact={exact}
          choosing={choosing}
          choices={{ classes, splits, tags }}
          busy={edit.busy}
          apply={(change) =>
            edit.apply(toImageSelection(choosing.selection, filter, exact ? total : null), change)
          }
        />
      ) : null}
    </div>
  );
}
