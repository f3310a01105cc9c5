import type { Shown } from "./choose-practice.ts";
import type { MaterialMap } from "./load-material.ts";

/**
 * Beside each picture of the computer's answer, in the same role, those of the image's other classes. Every map is stretched to its
 * own full range, as all stimuli are: on one scale for all, the answer's would be the brightest, whatever it shows.
 * @param classes of the image, the answer first; with none, nothing is added
 * @param load the map of an arm, by its place, for one of them
 */
export async function withOtherClasses(
  ofAnswer: readonly Shown[],
  [, ...others]: readonly string[],
  load: (arm: number, className: string) => Promise<MaterialMap>,
): Promise<Shown[]> {
  const shown = ofAnswer.map((first) => [
    first,
    ...others.map(async (name, at): Promise<Shown> => {
      const map = await load(first.arm, name);
      const { answer, mapId } = map;
      return { ...first, map, classAt: at + 1, wording: { ...first.wording, answer, mapId } };
    }),
  ]);
  return Promise.all(shown.flat());
}
