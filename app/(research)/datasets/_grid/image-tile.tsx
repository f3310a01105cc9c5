import Link from "next/link";
import { memo } from "react";
import { classNames } from "#components/ui/class-names.ts";
import type { ImageSummary } from "#lib/services/datasets/list-images.ts";

interface ImageTileProps {
  image: ImageSummary | undefined;
  index: number;
  total: number;
  /** The filter as a query string: the image's page steps within it. */
  query: string;
  selected: boolean;
  /** Whether one can choose images at all. */
  selectable: boolean;
  /** Whether the tab key comes here. */
  current: boolean;
}

/** One image of the grid; its shape alone while it is on the way. */
export const ImageTile = memo(function ImageTile(props: ImageTileProps) {
  const { image, index, total, query, selected, selectable, current } = props;
  if (!image) {
    return (
      <li aria-hidden="true" data-index={index}>
        <div className="aspect-square w-full rounded-md bg-fill motion-safe:animate-pulse" />
        <div className="mt-1 h-4" />
      </li>
    );
  }
  const { id, thumbSha256, className, fileName, split, tags } = image;
  return (
    <li
      data-index={index}
      aria-setsize={total}
      aria-posinset={index + 1}
      className={classNames("relative", selected && "rounded-md outline-2 outline-offset-1 outline-accent")}
    >
      <Link
        href={`/images/${id}${query ? `?${query}` : ""}`}
        prefetch={false}
        tabIndex={current ? 0 : -1}
        className="group block"
        title={[fileName, ...tags].join(" · ")}
      >
        {/* biome-ignore lint/performance/noImgElement: already small and immutable */}
        <img
          src={`/api/v1/files/${thumbSha256}`}
          alt={`${className ?? "unknown class"}, ${fileName}`}
          decoding="async"
          loading="lazy"
          className={classNames(
            "aspect-square w-full rounded-md bg-fill object-cover text-xs text-muted",
            selected ? "opacity-75" : "group-hover:opacity-85",
          )}
        />
        <span className="mt-1 flex h-4 justify-between gap-2 text-xs text-muted" aria-hidden="true">
          <span className="truncate">{className ?? "–"}</span>
          <span className="shrink-0">
            {tags.length > 0 ? "◆ " : ""}
            {split}
          </span>
        </span>
      </Link>
      {selectable ? (
        <label className="absolute top-0 left-0 flex size-9 cursor-pointer items-start p-1.5 max-sm:size-11">
          <input
            type="checkbox"
            tabIndex={-1}
            checked={selected}
            readOnly
            aria-label={`Select ${fileName}`}
            className="size-4 rounded accent-accent opacity-90 shadow-sm max-sm:size-5"
          />
        </label>
      ) : null}
    </li>
  );
});
