import { memorySource } from "#lib/formats/sources/memory-source.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { createRandom } from "#lib/tensor/random.ts";

const SIDE = 32;

/** Class folders whose images differ by colour, with noise: a small network learns them in a few steps. */
export async function colouredImages(
  splits: Record<string, number>,
  classes: Record<string, readonly [red: number, green: number, blue: number]> = COLOURS,
) {
  const files = new Map<string, Uint8Array>();
  for (const [split, each] of Object.entries(splits)) {
    for (const [className, colour] of Object.entries(classes)) {
      for (let number = 0; number < each; number++) {
        const file = `${split}/${className}/${number}.png`;
        const random = createRandom(file);
        const data = Uint8Array.from(
          { length: SIDE * SIDE * 3 },
          (_, i) => colour[i % 3] + random.integer(60),
        );
        files.set(file, await encodePng({ data, width: SIDE, height: SIDE }));
      }
    }
  }
  return memorySource(files);
}

const COLOURS = { red: [180, 40, 40], green: [40, 180, 40], blue: [40, 40, 180] } as const;
