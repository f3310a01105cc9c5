import { outlinePath } from "#components/heatmap/outline-path.ts";
import type { DrawnImage } from "#lib/services/rounds/done-drawings.ts";
import type { PersonOutline } from "./overlaid-picture.tsx";

/** What each person drew on an image, as lines. @param people letters in the order of the round */
export function outlinesOf({ drawings }: DrawnImage, people: readonly string[]): PersonOutline[] {
  return drawings.map(({ person, marks }) => ({
    index: people.indexOf(person),
    path: marks.map(({ mark }) => outlinePath(mark)).join(""),
  }));
}
