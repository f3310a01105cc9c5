"use client";

import type { ColourMapName } from "#lib/imaging/colour-map.ts";
import { ContourLines } from "./contour-lines.tsx";
import { HeatCanvas } from "./heat-canvas.tsx";
import type { MapNumbers, MapRange } from "./map-numbers.ts";

export interface PictureSource {
  url: string;
  width: number;
  height: number;
  /** What the picture is, for those who do not see it. */
  alt: string;
  /** SVG path data of its ground-truth regions, in image pixels. */
  outline: string;
}

export interface HeatSettings {
  opacity: number;
  contour: boolean;
  raw: boolean;
  regions: boolean;
}

interface HeatViewProps {
  picture: PictureSource;
  settings: HeatSettings;
  map?: MapNumbers;
  colours?: ColourMapName;
  /** The scale, where it is not the map's own. */
  range?: MapRange;
}

/**
 * A picture with, over it, a saliency map, its contour and the ground truth, as the settings say. The picture gives up
 * its own colours as the map gains weight: what is warm or cool then is the map.
 */
export function HeatView({ picture, settings, map, colours = "magma", range }: HeatViewProps) {
  const { opacity, contour, raw, regions } = settings;
  return (
    <div
      className="relative overflow-hidden rounded-lg border border-line bg-fill"
      style={{ aspectRatio: `${picture.width} / ${picture.height}` }}
    >
      {/* biome-ignore lint/performance/noImgElement: already re-encoded, sized and immutable */}
      <img
        src={picture.url}
        alt={picture.alt}
        width={picture.width}
        height={picture.height}
        className="absolute inset-0 size-full"
        style={map ? { filter: `grayscale(${opacity})` } : undefined}
      />
      {map ? <HeatCanvas map={map} colours={colours} opacity={opacity} raw={raw} range={range} /> : null}
      {map && contour ? <ContourLines map={map} range={range} /> : null}
      {regions && picture.outline ? (
        <svg
          viewBox={`0 0 ${picture.width} ${picture.height}`}
          aria-hidden="true"
          className="absolute inset-0 size-full"
        >
          <path
            d={picture.outline}
            fill="none"
            stroke="#000"
            strokeOpacity={0.6}
            strokeWidth={picture.width / 90}
          />
          <path d={picture.outline} fill="none" stroke="#fff" strokeWidth={picture.width / 220} />
        </svg>
      ) : null}
    </div>
  );
}
