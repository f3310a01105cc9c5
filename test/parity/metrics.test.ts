import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { softmax } from "#lib/explain/softmax.ts";
import { minMax } from "#lib/imaging/saliency.ts";
import { areaUnder, writePath } from "#lib/metrics/faithfulness/curves.ts";
import { riseBlur, riseKernel } from "#lib/metrics/faithfulness/rise-blur.ts";
import { meanValue } from "#lib/metrics/localisation/area.ts";
import { peak, pointsInside } from "#lib/metrics/localisation/pointing-game.ts";
import { boxMask, isEmpty, massShare } from "#lib/metrics/localisation/precision.ts";
import { topShare } from "#lib/metrics/localisation/top-share.ts";
import { prepareMap } from "#lib/metrics/prepare-map.ts";
import { rankPixels } from "#lib/metrics/rank-pixels.ts";
import { goldenNetwork } from "#test/support/golden-network.ts";
import { expectClose, readGolden } from "#test/support/golden-tensors.ts";

type Undefinable<T> = T | { undefined: string };

function cases<T>(name: string): T[] {
  return JSON.parse(readFileSync(new URL(`./golden/metrics/${name}.json`, import.meta.url), "utf8")).cases;
}

describe("localisation", () => {
  interface Case {
    name: string;
    map: string;
    mask: string;
    boxes: [number, number, number, number][];
    expected: Record<string, Undefinable<number>> & {
      precision_boxes?: Undefinable<number>[];
      argmax_xy?: Undefinable<[number, number]>;
      pointing_game_0?: Undefinable<boolean>;
      pointing_game_3?: Undefinable<boolean>;
      pointing_game_15?: Undefinable<boolean>;
    };
  }
  const arrays = readGolden("metrics/localisation.safetensors");
  const all = cases<Case>("localisation");
  const isReason = (value: unknown): value is { undefined: string } =>
    typeof value === "object" && value !== null && "undefined" in value;
  const near = (got: number, want: number) => expectClose([got], [want], { abs: 1e-6, rel: 1e-5 });

  it.each(all)("$name", ({ map: mapName, mask: maskName, boxes, expected }) => {
    const { shape, data } = arrays[mapName.slice(1)];
    const [height, width] = shape;
    const map = { data: Float32Array.from(data), height, width };
    const mask = { data: Uint8Array.from(arrays[maskName.slice(1)].data), height, width };

    if (isReason(expected.area_raw)) {
      expect(prepareMap(map, Math.max(height, width))).toEqual(expected.area_raw);
      return;
    }
    near(meanValue(map.data), expected.area_raw);
    if (isReason(expected.area_minmax)) expect(minMax(map).data.every((value) => value === 0)).toBe(true);
    else near(meanValue(minMax(map).data), expected.area_minmax);

    if (isReason(expected.precision_positive) && expected.precision_positive.undefined === "empty_mask") {
      expect(isEmpty(mask)).toBe(true);
      return;
    }
    const share = (inside: Uint8Array, want: Undefinable<number>, values: Float32Array = map.data) => {
      const got = massShare(values, inside);
      if (isReason(want)) expect(got).toEqual(want);
      else near((got as { value: number }).value, want);
    };
    share(mask.data, expected.precision_positive);
    if (!isReason(expected.precision_minmax)) share(mask.data, expected.precision_minmax, minMax(map).data);
    const insides = boxes.map(
      ([x0, y0, x1, y1]) =>
        boxMask({ x: x0, y: y0, width: x1 - x0, height: y1 - y0 }, { height, width }).data,
    );
    insides.forEach((inside, i) => {
      if (expected.precision_boxes) share(inside, expected.precision_boxes[i]);
    });
    if (insides.length > 0) {
      const union = insides[0].map((_, i) => (insides.some((inside) => inside[i]) ? 1 : 0));
      share(union, expected.precision_box_union);
    }

    if (isReason(expected.argmax_xy)) {
      const prepared = prepareMap(map, height);
      expect(prepared).toHaveProperty("undefined");
      return;
    }
    expect([peak(map.data) % width, Math.floor(peak(map.data) / width)]).toEqual(expected.argmax_xy);
    for (const tolerance of [0, 3, 15] as const) {
      expect(pointsInside(map.data, mask, tolerance)).toBe(expected[`pointing_game_${tolerance}`]);
    }
    const inside = mask.data.reduce((count, value) => count + value, 0);
    near(topShare(map.data, mask.data, inside), expected.rank_accuracy as number);
    near(topShare(map.data, mask.data, 10), expected.topk_10 as number);
    near(topShare(map.data, mask.data, Math.min(1000, height * width)), expected.topk_1000 as number);
  });
});

describe("insertion and deletion curves", () => {
  interface Curve {
    curve: number[];
    auc: number;
  }
  interface Case {
    name: string;
    model: string;
    map: string;
    step: number;
    class: number;
    expected: { undefined?: string; order_first20: number[]; n_points: number } & Record<
      "insertion_blur" | "insertion_zero" | "deletion_zero" | "deletion_blur",
      Curve
    >;
  }
  const arrays = readGolden("metrics/curves.safetensors");
  const tolerance = { abs: 1e-5, rel: 1e-5 };

  it("blurs with scipy's kernel", () => {
    const line = riseKernel();
    const outer = Float64Array.from({ length: 121 }, (_, i) => line[Math.floor(i / 11)] * line[i % 11]);
    expectClose(outer, arrays.blur_kernel.data, { abs: 1e-12, rel: 0 });
  });

  it.each(cases<Case>("curves").filter(({ expected }) => !expected.undefined))("$name", async (example) => {
    const network = goldenNetwork(example.model);
    const { height, width, channels } = network;
    const values =
      example.map === "ones" ? new Float32Array(height * width).fill(1) : network.map(example.map);
    const order = rankPixels(values);
    expect(Array.from(order.subarray(0, 20))).toEqual(example.expected.order_first20);

    const clean = network.image;
    const zero = new Float32Array(clean.length);
    const blurred = riseBlur(clean, height, width);
    const points = example.expected.n_points;
    const follow = (start: Float32Array, finish: Float32Array) => {
      const path = new Float32Array(points * clean.length);
      writePath(path, start, finish, order, example.step);
      return Float64Array.from({ length: points }, (_, point) => {
        const image = path.subarray(point * clean.length, (point + 1) * clean.length);
        return softmax(network.logits(image))[example.class];
      });
    };
    const check = (curve: Float64Array, want: Curve) => {
      expectClose(curve, want.curve, tolerance);
      expectClose([areaUnder(curve)], [want.auc], tolerance);
    };
    expect(channels * height * width).toBe(clean.length);
    check(follow(blurred, clean), example.expected.insertion_blur);
    check(follow(zero, clean), example.expected.insertion_zero);
    check(follow(clean, zero), example.expected.deletion_zero);
    check(follow(clean, blurred), example.expected.deletion_blur);
  });

  it("refuses a map with NaN", () => {
    const [nan] = cases<Case>("curves").filter(({ name }) => name === "nan_map");
    const map = { data: new Float32Array([0, Number.NaN, 1, 2]), height: 2, width: 2 };
    expect(prepareMap(map, 4)).toEqual(nan.expected);
  });
});
