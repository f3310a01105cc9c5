"use client";

import type { PlaygroundPicture } from "./playground-data.ts";

interface ExampleStripProps {
  pictures: readonly PlaygroundPicture[];
  /** Address of the one that is shown. */
  current: string | null;
  onPick: (picture: PlaygroundPicture) => void;
}

/** Pictures to try, for those who have none at hand. */
export function ExampleStrip({ pictures, current, onPick }: ExampleStripProps) {
  if (pictures.length === 0) return null;
  return (
    <section aria-label="Pictures to try">
      <h2 className="mb-1.5 text-sm font-semibold">Or try one of these</h2>
      <ul className="-mx-1 flex gap-1.5 overflow-x-auto p-1 lg:grid lg:grid-cols-5">
        {pictures.map((picture) => (
          <li key={picture.address} className="max-lg:w-12 max-lg:shrink-0">
            <button
              type="button"
              onClick={() => onPick(picture)}
              aria-pressed={picture.address === current}
              aria-label={picture.className ?? picture.name}
              title={picture.className ?? picture.name}
              className="block w-full overflow-hidden rounded-md border border-line aria-pressed:outline-2 aria-pressed:outline-offset-1 aria-pressed:outline-accent"
            >
              {/* biome-ignore lint/performance/noImgElement: small, and in a page without a server */}
              <img
                src={picture.thumbnail}
                alt=""
                width={96}
                height={96}
                loading="lazy"
                className="aspect-square w-full object-cover"
              />
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
