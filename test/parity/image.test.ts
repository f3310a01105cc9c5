import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { toModelInput } from "#lib/imaging/model-input.ts";
import { imagingReplays } from "#lib/imaging/parity/replays.ts";
import type { GoldenCase } from "#lib/scouter/parity/golden-case.ts";
import { judgeCase } from "#lib/scouter/parity/replay.ts";
import { channelsLast, expectClose, part, readGolden } from "#test/support/golden-tensors.ts";

const folder = new URL("./golden/", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, folder));
const cases: GoldenCase[] = JSON.parse(read("manifest-image.json").toString());
const judge = (golden: GoldenCase) => judgeCase(golden, golden.files.map(read), imagingReplays[golden.kind]);

it("has a case of every kind that is replayed", () => {
  expect([...new Set(cases.map(({ kind }) => kind))].sort()).toEqual(Object.keys(imagingReplays).sort());
});

it.each(cases)("$id", async (golden) => {
  expect(await judge(golden)).toMatchObject({ pass: true });
});

it.each([
  ["gaussian_blur_51_50", { padding: "zero" }],
  ["ep_imsmooth", { padding: "reflect101" }],
  ["rise_gkern_11_5", { sigma: 4 }],
  ["imagenet_normalise", { std: [0.229, 0.224, 0.226] }],
])("%s fails under %o", async (name, change) => {
  const golden = cases.find(({ id }) => id === `image/${name}`) as GoldenCase;
  const changed = { ...golden, options: { ...golden.options, ...change } };
  expect(await judge(changed)).toMatchObject({ pass: false });
});

it("normalises a picture of the model's size without touching its pixels", () => {
  const golden = readGolden("image/imagenet_normalise.safetensors");
  const [, height, width] = golden["in.rgb_u8_nhwc"].shape;
  const side = Math.min(height, width);
  const rows = Uint8Array.from(part(golden["in.rgb_u8_nhwc"], 0).data);
  const crop = new Uint8Array(side * side * 3);
  for (let y = 0; y < side; y++) crop.set(rows.subarray(y * width * 3, (y * width + side) * 3), y * side * 3);
  const normalisation = { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] };
  const batch = toModelInput([{ data: crop, width: side, height: side }], { size: side, ...normalisation });
  const want = channelsLast(part(golden["out.nchw"], 0));
  const wanted = Array.from({ length: side * side * 3 }, (_, at) => {
    const pixel = Math.floor(at / 3);
    return want[(Math.floor(pixel / side) * width + (pixel % side)) * 3 + (at % 3)];
  });
  expectClose(batch.data, wanted, { abs: 1e-5, rel: 1e-5 });
});
