"use client";

import { useEffect, useRef } from "react";
import { setStage } from "../store/look.ts";
import type { EditorState } from "../store/state.ts";
import { Handles, LiveShapes } from "./live-layer.tsx";
import { MaskCanvas } from "./mask-canvas.tsx";
import { RegionLayer } from "./region-layer.tsx";
import { useEditor, useShared } from "./use-editor.ts";
import { useStagePointer } from "./use-stage-pointer.ts";

export interface StagePicture {
  url: string;
  alt: string;
  width: number;
  height: number;
}

/** Above this, a pixel of the image is shown as a square, CSS pixels. */
const CRISP = 4;

/** The picture with its regions. Zoom and pan are put on the elements as they are, past React: nothing is drawn anew. */
export function Stage({ picture, preview }: { picture: StagePicture; preview: React.ReactNode }) {
  const { store } = useShared();
  const stage = useRef<HTMLDivElement>(null);
  const world = useRef<HTMLDivElement>(null);
  const shapes = useRef<SVGGElement>(null);
  const tool = useEditor((state) => state.tool);
  useStagePointer(stage, store);

  useEffect(() => {
    const place = ({ view }: EditorState) => {
      const { scale, x, y } = view;
      world.current!.style.transform = `translate(${x}px, ${y}px) scale(${scale})`;
      world.current!.style.imageRendering = scale >= CRISP ? "pixelated" : "auto";
      shapes.current!.setAttribute("transform", `matrix(${scale} 0 0 ${scale} ${x} ${y})`);
    };
    const unsubscribe = store.subscribe((state, before) => {
      if (state.view !== before.view) place(state);
    });
    const observer = new ResizeObserver(([entry]) => {
      const { width, height } = entry.contentRect;
      if (width > 0 && height > 0) store.update((state) => setStage(state, { width, height }));
    });
    observer.observe(stage.current!);
    place(store.state);
    return () => {
      unsubscribe();
      observer.disconnect();
    };
  }, [store]);

  return (
    <div
      ref={stage}
      role="application"
      aria-label="Drawing area"
      aria-describedby="stage-help"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is drawn on with the keyboard too
      tabIndex={0}
      data-tool={tool}
      className="relative size-full touch-none overflow-hidden bg-fill select-none data-[tool=select]:cursor-default focus-visible:outline-2 focus-visible:-outline-offset-2 not-data-[tool=select]:cursor-crosshair"
    >
      <p id="stage-help" className="sr-only">
        Arrow keys move the crosshair, or the selected region, by one pixel; with shift by ten. Enter places a
        point. A question mark lists all keys. The regions are also listed beside the picture.
      </p>
      <div
        ref={world}
        className="absolute top-0 left-0 origin-top-left will-change-transform"
        style={{ width: picture.width, height: picture.height }}
      >
        {/* biome-ignore lint/performance/noImgElement: already re-encoded, sized and immutable */}
        <img
          src={picture.url}
          alt={picture.alt}
          width={picture.width}
          height={picture.height}
          draggable={false}
          className="block size-full max-w-none"
        />
      </div>
      <MaskCanvas />
      <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full">
        <g ref={shapes}>
          <RegionLayer />
          {preview}
          <LiveShapes />
        </g>
        <Handles />
      </svg>
    </div>
  );
}
