"use client";

import { memo, useMemo } from "react";
import { formatNumber, formatPercent } from "#components/figures/format-number.ts";
import { type HeatSettings, HeatView, type PictureSource } from "#components/heatmap/heat-view.tsx";
import type { MapNumbers, MapRange } from "#components/heatmap/map-numbers.ts";
import { Badge } from "#components/ui/badge.tsx";
import { classNames as join } from "#components/ui/class-names.ts";
import { type Half, sideOf } from "./methods.ts";

interface ClassCardProps {
  name: string;
  probability: number;
  isPredicted: boolean;
  halves: readonly Half[];
  /** One a half; undefined until it is there. */
  maps: readonly (MapNumbers | undefined)[];
  logits: readonly (number | undefined)[];
  /** The scale of each half, where it is not each map's own. */
  ranges: readonly (MapRange | undefined)[];
  picture: PictureSource;
  settings: HeatSettings;
}

/** One class: how likely it is, why, and why not. */
export function ClassCard({ name, probability, isPredicted, halves, ...rest }: ClassCardProps) {
  const { maps, logits, ranges, picture, settings } = rest;
  return (
    <li
      className={join(
        "min-w-0 rounded-lg border bg-surface p-3",
        isPredicted ? "border-accent" : "border-line",
      )}
    >
      <h3 className="flex min-h-6 items-center justify-between gap-2">
        <span className="min-w-0 truncate font-semibold" title={name}>
          {name}
        </span>
        <span className="flex items-center gap-2 text-sm tabular-nums">
          {isPredicted ? <Badge tone="accent">predicted</Badge> : null}
          {formatPercent(probability)}
        </span>
      </h3>
      <div aria-hidden="true" className="mt-1 mb-2.5 h-1 overflow-hidden rounded-full bg-fill">
        <div className="h-full rounded-full bg-edge" style={{ width: `${probability * 100}%` }} />
      </div>
      <div className={halves.length > 1 ? "grid grid-cols-2 gap-2" : ""}>
        {halves.map((half, i) => (
          <MapHalf
            key={half.kind}
            half={half}
            name={name}
            map={maps[i]}
            logit={logits[i]}
            range={ranges[i]}
            picture={picture}
            settings={settings}
          />
        ))}
      </div>
    </li>
  );
}

interface MapHalfProps {
  half: Half;
  name: string;
  map: MapNumbers | undefined;
  logit: number | undefined;
  range: MapRange | undefined;
  picture: PictureSource;
  settings: HeatSettings;
}

const MapHalf = memo(function MapHalf({ half, name, map, logit, range, picture, settings }: MapHalfProps) {
  const { kind, values } = half;
  const question = kind === "for" ? "Why" : "Why not";
  const side = useMemo(() => map && sideOf(map, values), [map, values]);
  return (
    <div className="min-w-0">
      <div className={map ? undefined : "opacity-40 motion-safe:animate-pulse"}>
        <HeatView
          picture={{ ...picture, alt: map ? `${question} ${name}: saliency map over the picture` : "" }}
          settings={settings}
          map={side ?? undefined}
          colours={kind}
          range={range}
        />
      </div>
      <p className="mt-1 text-sm">
        <span aria-hidden="true" className={kind === "for" ? "text-for" : "text-against"}>
          {kind === "for" ? "▲" : "▼"}
        </span>{" "}
        <span className="font-medium">{question}</span>{" "}
        <span className="text-muted tabular-nums">{map ? factOf(half, side, logit) : ""}</span>
      </p>
    </div>
  );
});

/** What a half says in numbers: its model's logit, or what this sign of a signed map adds to it in the mean of the cells. */
function factOf(
  { kind, values }: Half,
  side: MapNumbers | null | undefined,
  logit: number | undefined,
): string {
  if (!side) return `nothing ${kind === "for" ? "for" : "against"} it in any cell`;
  if (values === "all") return logit === undefined ? "" : `logit ${formatNumber(logit, 2)}`;
  const mean = side.data.reduce((sum, value) => sum + value, 0) / side.data.length;
  return values === "positive" ? `adds ${formatNumber(mean, 2)}` : `takes ${formatNumber(mean, 2)}`;
}
