import type { ToolId } from "../store/state.ts";

const ICONS: Record<
  ToolId | "undo" | "redo" | "trash" | "check" | "panel" | "seen" | "hidden" | "locked" | "free",
  string
> = {
  select: "M6 3l12 9-5.5 1L16 20l-2.5 1-3.2-6.6L6 18z",
  box: "M4 6h16v12H4z",
  "rotated-box": "M12 3l9 9-9 9-9-9z",
  polygon: "M12 3l8 6-3 10H7L4 9z",
  polyline: "M4 18l5-9 5 6 6-11",
  ellipse: "M12 6c5 0 9 2.7 9 6s-4 6-9 6-9-2.7-9-6 4-6 9-6z",
  point: "M12 9a3 3 0 100 6 3 3 0 000-6zM12 3v3M12 18v3M3 12h3M18 12h3",
  brush: "M14 4l6 6-8 8c-2 2-7 2-8 2 0-1 0-6 2-8z",
  eraser: "M4 15l9-9 7 7-7 7H8zM9 11l6 6",
  undo: "M9 7L4 12l5 5M4 12h10a5 5 0 015 5v1",
  redo: "M15 7l5 5-5 5M20 12H10a5 5 0 00-5 5v1",
  trash: "M5 7h14M9 7V4h6v3M7 7l1 13h8l1-13",
  check: "M4 13l5 5L20 6",
  seen: "M2 12s4-6 10-6 10 6 10 6-4 6-10 6-10-6-10-6zM12 9a3 3 0 100 6 3 3 0 000-6z",
  hidden: "M4 9c2 3 5 4.5 8 4.5S18 12 20 9M6 12l-2 3M12 13.5V17M18 12l2 3",
  locked: "M6 11h12v9H6zM8 11V8a4 4 0 018 0v3",
  free: "M6 11h12v9H6zM8 11V8a4 4 0 017.5-2",
  panel: "M4 6h16M4 12h16M4 18h16",
};

/** A picture of a tool; its button says what it is. */
export function ToolIcon({ name, small }: { name: keyof typeof ICONS; small?: boolean }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className={`${small ? "size-4" : "size-5"} fill-none stroke-current stroke-[1.75]`}
    >
      <path d={ICONS[name]} strokeLinecap="round" strokeLinejoin="round" />
    </svg>
  );
}
