import type { RegionState } from "#lib/db/generated/enums.ts";

/** How far regions can be, in words, in the order of the work. */
export const REGION_STATES: readonly { id: RegionState; label: string; empty: string }[] = [
  { id: "submitted", label: "Waiting for review", empty: "Nothing waits for a review." },
  { id: "returned", label: "Sent back", empty: "Nothing was sent back." },
  { id: "none", label: "To draw", empty: "Every image has been looked at." },
  { id: "drawn", label: "Drawn", empty: "Nothing is being drawn." },
  { id: "accepted", label: "Accepted", empty: "Nothing has been accepted yet." },
];

/** The queue a link was opened from, if it names one. */
export const findQueue = (wish: string | undefined) => REGION_STATES.find(({ id }) => id === wish);
