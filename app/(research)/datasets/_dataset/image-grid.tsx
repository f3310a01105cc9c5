import Link from "next/link";
import type { ImageSummary } from "#lib/services/datasets/list-images.ts";

export function ImageGrid({ images }: { images: readonly ImageSummary[] }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(104px,1fr))] gap-x-2 gap-y-3">
      {images.map(({ id, thumbSha256, className, fileName, split }) => (
        <li key={id}>
          <Link href={`/images/${id}`} prefetch={false} className="group block" title={fileName}>
            {/* biome-ignore lint/performance/noImgElement: already small and immutable */}
            <img
              src={`/api/v1/files/${thumbSha256}`}
              alt={`${className ?? "unknown class"}, ${fileName}`}
              loading="lazy"
              className="aspect-square w-full rounded-md bg-fill object-cover group-hover:opacity-85"
            />
            <span className="mt-1 flex justify-between gap-2 text-xs text-muted" aria-hidden="true">
              <span className="truncate">{className ?? "–"}</span>
              <span>{split}</span>
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
