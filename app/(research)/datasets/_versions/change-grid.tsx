import Link from "next/link";
import type { ChangedImage } from "#lib/services/versions/list-changes.ts";

/** Images that changed, each with its class and split before and after. */
export function ChangeGrid({ images }: { images: readonly ChangedImage[] }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(120px,1fr))] gap-x-2 gap-y-4">
      {images.map(({ id, fileName, thumbSha256, from, to }) => (
        <li key={id}>
          <Link href={`/images/${id}`} prefetch={false} className="group block" title={fileName}>
            {/* biome-ignore lint/performance/noImgElement: already small and immutable */}
            <img
              src={`/api/v1/files/${thumbSha256}`}
              alt={fileName}
              loading="lazy"
              className="aspect-square w-full rounded-md bg-fill object-cover group-hover:opacity-85"
            />
            <span className="mt-1 block text-xs text-muted">
              <Step before={from?.className} after={to?.className} none="no class" />
              <Step before={from?.split} after={to?.split} none="no split" />
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

interface StepProps {
  /** Undefined: the image was not there. */
  before: string | null | undefined;
  after: string | null | undefined;
  none: string;
}

function Step({ before, after, none }: StepProps) {
  const [was, is] = [before, after].map((name) => (name === undefined ? undefined : (name ?? none)));
  return (
    <span className="block truncate">
      {was !== undefined && is !== undefined && was !== is ? (
        <>
          <s>{was}</s> → <span className="text-ink">{is}</span>
        </>
      ) : (
        (is ?? was)
      )}
    </span>
  );
}
