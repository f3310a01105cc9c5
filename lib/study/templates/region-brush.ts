import { answerColumns } from "../answer-columns.ts";
import type { BrushStroke } from "../answer-detail.ts";
import { markedCells } from "../marked-cells.ts";
import type { PictureMap } from "../picture-map.ts";
import { highlightShare } from "../practice.ts";
import { StrokesSchema } from "../response-details.ts";
import type { StudyTemplate } from "../template.ts";
import { withoutMap } from "./without-map.ts";

/**
 * What people would go by themselves: they see the picture without a map and paint over it; afterwards every arm's map is
 * scored at what they marked, so that each answer is about all arms and no map influences it.
 */
export const regionBrush: StudyTemplate = {
  ...withoutMap,
  id: "region-brush",
  version: 1,
  title: "Marking regions",
  about:
    "How far each method’s maps lie on what people would go by themselves, which they paint without seeing a map.",
  response: { kind: "strokes" },
  detail: StrokesSchema,
  cites: [
    "Das et al. (2017). Human attention in visual question answering: do humans and deep networks look at the same regions? CVIU 163.",
    "Wang et al. (2020). Score-CAM: score-weighted visual explanations for convolutional neural networks. CVPR Workshops, section 4.3 (energy-based pointing game).",
  ],
  measure: {
    name: "share of the map on the marks, beyond chance",
    low: -1,
    high: 1,
    chance: 0,
    about: "plausibility",
  },
  /**
   * Of each map m: sum of m on the marks / sum of m, the energy-based pointing game, less the marks' share of the image,
   * which is what a map that is the same everywhere has. Nothing for a map that is, nor for marks beside the image.
   */
  score: ({ detail }, panels) => {
    const { strokes } = StrokesSchema.parse(detail);
    return panels.flatMap(({ armId, map }) => {
      const value = map ? excessShare(map, strokes) : null;
      return value === null ? [] : [{ armId, value }];
    });
  },
  simulate: (rater, [{ object }], random) => {
    const jitter = () => 0.1 * object.radius * rater.noise * random.normal();
    const place = (dx: number): [number, number] => [
      inPicture(object.x + dx + jitter()),
      inPicture(object.y + jitter()),
    ];
    const half = object.radius / 2;
    const radius = Math.min(0.25, Math.max(0.005, half));
    const strokes = [{ radius, points: [place(-half), place(0), place(half)] }];
    return { value: strokes.length, detail: { strokes } };
  },
  columns: answerColumns({
    value: { meaning: "How many strokes were drawn." },
    detail: {
      meaning: "The strokes of a round brush over the square picture.",
      unit: "sides of the picture, from the left and the top",
      values: 'JSON: {"strokes": [{"radius": r, "points": [[x, y], ...]}, ...]}',
    },
  }),
};

function excessShare(picture: PictureMap, strokes: readonly BrushStroke[]): number | null {
  const marked = markedCells(picture, strokes);
  const area = marked.reduce((sum, one) => sum + one, 0) / marked.length;
  const share = highlightShare(picture.map.data, marked);
  return area === 0 || share === null ? null : share - area;
}

const inPicture = (place: number): number => Math.min(1, Math.max(0, place));
