import { expect, it } from "vitest";
import { initialise } from "#lib/scouter/initialise.ts";
import { randomiseFromTop } from "#lib/scouter/randomise-from-top.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { randomModel } from "#test/support/random-model.ts";

it.each(["fc", "scouter+"] as const)(
  "forgets from the output down, one layer more each time, until nothing is left of %s",
  (kind) => {
    const { config, arrays: trained } = randomModel({ backbone: "tiny", kind, size: 32 });
    const cascade = randomiseFromTop(config, trained, createRandom("fresh"));
    expect(cascade.map(({ layer }) => layer)).toEqual(["head", "layer3", "layer2", "layer1", "conv1"]);
    const kept = cascade.map(({ arrays }) =>
      Object.keys(arrays).filter((name) => arrays[name] === trained[name]),
    );
    expect(kept[0].every((name) => name.startsWith("backbone."))).toBe(true);
    expect(kept[0]).toContain("backbone.layer3.0.conv1.weight");
    expect(kept[1]).not.toContain("backbone.layer3.0.conv1.weight");
    expect(kept[1]).toContain("backbone.layer2.0.conv1.weight");
    for (const [i, names] of kept.entries())
      expect(names.length).toBeLessThan(kept[i - 1]?.length ?? Infinity);
    expect(cascade[4].arrays).toEqual(initialise(config, createRandom("fresh")));
    for (const { arrays } of cascade) expect(Object.keys(arrays).sort()).toEqual(Object.keys(trained).sort());
  },
);
