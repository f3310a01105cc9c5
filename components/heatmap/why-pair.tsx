"use client";

import { type ReactNode, useMemo, useState } from "react";
import { formatPercent } from "#components/figures/format-number.ts";
import { Button } from "#components/ui/button.tsx";
import { forAgainstOverlap } from "#lib/metrics/contrast/for-against-overlap.ts";
import { ClassStrip } from "./class-strip.tsx";
import { HeatControls } from "./heat-controls.tsx";
import { type HeatSettings, HeatView, type PictureSource } from "./heat-view.tsx";
import { MapKindSwitch } from "./map-kind-switch.tsx";
import type { MapNumbers } from "./map-numbers.ts";
import { PairHalf } from "./pair-half.tsx";
import { type PairSideView, type SlotMapKind, strongestFirst } from "./pair-model.ts";

interface WhyPairProps {
  picture: PictureSource;
  classNames: readonly string[];
  truth: string | null;
  plus: PairSideView | null;
  minus: PairSideView | null;
  why: number;
  whyNot: number;
  mapKind: SlotMapKind;
  /** What to offer where a map has not been made. */
  compute: Readonly<Record<SlotMapKind, ReactNode>>;
}

/** Why this class, and why not that one: the image, the evidence for a class beside the evidence against another. */
export function WhyPair({ picture, classNames, truth, plus, minus, compute, ...first }: WhyPairProps) {
  const [settings, setSettings] = useState<HeatSettings>({
    opacity: 0.85,
    contour: false,
    raw: false,
    regions: false,
  });
  const [why, setWhy] = useState(first.why);
  const [whyNot, setWhyNot] = useState(first.whyNot);
  const [mapKind, setMapKind] = useState(first.mapKind);
  const order = useMemo(() => strongestFirst(classNames.length, plus?.logits ?? null), [classNames, plus]);
  const grid = Object.values(plus?.maps[mapKind] ?? minus?.maps[mapKind] ?? {})[0];

  const shared = useMemo(
    () => sharedPlace(plus?.maps[mapKind][why], minus?.maps[mapKind][whyNot]),
    [plus, minus, mapKind, why, whyNot],
  );

  function choose(part: { why?: number; whyNot?: number; mapKind?: SlotMapKind }) {
    const next = { why, whyNot, mapKind, ...part };
    setWhy(next.why);
    setWhyNot(next.whyNot);
    setMapKind(next.mapKind);
    const url = new URL(window.location.href);
    url.searchParams.set("why", String(next.why));
    url.searchParams.set("whynot", String(next.whyNot));
    url.searchParams.set("map", next.mapKind);
    window.history.replaceState(null, "", url);
  }

  const step = (by: number) => {
    const at = order.indexOf(whyNot);
    choose({ whyNot: order[(at + by + order.length) % order.length] });
  };

  return (
    <div>
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-6 gap-y-1">
        <HeatControls
          settings={settings}
          onChange={setSettings}
          grid={grid ? `${grid.height} × ${grid.width}` : null}
          hasRegions={picture.outline !== ""}
        />
        <MapKindSwitch value={mapKind} onChange={(kind) => choose({ mapKind: kind })} />
        <div className="flex items-center gap-1 text-sm">
          <Button
            look="quiet"
            onClick={() => step(-1)}
            data-shortcut="ArrowLeft"
            data-shortcut-label="Previous class of why not"
          >
            <span aria-hidden="true">←</span>
            <span className="sr-only">Previous class of why not</span>
          </Button>
          <span className="text-muted">why not</span>
          <Button
            look="quiet"
            onClick={() => step(1)}
            data-shortcut="ArrowRight"
            data-shortcut-label="Next class of why not"
          >
            <span aria-hidden="true">→</span>
            <span className="sr-only">Next class of why not</span>
          </Button>
        </div>
      </div>
      <div className="grid gap-x-4 gap-y-6 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="grid grid-cols-2 content-start gap-x-3 gap-y-4 sm:grid-cols-3">
          <div className="max-sm:col-span-2 max-sm:mx-auto max-sm:w-3/5">
            <HeatView picture={picture} settings={settings} />
            <p className="mt-2 text-sm">
              <span className="font-semibold">Image</span>{" "}
              <span className="text-muted">truth: {truth ?? "unknown"}</span>
            </p>
          </div>
          <PairHalf
            kind="for"
            title={`Why ${classNames[why]}`}
            side={plus}
            mapKind={mapKind}
            index={why}
            picture={picture}
            settings={settings}
            compute={compute[mapKind]}
          />
          <PairHalf
            kind="against"
            title={`Why not ${classNames[whyNot]}`}
            side={minus}
            mapKind={mapKind}
            index={whyNot}
            picture={picture}
            settings={settings}
            compute={compute[mapKind]}
          />
        </div>
        <div>
          <ClassStrip
            order={order}
            names={classNames}
            truth={truth}
            plus={plus}
            minus={minus}
            why={why}
            whyNot={whyNot}
            onWhy={(index) => choose({ why: index })}
            onWhyNot={(index) => choose({ whyNot: index })}
          />
          <p className="mt-2 text-xs text-muted">
            Two models, two logits: {plus?.modelName ?? "SCOUTER+"} gives evidence for (0 or more),{" "}
            {minus?.modelName ?? "SCOUTER−"} evidence against (0 or less). They are never added up.
          </p>
          {shared === null ? null : (
            <p className="mt-2 text-sm">
              The two maps have {formatPercent(shared, 0)} of their place in common{" "}
              <span className="text-muted">(0: different parts of the image; 100: the same parts).</span>
            </p>
          )}
        </div>
      </div>
    </div>
  );
}

/** The share of place that two maps have in common; null where one is missing or they cannot be compared. */
function sharedPlace(a: MapNumbers | undefined, b: MapNumbers | undefined): number | null {
  if (!a || !b || a.height !== b.height || a.width !== b.width) return null;
  const score = forAgainstOverlap(Float32Array.from(a.data), Float32Array.from(b.data));
  return "value" in score ? score.value : null;
}
