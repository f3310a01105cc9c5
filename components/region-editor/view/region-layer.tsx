"use client";

import { memo } from "react";
import { type EditorRegion, inOrder } from "../store/state.ts";
import { regionColour } from "./region-colour.ts";
import { shapePath } from "./shape-path.ts";
import { useEditor, useShared } from "./use-editor.ts";

interface RegionShapeProps {
  region: EditorRegion;
  colour: string;
  selected: boolean;
}

const RegionShape = memo(function RegionShape({ region, colour, selected }: RegionShapeProps) {
  const { kind } = region.shape;
  if (kind === "mask" && !selected) return null;
  return (
    <path
      d={shapePath(region.shape)}
      data-region={region.key}
      fill={kind === "mask" || kind === "polyline" || kind === "points" ? "none" : colour}
      fillOpacity={selected ? 0.28 : 0.14}
      fillRule={kind === "polygon" && !region.shape.union ? "evenodd" : "nonzero"}
      stroke={colour}
      strokeWidth={kind === "points" ? (selected ? 14 : 10) : selected ? 3 : 2}
      strokeLinecap={kind === "points" ? "round" : "butt"}
      strokeDasharray={kind === "mask" ? "5 4" : undefined}
      vectorEffect="non-scaling-stroke"
    />
  );
});

/** Every region that is not being dragged. Untouched by pointer moves: only what changed is drawn again. */
export function RegionLayer() {
  const { indexOf } = useShared();
  const regions = useEditor((state) => state.regions);
  const hidden = useEditor((state) => state.hidden);
  const selected = useEditor((state) => state.selected);
  const dragged = useEditor((state) => [...state.live.keys()].join(" "));
  const away = new Set(dragged.split(" "));
  return inOrder(regions).map((region) =>
    hidden.has(region.key) || away.has(region.key) ? null : (
      <RegionShape
        key={region.key}
        region={region}
        colour={regionColour(indexOf(region.classId))}
        selected={selected.includes(region.key)}
      />
    ),
  );
}
