"use client";

import { useMemo } from "react";
import type { HeatSettings, PictureSource } from "#components/heatmap/heat-view.tsx";
import { rangeOf } from "#components/heatmap/scale-map.ts";
import { buttonClass } from "#components/ui/button-class.ts";
import { softmax } from "#lib/explain/softmax.ts";
import { ClassCard } from "./class-card.tsx";
import type { Lab } from "./lab.ts";
import { type Method, sideOf } from "./methods.ts";
import type { ModelChoice } from "./model-choices.ts";

interface ClassListProps {
  lab: Lab;
  choice: ModelChoice;
  method: Method;
  /** Classes to show, in this order. */
  targets: readonly number[];
  /** Classes there would be to show. */
  total: number;
  predicted: number;
  picture: PictureSource;
  settings: HeatSettings;
  /** Strong and weak maps of different classes can be told apart. */
  isOneScale: boolean;
  onMore: () => void;
}

export function ClassList({ lab, choice, method, targets, total, predicted, ...rest }: ClassListProps) {
  const { picture, settings, isOneScale, onMore } = rest;
  const [first] = choice.models;
  const probabilities = softmax(lab.logits[first.id]);
  const ranges = useMemo(() => {
    const mapsOf = ({ request, values }: Method["halves"][number]) =>
      Object.values(lab.maps[request.key] ?? {}).flatMap((map) => sideOf(map, values) ?? []);
    return method.halves.map((half) => (isOneScale ? rangeOf(mapsOf(half)) : undefined));
  }, [lab.maps, method, isOneScale]);
  const width = method.halves.length > 1 ? 290 : 180;
  return (
    <>
      <ul
        aria-label="Classes"
        className="grid gap-3"
        style={{ gridTemplateColumns: `repeat(auto-fill, minmax(min(100%, ${width}px), 1fr))` }}
      >
        {targets.map((index) => (
          <ClassCard
            key={index}
            name={first.classNames[index]}
            probability={probabilities[index]}
            isPredicted={index === predicted}
            halves={method.halves}
            maps={method.halves.map(({ request }) => lab.maps[request.key]?.[index])}
            logits={method.halves.map(({ model }) => lab.logits[model.id]?.[index])}
            ranges={ranges}
            picture={picture}
            settings={settings}
          />
        ))}
      </ul>
      {targets.length < total ? (
        <p className="mt-4 flex items-center gap-3 text-sm text-muted">
          <button type="button" className={buttonClass()} onClick={onMore}>
            Show more
          </button>
          {targets.length} of {total} classes
        </p>
      ) : null}
      {total === 0 ? <p className="text-muted">No class has this in its name.</p> : null}
    </>
  );
}
