"use client";

import { useEffect, useRef } from "react";
import { boundsOfMask, type MaskShape, maskOf } from "../shape/decoded-mask.ts";
import { type EditorState, inOrder } from "../store/state.ts";
import { regionColour } from "./region-colour.ts";
import { useShared } from "./use-editor.ts";

interface Stamp {
  canvas: HTMLCanvasElement;
  x: number;
  y: number;
}

const OPACITY = 0.45;
const stamps = new WeakMap<MaskShape, Stamp | null>();

/** A mask's inside in opaque black, as large as its bounds; null for an empty one. Drawn once a shape. */
function stampOf(shape: MaskShape): Stamp | null {
  const known = stamps.get(shape);
  if (known !== undefined) return known;
  const bounds = boundsOfMask(shape);
  const stamp = bounds ? paintStamp(shape, bounds) : null;
  stamps.set(shape, stamp);
  return stamp;
}

function paintStamp(
  shape: MaskShape,
  { x, y, width, height }: NonNullable<ReturnType<typeof boundsOfMask>>,
): Stamp {
  const canvas = document.createElement("canvas");
  canvas.width = width;
  canvas.height = height;
  const pixels = new ImageData(width, height);
  const mask = maskOf(shape);
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      if (mask.data[(y + row) * mask.width + x + column]) pixels.data[(row * width + column) * 4 + 3] = 255;
    }
  }
  canvas.getContext("2d")!.putImageData(pixels, 0, 0);
  return { canvas, x, y };
}

/** The masks, on a canvas as large as the stage: memory does not grow with the image. */
export function MaskCanvas() {
  const { store, indexOf } = useShared();
  const ref = useRef<HTMLCanvasElement>(null);

  useEffect(() => {
    const canvas = ref.current!;
    const layer = document.createElement("canvas");
    let frame = 0;
    let drew = false;
    const draw = () => {
      frame = 0;
      const any = hasMasks(store.state);
      if (any || drew) drawMasks(canvas, layer, store.state, indexOf);
      drew = any;
    };
    const unsubscribe = store.subscribe((state, before) => {
      const same =
        state.regions === before.regions &&
        state.view === before.view &&
        state.stage === before.stage &&
        state.gesture === before.gesture &&
        state.hidden === before.hidden &&
        state.selected === before.selected;
      if (!same && frame === 0) frame = requestAnimationFrame(draw);
    });
    draw();
    return () => {
      unsubscribe();
      cancelAnimationFrame(frame);
    };
  }, [store, indexOf]);

  return <canvas ref={ref} className="pointer-events-none absolute inset-0 size-full" />;
}

function hasMasks({ regions, gesture }: EditorState): boolean {
  if (gesture?.kind === "stroke") return true;
  for (const { shape } of regions.values()) if (shape.kind === "mask") return true;
  return false;
}

function drawMasks(
  canvas: HTMLCanvasElement,
  layer: HTMLCanvasElement,
  state: EditorState,
  indexOf: (classId: string | null) => number,
): void {
  const ratio = window.devicePixelRatio || 1;
  const [width, height] = [state.stage.width, state.stage.height].map((side) =>
    Math.max(1, Math.round(side * ratio)),
  );
  for (const each of [canvas, layer]) {
    if (each.width !== width || each.height !== height) [each.width, each.height] = [width, height];
  }
  const context = canvas.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.clearRect(0, 0, width, height);
  const { gesture } = state;
  const strokeKey = gesture?.kind === "stroke" ? gesture.key : null;
  const masks = inOrder(state.regions).filter(
    ({ key, shape }) => shape.kind === "mask" && !state.hidden.has(key),
  );
  const drawOne = (key: string, shape: MaskShape | null, classId: string | null) => {
    paintLayer(layer, ratio, state, key, shape, regionColour(indexOf(classId)));
    context.globalAlpha = state.selected.includes(key) || key === strokeKey ? OPACITY + 0.15 : OPACITY;
    context.drawImage(layer, 0, 0);
  };
  for (const { key, shape, classId } of masks) drawOne(key, shape as MaskShape, classId);
  if (strokeKey && !state.regions.has(strokeKey)) drawOne(strokeKey, null, state.classId);
}

/** One mask in its colour, with the stroke that is being made on it and where it has been moved to. */
function paintLayer(
  layer: HTMLCanvasElement,
  ratio: number,
  { view, gesture, selected, brushRadius, locked }: EditorState,
  key: string,
  shape: MaskShape | null,
  colour: string,
): void {
  const context = layer.getContext("2d")!;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.globalCompositeOperation = "source-over";
  context.clearRect(0, 0, layer.width, layer.height);
  const scale = view.scale * ratio;
  context.setTransform(scale, 0, 0, scale, view.x * ratio, view.y * ratio);
  context.imageSmoothingEnabled = view.scale < 1;
  const stamp = shape ? stampOf(shape) : null;
  const moved =
    gesture?.kind === "move" && selected.includes(key) && !locked.has(key) ? gesture.offset : [0, 0];
  if (stamp) context.drawImage(stamp.canvas, stamp.x + Math.round(moved[0]), stamp.y + Math.round(moved[1]));
  if (gesture?.kind === "stroke" && gesture.key === key) {
    context.globalCompositeOperation = gesture.value ? "source-over" : "destination-out";
    context.lineWidth = brushRadius * 2;
    context.lineCap = "round";
    context.lineJoin = "round";
    context.beginPath();
    for (const [i, [x, y]] of gesture.points.entries()) {
      if (i === 0) context.moveTo(x, y);
      context.lineTo(x, y);
    }
    context.stroke();
  }
  context.globalCompositeOperation = "source-in";
  context.fillStyle = colour;
  context.setTransform(1, 0, 0, 1, 0, 0);
  context.fillRect(0, 0, layer.width, layer.height);
}
