import Link from "next/link";
import { Badge } from "#components/ui/badge.tsx";
import { Card } from "#components/ui/card.tsx";
import type { DuplicateGroup } from "#lib/services/duplicates/list-duplicates.ts";
import { GroupForm } from "./group-form.tsx";

interface GroupCardProps {
  datasetId: string;
  group: DuplicateGroup;
  /** Query of the page, to come back to. */
  query: string;
  editable: boolean;
}

/** Images that look alike, side by side with what differs, and what can be done about them. */
export function GroupCard({ datasetId, group, query, editable }: GroupCardProps) {
  const { id, splits, classes, distance, images, imageCount } = group;
  const differs = {
    split: splits.length > 1,
    class: classes.length > 1,
    size: new Set(images.map(({ width, height }) => `${width} ${height}`)).size > 1,
  };
  return (
    <Card as="li" labelledBy={`group-${id}`}>
      <div className="mb-3 flex flex-wrap items-center gap-2">
        <h2 id={`group-${id}`} className="font-semibold">
          {imageCount} images look alike
        </h2>
        <span className="text-sm text-muted">
          {distance[0] === distance[1] ? distance[0] : `${distance[0]} to ${distance[1]}`} of 64 bits differ
        </span>
        {differs.split ? <Badge tone="danger">across {splits.join(", ")}</Badge> : null}
        {differs.class ? (
          <Badge tone="warn">classes {classes.map((name) => name ?? "none").join(", ")}</Badge>
        ) : null}
      </div>
      <ul className="grid grid-cols-[repeat(auto-fill,minmax(132px,1fr))] gap-3">
        {images.map((image) => (
          <li key={image.id} className="min-w-0 text-xs">
            <Link
              href={`/images/${image.id}`}
              prefetch={false}
              className="group block"
              title={image.fileName}
            >
              {/* biome-ignore lint/performance/noImgElement: already small and immutable */}
              <img
                src={`/api/v1/files/${image.thumbSha256}`}
                alt=""
                loading="lazy"
                className="aspect-square w-full rounded-md bg-fill object-contain group-hover:opacity-85"
              />
              <span className="mt-1 block truncate">{image.fileName}</span>
            </Link>
            <dl className="text-muted">
              <Fact name="Split" value={image.split} differs={differs.split} />
              <Fact name="Class" value={image.className ?? "none"} differs={differs.class} />
              <Fact name="Size" value={`${image.width} × ${image.height}`} differs={differs.size} />
              <Fact name="File" value={formatBytes(image.byteSize)} differs={false} />
              {image.frozen ? <Fact name="In" value="a frozen version" differs={false} /> : null}
            </dl>
          </li>
        ))}
      </ul>
      {imageCount > images.length ? (
        <p className="mt-2 text-sm text-muted">and {imageCount - images.length} more.</p>
      ) : null}
      {editable ? <GroupForm datasetId={datasetId} query={query} group={group} /> : null}
    </Card>
  );
}

function Fact({ name, value, differs }: { name: string; value: string; differs: boolean }) {
  return (
    <div className="flex justify-between gap-2">
      <dt>{name}</dt>
      <dd className={differs ? "truncate font-medium text-ink" : "truncate"} title={value}>
        {value}
      </dd>
    </div>
  );
}

function formatBytes(bytes: number): string {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}
