import Link from "next/link";
import type { ReactNode } from "react";
import { formatPercent } from "#components/figures/format-number.ts";
import { CautionMark } from "./caution-mark.tsx";
import { confidenceWords, isOfModel, type MapConfidence, type MapKind, mapCautions } from "./map-caution.ts";

interface MapTileProps {
  mapId: string;
  kind: MapKind;
  /** What the map is, e.g. "Grad-CAM: map of fox". */
  label: string;
  confidence: MapConfidence;
  /** Lines under the picture, above the model's numbers. */
  children: ReactNode;
}

/** A map over its image, with what the model makes of the class it explains: a map never stands alone. */
export function MapTile({ mapId, kind, label, confidence, children }: MapTileProps) {
  const cautions = mapCautions(confidence, kind);
  const words = !isOfModel(kind) ? [] : [`${confidenceWords(confidence)}.`, ...cautions];
  return (
    <>
      <Link
        href={`/explanations/map/${mapId}`}
        prefetch={false}
        className="group relative block overflow-hidden rounded-md"
        aria-label={[label, ...words].join(". ").replace("..", ".")}
      >
        {/* biome-ignore lint/performance/noImgElement: drawn by the server, immutable */}
        <img
          src={`/api/v1/maps/${mapId}/image?style=overlay`}
          alt=""
          loading="lazy"
          className="aspect-square w-full bg-fill object-cover"
        />
        <CautionMark cautions={cautions} />
      </Link>
      {children}
      <ConfidenceLine confidence={confidence} kind={kind} />
    </>
  );
}

function ConfidenceLine({ confidence, kind }: { confidence: MapConfidence; kind: MapKind }) {
  const { probability, accuracy } = confidence;
  if (!isOfModel(kind)) {
    return (
      <span className="block text-xs text-muted">{kind === "control" ? "control" : "of no model here"}</span>
    );
  }
  const share = (value: number | undefined) => (value === undefined ? "–" : formatPercent(value, 0));
  return (
    <span
      className="block text-xs text-muted tabular-nums"
      title={confidenceWords(confidence)}
      aria-hidden="true"
    >
      <span className="whitespace-nowrap">p {share(probability ?? undefined)}</span>
      {" · "}
      <span className="whitespace-nowrap">acc {share(accuracy?.value)}</span>
    </span>
  );
}

/** What the two numbers under a map are. */
export function ConfidenceLegend() {
  return (
    <p className="mt-3 max-w-prose text-sm text-muted">
      Under each map: p, the model's probability of the explained class on this image; acc, its accuracy on
      held-out images of that class. A mark means: read with care, and says why.
    </p>
  );
}
