"use client";

import type { ReactNode } from "react";
import { formatNumber, formatPercent } from "#components/figures/format-number.ts";
import { type HeatSettings, HeatView, type PictureSource } from "./heat-view.tsx";
import { confidenceWords, type MapConfidence, mapCautions } from "./map-caution.ts";
import { addsUp, type PairMapView, type PairSideView, type SlotMapKind, sumOfCells } from "./pair-model.ts";

interface PairHalfProps {
  kind: "for" | "against";
  title: string;
  side: PairSideView | null;
  mapKind: SlotMapKind;
  /** Class whose map is shown. */
  index: number;
  picture: PictureSource;
  settings: HeatSettings;
  /** What to offer where the map has not been made. */
  compute: ReactNode;
}

/** One side of the pair: the map of a class over the image, and what is known of it. */
export function PairHalf({ kind, title, side, mapKind, index, picture, settings, compute }: PairHalfProps) {
  const map = side?.maps[mapKind][index];
  return (
    <div className="min-w-0">
      {map ? (
        <HeatView
          picture={{ ...picture, alt: `${title}: saliency map over the image` }}
          settings={settings}
          map={map}
          colours={kind}
        />
      ) : (
        <div className="flex aspect-square flex-col items-start justify-center gap-3 rounded-lg border border-dashed border-edge/60 p-3 text-sm">
          <p className="text-muted">
            {side ? "This map has not been computed yet." : "There is no model for this side yet."}
          </p>
          {side ? compute : null}
        </div>
      )}
      <p className="mt-2 flex items-baseline gap-1.5 text-sm font-semibold">
        <span aria-hidden="true" className={kind === "for" ? "text-for" : "text-against"}>
          {kind === "for" ? "▲" : "▼"}
        </span>
        <span className="min-w-0 wrap-anywhere">{title}</span>
      </p>
      {map ? <MapFacts map={map} mapKind={mapKind} logit={side?.logits?.[index]} /> : null}
      {side?.confidence[index] ? <Confidence confidence={side.confidence[index]} kind={kind} /> : null}
    </div>
  );
}

/** What the map stands on, and why to be careful where there is a reason. */
function Confidence({ confidence, kind }: { confidence: MapConfidence; kind: "for" | "against" }) {
  return (
    <div className="text-sm text-muted">
      <p>{confidenceWords(confidence)}</p>
      {mapCautions(confidence, kind).map((caution) => (
        <p key={caution} className="mt-1 rounded border border-warn/40 bg-warn-soft px-2 py-1 text-warn">
          {caution}
        </p>
      ))}
    </div>
  );
}

interface MapFactsProps {
  map: PairMapView;
  mapKind: SlotMapKind;
  logit: number | undefined;
}

function MapFacts({ map, mapKind, logit }: MapFactsProps) {
  const facts = [
    map.area === null ? null : `area ${formatPercent(map.area)}`,
    map.inside === null ? null : `${formatPercent(map.inside, 0)} in the box`,
    mapKind === "additive" ? sumFact(map, logit) : null,
  ].filter((fact) => fact !== null);
  return <p className="text-sm text-muted">{facts.join(" · ")}</p>;
}

function sumFact(map: PairMapView, logit: number | undefined): string {
  const sum = formatNumber(sumOfCells(map), 2);
  if (logit === undefined || !addsUp(map, logit)) return `cells sum to ${sum}`;
  return logit < 0 ? `cells sum to ${sum}, minus its logit` : `cells sum to its logit, ${sum}`;
}
