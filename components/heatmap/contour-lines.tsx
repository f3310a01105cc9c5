import { useMemo } from "react";
import { upsampleMap } from "#lib/imaging/saliency.ts";
import type { MapNumbers, MapRange } from "./map-numbers.ts";
import { scaleMap } from "./scale-map.ts";
import { contourPath, traceContour } from "./trace-contour.ts";

const LEVELS = [0.25, 0.5, 0.75];
const SIDE = 96;

/** Lines at a quarter, a half and three quarters of the scale, white in a dark halo: seen on any picture. */
export function ContourLines({ map, range }: { map: MapNumbers; range?: MapRange }) {
  const { width, paths } = useMemo(() => {
    const wide = Math.round((SIDE * map.width) / map.height);
    const field = upsampleMap(scaleMap(map, range), SIDE, wide);
    return {
      width: wide,
      paths: LEVELS.map((level) => contourPath(traceContour(field.data, wide, SIDE, level))),
    };
  }, [map, range]);
  return (
    <svg viewBox={`0 0 ${width} ${SIDE}`} aria-hidden="true" className="absolute inset-0 size-full">
      {paths.map((path, index) => (
        <g key={LEVELS[index]} fill="none" strokeLinecap="round">
          <path d={path} stroke="#000" strokeOpacity={0.55} strokeWidth={1.6} />
          <path d={path} stroke="#fff" strokeWidth={0.5 + 0.25 * index} />
        </g>
      ))}
    </svg>
  );
}
