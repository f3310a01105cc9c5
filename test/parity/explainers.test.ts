import { describe, expect, it } from "vitest";
import { gradCam } from "#lib/explain/grad-cam.ts";
import { bitsPerCell, fitBottleneck, iba } from "#lib/explain/iba.ts";
import {
  decodeIbaStatistics,
  encodeIbaStatistics,
  estimateIbaStatistics,
} from "#lib/explain/iba-statistics.ts";
import { normaliseMap } from "#lib/explain/normalise-map.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { ssCam, ssCamMap } from "#lib/explain/ss-cam.ts";
import type { ImageBatch, ModelView, SaliencyMap } from "#lib/tensor/model-view.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { describeOnEngines } from "#test/support/engines.ts";
import {
  channelsLast,
  expectClose,
  type GoldenTensor,
  part,
  readGolden,
} from "#test/support/golden-tensors.ts";
import { openTinyCnn } from "#test/support/tiny-cnn.ts";

const TOLERANCE = { abs: 1e-5, rel: 1e-4 };
const CLASSES = [0, 1, 2, 3, 4];
const IMAGES = [0, 1, 2];
const golden = (name: string) => readGolden(`explainers/${name}.safetensors`);

const images: ImageBatch = { data: channelsLast(golden("inputs").images), count: 3, height: 32, width: 32 };
const image = (i: number): ImageBatch => ({
  ...images,
  count: 1,
  data: images.data.subarray(i * 3072, (i + 1) * 3072),
});
const noReport = async () => {};

/** Raw map, and the same map prepared for show, against `out.raw` and `out.final`. */
function expectMap(map: SaliencyMap, want: Record<string, GoldenTensor>, i: number, c: number) {
  expectClose(map.data, part(want["out.raw"], i, c).data, TOLERANCE);
  expectClose(normaliseMap(map, 32, 32).data, part(want["out.final"], i, c).data, { abs: 2e-5, rel: 1e-4 });
}

describeOnEngines("", () => {
  describe.each(["relu3", "relu2"] as const)("Grad-CAM at %s", (layer) => {
    it("equals torchcam on every image and class", async () => {
      const model = openTinyCnn({ layer });
      const want = golden(`gradcam_${layer}`);
      for (const c of CLASSES) {
        const maps = await runExplainer({
          explainer: gradCam,
          model,
          images,
          targets: IMAGES.map(() => c),
          random: createRandom(1),
        });
        for (const i of IMAGES) expectMap(maps[i], want, i, c);
      }
    });
  });

  it("Grad-CAM = relu(CAM) / (h w) under pooling and a linear layer", async () => {
    const cam = golden("cam")["out.raw"];
    for (const c of CLASSES) {
      const maps = await runExplainer({
        explainer: gradCam,
        model: openTinyCnn(),
        images,
        targets: IMAGES.map(() => c),
        random: createRandom(1),
      });
      for (const i of IMAGES) {
        const want = part(cam, i, c).data.map((value) => Math.max(0, value) / 64);
        expectClose(maps[i].data, want, { abs: 1e-6, rel: 1e-4 });
      }
    }
  });
});

describeOnEngines(
  "",
  () => {
    describe.each([
      ["relu3", 10, { abs: 6e-5, rel: 3.5e-4 }],
      ["relu2", 2, { abs: 1e-4, rel: 3.3e-4 }],
    ] as const)("IBA at %s", (layer, samples, tolerance) => {
      const measure = () => {
        const data = channelsLast(golden("iba_statistics_relu3")["in.stat_images"]);
        return estimateIbaStatistics(openTinyCnn({ layer }), { data, count: 16, height: 32, width: 32 });
      };

      it("has the stored statistics, also after a round trip through bytes", async () => {
        const want = golden(`iba_statistics_${layer}`);
        const got = decodeIbaStatistics(encodeIbaStatistics(await measure()));
        expectClose(got.mean, channelsLast(want["out.mean"]), TOLERANCE);
        expectClose(got.std, channelsLast(want["out.std"]), TOLERANCE);
        expect(Array.from(got.active)).toEqual(Array.from(channelsLast(want["out.active"])));
        expect(got.count).toBe(16);
      });

      it("finds the stored bottleneck", async () => {
        const want = golden(`iba_${layer}`);
        const { eps } = golden(`iba_eps_${layer}`);
        const model = openTinyCnn({ layer });
        const statistics = await measure();
        for (const [i, c] of [
          [0, 0],
          [1, 1],
          [2, 4],
        ]) {
          const { features } = await model.forward(image(i));
          const { capacity, alpha, trace } = await fitBottleneck({
            model,
            features,
            target: c,
            statistics,
            settings: iba.options.parse({ samples }),
            noise: (out, step) => out.set(channelsLast(part(eps, step))),
            step: noReport,
          });
          expectClose(capacity, channelsLast(want[`out.capacity_nats_${i}_${c}`]), tolerance);
          expectClose(
            bitsPerCell(capacity, model.featureShape.channels),
            want[`out.bits_${i}_${c}`].data,
            tolerance,
          );
          expectClose(alpha, channelsLast(want[`out.alpha_${i}_${c}`]), tolerance);
          const seen = trace.flatMap(({ loss, surprise, information }) => [loss, surprise, information]);
          expectClose(seen, want[`out.trace_${i}_${c}`].data, tolerance);
        }
      });
    });
  },
  { heavy: true },
);

/** SS-CAM of one image and class under stored noise; variant a wants [H, W, 3], the others a plane a channel. */
async function ssCamOf(model: ModelView, i: number, c: number, options: object, noise: GoldenTensor | null) {
  const settings = ssCam.options.parse(options);
  const { features } = await model.forward(image(i));
  const shared = settings.variant === "a";
  const { map } = await ssCamMap({
    model,
    image: image(i),
    features,
    target: c,
    settings,
    noise: (out, n, k) => {
      if (noise) out.set(shared ? channelsLast(part(noise, n)) : part(noise, n, k).data);
    },
    report: noReport,
  });
  return map;
}

describeOnEngines(
  "SS-CAM",
  () => {
    it.each([
      ["a", "sscam_a", "sscam_noise_a", 4, CLASSES],
      ["b", "sscam_b", "sscam_noise_bc", 4, CLASSES],
      ["c", "sscam_c", "sscam_noise_bc", 4, CLASSES],
      ["a", "sscam_a_n35", "sscam_noise_a35", 35, [0, 3]],
    ] as const)("variant %s equals %s", async (variant, name, noiseName, samples, classes) => {
      const model = openTinyCnn();
      const want = golden(name);
      const { noise } = golden(noiseName);
      for (const i of IMAGES)
        for (const c of classes)
          expectMap(await ssCamOf(model, i, c, { variant, samples }, noise), want, i, c);
    });

    it.each([
      ["a", "scorecam_torchcam012"],
      ["b", "scorecam_torchcam_head"],
    ] as const)("variant %s without noise is Score-CAM (%s)", async (variant, name) => {
      const model = openTinyCnn();
      const want = golden(name);
      for (const i of IMAGES)
        for (const c of CLASSES)
          expectMap(await ssCamOf(model, i, c, { variant, samples: 1, sigma: 0 }, null), want, i, c);
    });

    it.each([
      ["a", "out.sscam_a_scouter", "sscam_noise_a"],
      ["b", "out.sscam_b", "sscam_noise_bc"],
      ["c", "out.sscam_c", "sscam_noise_bc"],
    ] as const)("variant %s with a constant channel equals %s", async (variant, output, noiseName) => {
      const model = openTinyCnn({ edit: { name: "bn3.bias", index: 2, value: -50 } });
      const want = golden("dead_channel")[output];
      for (const c of CLASSES) {
        const map = await ssCamOf(model, 0, c, { variant, samples: 4 }, golden(noiseName).noise);
        expectClose(map.data, part(want, c).data, TOLERANCE);
      }
    });
  },
  { heavy: true },
);
