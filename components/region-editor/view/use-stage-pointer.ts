"use client";

import { type RefObject, useEffect } from "react";
import type { Point } from "#lib/formats/dataset/annotation.ts";
import type { EditorStore } from "../store/editor-store.ts";
import { pointerCancel, pointerDown, pointerMove, pointerUp, type Touch } from "../store/gestures.ts";
import { pan, zoom } from "../store/look.ts";
import { toImage } from "../store/view.ts";
import { REACH_PX } from "./live-layer.tsx";

/** How near to something a pointer has to be, CSS pixels: fingers are wide. */
const NEAR_PX = { mouse: 7, pen: 8, touch: 18 } as const;
/** A hand that rests while a pen is at work is not a finger. */
const PALM_MS = 700;

/**
 * Turns pointer events into gestures. One finger draws or moves as the tool says, two move the picture; a pen wins over
 * fingers; the middle button, or the space bar with any tool, moves the picture as well.
 */
export function useStagePointer(stage: RefObject<HTMLElement | null>, store: EditorStore): void {
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const fingers = new Map<number, Point>();
    let active: { id: number; panning: boolean; last: Point } | null = null;
    let penAt = Number.NEGATIVE_INFINITY;
    let spaceHeld = false;

    const onStage = (event: { clientX: number; clientY: number }): Point => {
      const { left, top } = element.getBoundingClientRect();
      return [event.clientX - left, event.clientY - top];
    };
    const touchOf = (event: PointerEvent): Touch => {
      const { scale } = store.state.view;
      const near = NEAR_PX[event.pointerType as keyof typeof NEAR_PX] ?? NEAR_PX.mouse;
      return { tolerance: near / scale, reach: REACH_PX / scale, shift: event.shiftKey, alt: event.altKey };
    };
    const at = (event: PointerEvent) => toImage(store.state.view, onStage(event));
    const isPalm = (event: PointerEvent) =>
      event.pointerType === "touch" && performance.now() - penAt < PALM_MS;

    function down(event: PointerEvent): void {
      if (event.pointerType === "pen") {
        penAt = performance.now();
        fingers.clear();
        if (active) store.update(pointerCancel);
        active = null;
      }
      if (isPalm(event) || event.button === 2) return;
      element!.focus({ preventScroll: true });
      element!.setPointerCapture(event.pointerId);
      if (event.pointerType === "touch") {
        fingers.set(event.pointerId, onStage(event));
        if (fingers.size > 1) {
          store.update(pointerCancel);
          active = null;
          return;
        }
      }
      if (active) return;
      const panning = spaceHeld || event.button === 1;
      active = { id: event.pointerId, panning, last: onStage(event) };
      if (!panning) store.update((state) => pointerDown(state, at(event), touchOf(event)));
      event.preventDefault();
    }

    function pinch(event: PointerEvent): void {
      const before = [...fingers.values()];
      fingers.set(event.pointerId, onStage(event));
      const after = [...fingers.values()];
      const middle = ([[ax, ay], [bx, by]]: Point[]): Point => [(ax + bx) / 2, (ay + by) / 2];
      const spread = ([[ax, ay], [bx, by]]: Point[]) => Math.hypot(bx - ax, by - ay) || 1;
      const [from, to] = [middle(before), middle(after)];
      store.update((state) =>
        zoom(pan(state, to[0] - from[0], to[1] - from[1]), spread(after) / spread(before), to),
      );
    }

    function move(event: PointerEvent): void {
      if (event.pointerType === "pen") penAt = performance.now();
      if (isPalm(event)) return;
      if (fingers.size > 1 && fingers.has(event.pointerId)) {
        pinch(event);
        return;
      }
      if (fingers.has(event.pointerId)) fingers.set(event.pointerId, onStage(event));
      if (active && active.id !== event.pointerId) return;
      if (active && (active.panning || store.state.gesture?.kind === "pan")) {
        const [x, y] = onStage(event);
        const [dx, dy] = [x - active.last[0], y - active.last[1]];
        active.last = [x, y];
        store.update((state) => pan(state, dx, dy));
        return;
      }
      const isLine = store.state.gesture?.kind === "stroke" || store.state.gesture?.kind === "place";
      const events = isLine && event.getCoalescedEvents ? event.getCoalescedEvents() : [];
      for (const each of events.length > 0 ? events : [event]) {
        store.update((state) => pointerMove(state, at(each), touchOf(event)));
      }
    }

    function up(event: PointerEvent): void {
      fingers.delete(event.pointerId);
      if (active?.id !== event.pointerId) return;
      const { panning } = active;
      active = null;
      if (!panning) store.update((state) => pointerUp(state, at(event), touchOf(event)));
    }

    function cancel(event: PointerEvent): void {
      fingers.delete(event.pointerId);
      if (active?.id !== event.pointerId) return;
      active = null;
      store.update(pointerCancel);
    }

    function leave(): void {
      if (!active) store.update((state) => (state.cursor ? { ...state, cursor: null } : state));
    }

    /** A wheel zooms, two fingers on a pad move the picture, and pinching there zooms. */
    function wheel(event: WheelEvent): void {
      event.preventDefault();
      const isPad =
        !event.ctrlKey && event.deltaMode === 0 && (event.deltaX !== 0 || Math.abs(event.deltaY) < 40);
      if (isPad) store.update((state) => pan(state, -event.deltaX, -event.deltaY));
      else {
        const lines = event.deltaMode === 0 ? event.deltaY : event.deltaY * 30;
        const factor = Math.exp(-Math.max(-120, Math.min(120, lines)) * (event.ctrlKey ? 0.01 : 0.003));
        store.update((state) => zoom(state, factor, onStage(event)));
      }
    }

    const space = (event: KeyboardEvent) => {
      if (event.key !== " ") return;
      spaceHeld = event.type === "keydown" && document.activeElement === element;
      if (spaceHeld) event.preventDefault();
    };

    element.addEventListener("pointerdown", down);
    element.addEventListener("pointermove", move);
    element.addEventListener("pointerup", up);
    element.addEventListener("pointercancel", cancel);
    element.addEventListener("pointerleave", leave);
    element.addEventListener("wheel", wheel, { passive: false });
    window.addEventListener("keydown", space);
    window.addEventListener("keyup", space);
    return () => {
      element.removeEventListener("pointerdown", down);
      element.removeEventListener("pointermove", move);
      element.removeEventListener("pointerup", up);
      element.removeEventListener("pointercancel", cancel);
      element.removeEventListener("pointerleave", leave);
      element.removeEventListener("wheel", wheel);
      window.removeEventListener("keydown", space);
      window.removeEventListener("keyup", space);
    };
  }, [stage, store]);
}
