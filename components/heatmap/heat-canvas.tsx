"use client";

import { useEffect, useMemo, useRef } from "react";
import { type ColourMapName, colourMaps } from "#lib/imaging/colour-map.ts";
import { upsampleMap } from "#lib/imaging/saliency.ts";
import type { MapNumbers, MapRange } from "./map-numbers.ts";
import { paintHeat } from "./paint-heat.ts";
import { scaleMap } from "./scale-map.ts";

/** Side of the smooth picture in pixels; the browser scales it from here. */
const SMOOTH_SIDE = 216;

interface HeatCanvasProps {
  map: MapNumbers;
  colours: ColourMapName;
  /** 0 to 1; changed without painting again. */
  opacity: number;
  /** The cells as they are, instead of the bilinear surface. */
  raw: boolean;
  /** The scale, where it is not the map's own. */
  range?: MapRange;
}

export function HeatCanvas({ map, colours, opacity, raw, range }: HeatCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const picture = useMemo(() => {
    const normal = scaleMap(map, range);
    return raw
      ? normal
      : upsampleMap(normal, SMOOTH_SIDE, Math.round((SMOOTH_SIDE * map.width) / map.height));
  }, [map, raw, range]);

  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (!context) return;
    const pixels = paintHeat(picture.data, colourMaps[colours]);
    context.putImageData(new ImageData(pixels, picture.width, picture.height), 0, 0);
  }, [picture, colours]);

  return (
    <div aria-hidden="true" className="absolute inset-0" style={{ opacity }}>
      <canvas
        ref={canvas}
        width={picture.width}
        height={picture.height}
        className={`block size-full ${raw ? "pixelated" : ""}`}
      />
    </div>
  );
}
