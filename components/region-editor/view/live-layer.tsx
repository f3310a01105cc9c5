"use client";

import type { AnnotationShape, Point } from "#lib/formats/dataset/annotation.ts";
import { handlesOf } from "../shape/handles.ts";
import { draftPoints, draftShape } from "../store/draft.ts";
import { type EditorState, theSelected } from "../store/state.ts";
import { toScreen, type View } from "../store/view.ts";
import { regionColour } from "./region-colour.ts";
import { shapePath } from "./shape-path.ts";
import { useEditor, useShared } from "./use-editor.ts";

/** Distance of a rotation handle from its shape, CSS pixels. */
export const REACH_PX = 28;
/** Middles of edges are offered where they have at least this room, CSS pixels. */
const ROOM_PX = 28;

/** What is being dragged or drawn just now, in image pixels. */
export function LiveShapes() {
  const { indexOf } = useShared();
  const live = useEditor((state) => state.live);
  const regions = useEditor((state) => state.regions);
  const draft = useEditor((state) => state.draft);
  const cursor = useEditor((state) => (state.draft || state.gesture?.kind === "place" ? state.cursor : null));
  const trail = useEditor((state) => (state.gesture?.kind === "place" ? state.gesture.trail : null));
  const tool = useEditor((state) => state.tool);
  const classId = useEditor((state) => state.classId);
  const colour = regionColour(indexOf(classId));
  const shape = drawnShape(draft, cursor, trail, tool);
  return (
    <>
      {[...live].map(([key, each]) => (
        <Outline key={key} shape={each} colour={regionColour(indexOf(regions.get(key)?.classId ?? null))} />
      ))}
      {shape ? <Outline shape={shape} colour={colour} dashed /> : null}
    </>
  );
}

/** The unfinished shape with where the pointer is, or with the line it has gone since it came down. */
function drawnShape(
  draft: EditorState["draft"],
  cursor: Point | null,
  trail: readonly Point[] | null,
  tool: EditorState["tool"],
): AnnotationShape | null {
  const freehand = tool === "polygon" || tool === "polyline";
  if (trail && freehand) {
    const before = draft?.tool === tool ? draftPoints(draft) : [];
    return before.length + trail.length > 1 ? { kind: "polyline", points: [...before, ...trail] } : null;
  }
  if (trail && (tool === "box" || tool === "ellipse" || tool === "rotated-box")) {
    const before = draft?.tool === tool ? draft.steps : [];
    return draftShape({ tool, steps: [...before, [trail[0]]], undone: [], into: null }, cursor);
  }
  return draft && draft.steps.length > 0 && draft.tool === tool ? draftShape(draft, cursor) : null;
}

function Outline({ shape, colour, dashed }: { shape: AnnotationShape; colour: string; dashed?: boolean }) {
  const line = shape.kind === "polyline" || shape.kind === "points";
  return (
    <path
      d={shapePath(shape)}
      fill={line ? "none" : colour}
      fillOpacity={0.2}
      fillRule="evenodd"
      stroke={colour}
      strokeWidth={shape.kind === "points" ? 14 : 2.5}
      strokeLinecap={shape.kind === "points" ? "round" : "butt"}
      strokeDasharray={dashed ? "6 3" : undefined}
      vectorEffect="non-scaling-stroke"
    />
  );
}

/** Handles of the selected region, corners of the unfinished shape and the crosshair, all in screen pixels. */
export function Handles() {
  const view = useEditor((state) => state.view);
  const region = useEditor(theSelected);
  const live = useEditor((state) => state.live);
  const tool = useEditor((state) => state.tool);
  const held = useEditor((state) => state.handle);
  const draft = useEditor((state) => state.draft);
  const isFree = useEditor(
    (state) => region !== null && !state.locked.has(region.key) && !state.hidden.has(region.key),
  );
  const shape = region && isFree && tool === "select" ? (live.get(region.key) ?? region.shape) : null;
  return (
    <>
      {shape ? <ShapeHandles shape={shape} view={view} held={held} /> : null}
      {draft?.tool === tool
        ? draftPoints(draft).map((point, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: points are known by their place
            <Knob key={i} at={toScreen(view, point)} held={i === 0} />
          ))
        : null}
      <Crosshair view={view} />
    </>
  );
}

function ShapeHandles({ shape, view, held }: { shape: AnnotationShape; view: View; held: string | null }) {
  const handles = handlesOf(shape, REACH_PX / view.scale);
  return handles.map(({ id, kind, at }, i) => {
    const place = toScreen(view, at);
    if (kind === "between") {
      const corner = toScreen(view, handles[i - 1]?.at ?? at);
      const room = Math.hypot(corner[0] - place[0], corner[1] - place[1]);
      return room < ROOM_PX ? null : (
        <circle key={id} cx={place[0]} cy={place[1]} r={3.5} className="fill-white/80 stroke-black/70" />
      );
    }
    return <Knob key={id} at={place} held={id === held} round={kind === "rotate"} />;
  });
}

function Knob({ at: [x, y], held, round }: { at: Point; held: boolean; round?: boolean }) {
  const looks = held ? "fill-accent stroke-white" : "fill-white stroke-black/80";
  return round ? (
    <circle cx={x} cy={y} r={6} strokeWidth={1.5} className={looks} data-handle="" />
  ) : (
    <rect x={x - 4.5} y={y - 4.5} width={9} height={9} strokeWidth={1.5} className={looks} data-handle="" />
  );
}

/** Where the next point goes; with brush and eraser, what they cover. */
function Crosshair({ view }: { view: View }) {
  const tool = useEditor((state) => state.tool);
  const cursor = useEditor((state) =>
    state.tool === "select" && state.selected.length > 0 ? null : state.cursor,
  );
  const radius = useEditor((state) => state.brushRadius);
  if (!cursor) return null;
  const [x, y] = toScreen(view, cursor);
  if (tool === "brush" || tool === "eraser") {
    return (
      <g fill="none" pointerEvents="none">
        <circle cx={x} cy={y} r={radius * view.scale + 1} stroke="#000" strokeOpacity={0.6} />
        <circle cx={x} cy={y} r={radius * view.scale} stroke="#fff" />
      </g>
    );
  }
  const cross = `M${x - 9} ${y}h18M${x} ${y - 9}v18`;
  return (
    <g fill="none" pointerEvents="none">
      <path d={cross} stroke="#000" strokeWidth={3} strokeOpacity={0.5} />
      <path d={cross} stroke="#fff" />
    </g>
  );
}
