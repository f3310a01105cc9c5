import { type Backbone, defineBackbone, IMAGENET_INPUT } from "../backbone/define-backbone.ts";
import { conv } from "../backbone/ops.ts";
import type { NamedArrays } from "../named-array.ts";

/** Convolution, normalisation, ReLU, as often as the case has channels; all but the first at half the size before. */
export function smallNetwork(channels: readonly number[], input: number): Backbone {
  return defineBackbone({
    id: "small",
    cites: "the golden cases' own",
    classifier: "fc",
    channels: channels[channels.length - 1],
    minInput: 1,
    input: IMAGENET_INPUT,
    wire(images, ops) {
      let x = images;
      for (const [i, out] of channels.entries()) {
        const sizes = { in: channels[i - 1] ?? input, out, kernel: 3, stride: i === 0 ? 1 : 2 };
        x = ops.convNorm(x, conv(`conv${i + 1}`, sizes), `bn${i + 1}`, "relu");
        x = ops.stage(x, `relu${i + 1}`);
      }
      return x;
    },
  });
}

/** Weights under the names they have in a whole model. */
export const prefixed = (arrays: NamedArrays): NamedArrays =>
  Object.fromEntries(Object.entries(arrays).map(([name, array]) => [`backbone.${name}`, array]));
