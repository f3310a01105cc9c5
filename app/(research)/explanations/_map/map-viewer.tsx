"use client";

import { useState } from "react";
import { HeatControls } from "#components/heatmap/heat-controls.tsx";
import { type HeatSettings, HeatView, type PictureSource } from "#components/heatmap/heat-view.tsx";
import type { MapNumbers } from "#components/heatmap/map-numbers.ts";

interface MapViewerProps {
  picture: PictureSource;
  map: MapNumbers;
  colours: "for" | "against";
}

/** One map over its image: how strongly, with its contour, as its own cells, beside the ground truth. */
export function MapViewer({ picture, map, colours }: MapViewerProps) {
  const [settings, setSettings] = useState<HeatSettings>({
    opacity: 0.85,
    contour: false,
    raw: false,
    regions: false,
  });
  return (
    <div>
      <HeatView picture={picture} settings={settings} map={map} colours={colours} />
      <div className="mt-3">
        <HeatControls
          settings={settings}
          onChange={setSettings}
          grid={`${map.height} × ${map.width}`}
          hasRegions={picture.outline !== ""}
        />
      </div>
    </div>
  );
}
