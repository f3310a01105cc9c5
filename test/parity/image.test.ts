import { describe, expect, it } from "vitest";
import { toModelInput } from "#lib/imaging/model-input.ts";
import { resizeBilinear } from "#lib/imaging/resize.ts";
import { minMax, upsampleMap } from "#lib/imaging/saliency.ts";
import { channelsLast, expectClose, part, readGolden } from "#test/support/golden-tensors.ts";

const FLOAT = { abs: 1e-5, rel: 1e-5 };

/** torch 2.15 `interpolate(mode="bilinear", align_corners=False)` in float64. */
it.each(["bilinear_up_9x9_26x26", "bilinear_up2_6x8_20x31", "bilinear_down_40x36_13x17"])(
  "%s: gives torch's bilinear surface, pictures and maps alike",
  (name) => {
    const golden = readGolden(`image/${name}.safetensors`);
    const [count, , height, width] = golden["in.x"].shape;
    const [outHeight, outWidth] = golden["out.align_false"].shape.slice(2);
    for (let i = 0; i < count; i++) {
      const picture = { data: channelsLast(part(golden["in.x"], i)), height, width, channels: 3 };
      const resized = resizeBilinear(picture, outHeight, outWidth, { antialias: false });
      expectClose(resized.data, channelsLast(part(golden["out.align_false"], i)), FLOAT);

      const map = { data: Float32Array.from(part(golden["in.x"], i, 1).data), height, width };
      const want = part(golden["out.align_false"], i, 1);
      expectClose(upsampleMap(map, outHeight, outWidth).data, want.data, FLOAT);
    }
  },
);

it("bilinear_down_40x36_13x17: gives torch's antialiased reduction", () => {
  const golden = readGolden("image/bilinear_down_40x36_13x17.safetensors");
  for (let i = 0; i < golden["in.x"].shape[0]; i++) {
    const picture = { data: channelsLast(part(golden["in.x"], i)), height: 40, width: 36, channels: 3 };
    const want = channelsLast(part(golden["out.antialias"], i));
    expectClose(resizeBilinear(picture, 13, 17).data, want, FLOAT);
  }
});

/** Pillow 13 `resize(..., BILINEAR)` on bytes: it rounds between the two passes, so one grey level may differ. */
it.each([
  ["pil_9x9_65x65", "gray", 1],
  ["pil_9x9_65x65", "rgb", 3],
  ["pil_down_50x40_16x24", "gray", 1],
  ["pil_down_50x40_16x24", "rgb", 3],
  ["pil_map_9x9_260x260", "gray", 1],
])("%s %s: gives Pillow's bytes within one level", (name, kind, channels) => {
  const golden = readGolden(`image/${name}.safetensors`);
  const [height, width] = golden[`in.${kind}`].shape;
  const want = golden[`out.${kind}`];
  const source = { data: Uint8Array.from(golden[`in.${kind}`].data), height, width, channels };
  const got = resizeBilinear(source, want.shape[0], want.shape[1]);
  expect(got.data).toBeInstanceOf(Uint8Array);
  expectClose(got.data, want.data, { abs: 1, rel: 0 });
});

describe("min-max", () => {
  const golden = readGolden("image/minmax_edges.safetensors");

  it.each([0, 1, 2, 3, 4, 5])("stretches row %i to [0, 1], constant maps to 0", (row) => {
    const { shape, data } = part(golden["in.maps"], row);
    const map = { data: Float32Array.from(data), height: shape[0], width: shape[1] };
    expectClose(minMax(map).data, part(golden["out.minmax"], row).data, { abs: 1e-5, rel: 1e-5 });
  });
});

describe("model input", () => {
  it("normalises bytes as ImageNet models want them", () => {
    const golden = readGolden("image/imagenet_normalise.safetensors");
    const [count, height, width] = golden["in.rgb_u8_nhwc"].shape;
    const side = Math.min(height, width);
    for (let i = 0; i < count; i++) {
      const image = part(golden["in.rgb_u8_nhwc"], i);
      const rows = Uint8Array.from(image.data);
      const crop = new Uint8Array(side * side * 3);
      for (let y = 0; y < side; y++)
        crop.set(rows.subarray(y * width * 3, (y * width + side) * 3), y * side * 3);
      const normalisation = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
      const batch = toModelInput([{ data: crop, width: side, height: side }], {
        size: side,
        ...normalisation,
      });
      const want = channelsLast(part(golden["out.nchw"], i));
      const wanted = Array.from({ length: side * side * 3 }, (_, at) => {
        const pixel = Math.floor(at / 3);
        return want[(Math.floor(pixel / side) * width + (pixel % side)) * 3 + (at % 3)];
      });
      expectClose(batch.data, wanted, FLOAT);
    }
  });
});
