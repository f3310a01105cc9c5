import { axisTaps, halfPixelPositions, sampleBilinear } from "#lib/imaging/axis-taps.ts";
import type { Replay } from "#lib/scouter/parity/replay.ts";
import type { ImageBatch } from "#lib/tensor/model-view.ts";
import { bitsPerCell, fitBottleneck, iba } from "../information/iba.ts";
import { estimateIbaStatistics, type IbaStatistics } from "../information/iba-statistics.ts";
import { type ExplainerCase, extra, noReport, onNetwork } from "./explainer-case.ts";
import { channelsFirst, channelsLast, part } from "./golden-layout.ts";

async function ofStatistics(opened: ExplainerCase) {
  const { arrays, model } = opened;
  const stored = arrays["in.stat_images"] ?? extra(opened, "in.stat_images");
  const [count, , height, width] = stored.shape;
  const images: ImageBatch = { data: channelsLast(stored), count, height, width };
  const { mean, std, active } = await estimateIbaStatistics(model, images);
  const { height: h, width: w, channels } = model.featureShape;
  const asStored = (values: ArrayLike<number>) => channelsFirst(values, channels, h * w);
  return { "out.mean": asStored(mean), "out.std": asStored(std), "out.active": asStored(active) };
}

function storedStatistics(opened: ExplainerCase): IbaStatistics {
  const read = (name: string) => channelsLast(extra(opened, `out.${name}`));
  const active = Uint8Array.from(read("active"));
  return { ...opened.model.featureShape, count: 0, mean: read("mean"), std: read("std"), active };
}

async function ofBottleneck(opened: ExplainerCase) {
  const { model, image, images, options, runs } = opened;
  const eps = extra(opened, "eps");
  const settings = iba.options.parse({
    beta: options.beta,
    steps: options.steps,
    learningRate: options.lr,
    samples: options.batch,
    sigma: options.sigma,
    minStd: options.min_std,
    initialAlpha: options.initial_alpha,
    relu: options.relu,
  });
  const { height: h, width: w, channels } = model.featureShape;
  const got: Record<string, ArrayLike<number>> = {};
  for (const [i, c] of runs) {
    const { features } = await model.forward(image(i));
    const { capacity, alpha, trace } = await fitBottleneck({
      model,
      features,
      target: c,
      statistics: storedStatistics(opened),
      settings,
      noise: (out, step) => out.set(channelsLast(part(eps, step))),
      step: noReport,
    });
    const bits = bitsPerCell(capacity, channels);
    const share = (h * w) / (images.height * images.width);
    const rows = axisTaps(halfPixelPositions(h, images.height), h, "mirror");
    const columns = axisTaps(halfPixelPositions(w, images.width), w, "mirror");
    got[`out.capacity_nats_${i}_${c}`] = channelsFirst(capacity, channels, h * w);
    got[`out.alpha_${i}_${c}`] = channelsFirst(alpha, channels, h * w);
    got[`out.bits_${i}_${c}`] = bits;
    got[`out.trace_${i}_${c}`] = trace.flatMap(({ loss, surprise, information }) => [
      loss,
      surprise,
      information,
    ]);
    got[`out.map_${i}_${c}`] = sampleBilinear(
      { data: bits.map((value) => value * share), height: h, width: w, channels: 1 },
      rows,
      columns,
    );
  }
  return got;
}

export const ibaCases: Readonly<Record<string, Replay>> = {
  iba_statistics: onNetwork(ofStatistics),
  iba: onNetwork(ofBottleneck),
};
