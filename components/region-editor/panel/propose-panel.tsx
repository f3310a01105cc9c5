"use client";

import { useDeferredValue, useEffect, useMemo, useState } from "react";
import { scaleMap } from "#components/heatmap/scale-map.ts";
import { Button } from "#components/ui/button.tsx";
import { Field, Select } from "#components/ui/field.tsx";
import { Segmented } from "#components/ui/segmented.tsx";
import type { AnnotationShape } from "#lib/formats/dataset/annotation.ts";
import { contourPolygons, type Field as MapField } from "../proposals/contour-polygons.ts";
import { thresholdMask } from "../proposals/threshold-mask.ts";
import { commit } from "../store/history.ts";
import type { EditorRegion } from "../store/state.ts";
import { useEditor, useShared } from "../view/use-editor.ts";

export interface ProposalMap {
  id: string;
  /** Run, method and class. */
  label: string;
}

interface ProposePanelProps {
  maps: readonly ProposalMap[];
  /** What would be drawn, for the picture. */
  show: (shapes: readonly AnnotationShape[]) => void;
}

const FORMS = [
  { id: "polygon", label: "Polygons", title: "One polygon for each connected part" },
  { id: "mask", label: "Mask", title: "One mask of all pixels" },
] as const;

/** A saliency map cut at a threshold, as a proposal: nothing is drawn until it is accepted. */
export function ProposePanel({ maps, show }: ProposePanelProps) {
  const { store } = useShared();
  const size = useEditor((state) => state.size);
  const [mapId, setMapId] = useState("");
  const [map, setMap] = useState<{ id: string; field: MapField } | null>(null);
  const [failed, setFailed] = useState(false);
  const [percent, setPercent] = useState(50);
  const [form, setForm] = useState<"polygon" | "mask">("polygon");
  const level = useDeferredValue(percent) / 100;

  useEffect(() => {
    if (!mapId) return;
    let current = true;
    setFailed(false);
    readMap(mapId).then(
      (field) => current && setMap({ id: mapId, field }),
      () => current && setFailed(true),
    );
    return () => {
      current = false;
    };
  }, [mapId]);

  const field = map && map.id === mapId ? map.field : null;
  const polygons = useMemo(() => (field ? contourPolygons(field, level, size) : []), [field, level, size]);
  useEffect(() => {
    show(polygons);
    return () => show([]);
  }, [polygons, show]);

  function accept(): void {
    if (!field) return;
    const mask = form === "mask" ? thresholdMask(field, level, size) : null;
    const shapes: AnnotationShape[] = form === "mask" ? (mask ? [mask] : []) : polygons;
    store.update((state) => {
      const regions = shapes.map(
        (shape): EditorRegion => ({ key: state.newKey(), classId: state.classId, shape, attributes: {} }),
      );
      const next = commit(
        state,
        regions.map((after) => ({ before: null, after })),
        "Drew the proposal.",
      );
      return { ...next, selected: regions.map(({ key }) => key) };
    });
    setMapId("");
  }

  return (
    <div className="flex flex-col gap-3 p-3">
      <Field
        id="proposal-map"
        label="Saliency map"
        hint="A map says where a model looked, which need not be where the object is."
      >
        <Select id="proposal-map" hinted value={mapId} onChange={(event) => setMapId(event.target.value)}>
          <option value="">Choose a map…</option>
          {maps.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </Select>
      </Field>
      {failed ? (
        <p role="alert" className="text-sm text-danger">
          The map could not be read. Choose it again.
        </p>
      ) : null}
      {field ? (
        <>
          <Field id="proposal-level" label={`Threshold: ${percent} % of the map's range`}>
            <input
              id="proposal-level"
              type="range"
              min={1}
              max={99}
              value={percent}
              className="min-h-8 w-full accent-accent"
              onChange={(event) => setPercent(Number(event.target.value))}
            />
          </Field>
          <Segmented
            name="proposal-form"
            legend="Drawn as"
            segments={FORMS}
            value={form}
            onChange={setForm}
          />
          <p className="text-sm text-muted" role="status">
            {polygons.length === 0
              ? "Nothing of the map reaches this threshold."
              : polygons.length === 1
                ? "One part."
                : `${polygons.length} parts.`}
          </p>
          <div>
            <Button look="primary" disabled={polygons.length === 0} onClick={accept}>
              Draw it
            </Button>
          </div>
        </>
      ) : null}
    </div>
  );
}

async function readMap(id: string): Promise<MapField> {
  const response = await fetch(`/api/v1/maps/${id}`);
  if (!response.ok) throw new Error(String(response.status));
  const { values, height, width } = (await response.json()) as {
    values: number[];
    height: number;
    width: number;
  };
  return scaleMap({ data: values, height, width });
}
