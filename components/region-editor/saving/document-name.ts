/**
 * What an editor edits, as the records on the device and the client name it: the regions of an image go by the image's id,
 * somebody's independent drawing by this. Whichever editor is opened next sends what any of them left behind.
 */
export const drawingName = (drawingId: string): string => `${DRAWING}${drawingId}`;

/** Where its regions are read and saved. */
export function addressOf(name: string): string {
  return name.startsWith(DRAWING)
    ? `/api/v1/drawings/${encodeURIComponent(name.slice(DRAWING.length))}/regions`
    : `/api/v1/images/${encodeURIComponent(name)}/regions`;
}

/** Ids have no dot. */
const DRAWING = "drawing.";
