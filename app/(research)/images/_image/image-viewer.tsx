"use client";

import { useState } from "react";
import { HeatView, type PictureSource } from "#components/heatmap/heat-view.tsx";

interface ImageViewerProps {
  picture: PictureSource;
  /** Its regions are kept from whoever looks, who still draws it independently. */
  blind: boolean;
}

/** The image with its ground truth on or off. */
export function ImageViewer({ picture, blind }: ImageViewerProps) {
  const [regions, setRegions] = useState(true);
  return (
    <div>
      <HeatView picture={picture} settings={{ opacity: 0, contour: false, raw: false, regions }} />
      {picture.outline ? (
        <label className="mt-2 inline-flex min-h-8 items-center gap-2 text-sm max-sm:min-h-11">
          <input
            type="checkbox"
            className="size-4 accent-accent"
            checked={regions}
            onChange={(event) => setRegions(event.target.checked)}
            data-shortcut="t"
            data-shortcut-label="Ground-truth regions"
          />
          Ground-truth regions
        </label>
      ) : (
        <p className="mt-2 text-sm text-muted">
          {blind
            ? "You draw this image independently: its regions are shown when your own drawing is done."
            : "No ground-truth region."}
        </p>
      )}
    </div>
  );
}
