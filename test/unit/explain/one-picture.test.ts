import { expect, it } from "vitest";
import { cam } from "#lib/explain/class-activation/cam.ts";
import { repeatPicture, viewOfPicture } from "#lib/explain/one-picture.ts";
import { runExplainer } from "#lib/explain/run-explainer.ts";
import { scouterPlus } from "#lib/explain/scouter.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { linearModel } from "#test/support/fake-model.ts";

const size = 8;
const picture = {
  data: Float32Array.from({ length: size * size * 3 }, (_, i) => Math.sin(i)),
  count: 1,
  height: size,
  width: size,
};
const targets = [2, 0, 1, 0];

it("makes the maps of many classes from one forward pass, the same as one by one", async () => {
  for (const [explainer, kind] of [
    [cam, "fc"],
    [scouterPlus, "scouter+"],
  ] as const) {
    const model = linearModel({ kind });
    let passes = 0;
    const counted = {
      ...model,
      forward: (...images: Parameters<typeof model.forward>) => {
        passes++;
        return model.forward(...images);
      },
    };
    const view = viewOfPicture(counted, picture);
    const logits = await view.predict(picture);
    const images = repeatPicture(picture, targets.length);
    const shared = { explainer: explainer as typeof cam, targets, random: createRandom("0") };
    const got = await runExplainer({ ...shared, model: view, images });
    expect(passes).toBe(1);
    expect(logits).toEqual(await model.predict(picture));
    expect(got).toEqual(await runExplainer({ ...shared, model, images }));
  }
});
