import type { Random } from "#lib/tensor/random.ts";
import type { BestWorstDetail, PointDetail, RankingDetail, StrokesDetail } from "../answer-detail.ts";
import type { GivenResponse, ResponseSpec } from "../template.ts";
import type { RehearsedTrial } from "./behaviour.ts";

/** Of a brush stroke, in widths of the picture. */
const RADIUS = 0.05;

/**
 * An answer by somebody who doesn't look, uniform over what may be answered: values of a scale, options, classes, orders,
 * pairs of best and worst, places; of strokes, one straight stroke between two places.
 * @param trial must show at least two pictures where they are ranked, and have classes where one is chosen
 */
export function drawResponse(
  response: ResponseSpec,
  { panels, classes }: Pick<RehearsedTrial, "panels" | "classes">,
  random: Random,
): GivenResponse {
  const place = () => [random.uniform(), random.uniform()] as const;
  switch (response.kind) {
    case "scale":
      return { value: response.values[random.integer(response.values.length)], detail: null };
    case "choice":
      return { value: random.integer(response.options.length), detail: null };
    case "class":
      return { value: random.integer(classes), detail: null };
    case "ranking": {
      const order = random.shuffle(panels.map((_, i) => i));
      return { value: order[0], detail: { order } satisfies RankingDetail };
    }
    case "best-worst": {
      const [value, worst] = random.shuffle(panels.map((_, i) => i));
      return { value, detail: { worst } satisfies BestWorstDetail };
    }
    case "point": {
      const [x, y] = place();
      return { value: 0, detail: { x, y } satisfies PointDetail };
    }
    case "strokes": {
      const strokes = [{ radius: RADIUS, points: [place(), place()] }];
      return { value: strokes.length, detail: { strokes } satisfies StrokesDetail };
    }
  }
}
