import type { FileSource, SourceEntry } from "#lib/formats/sources/file-source.ts";
import { encodePng } from "#lib/imaging/encode-image.ts";
import { encodeMask } from "#lib/imaging/region.ts";
import { createRandom } from "#lib/tensor/random.ts";
import { TINY_CLASSES } from "./tiny-models.ts";

const SIDE = 48;

/** A folder data set in memory: `each` images a class in each split, noise with a bright block that is the region. */
export async function tinyImages({
  each = 3,
  regions = true,
  splits = ["train", "test"],
} = {}): Promise<FileSource> {
  const files = new Map<string, Uint8Array>();
  const lines: string[] = [];
  for (const split of splits) {
    for (const className of TINY_CLASSES) {
      for (let number = 0; number < each; number++) {
        const file = `${split}/${className}/${number}.png`;
        const { png, mask } = await drawImage(file);
        files.set(file, png);
        lines.push(
          JSON.stringify({
            file,
            split,
            class: className,
            width: SIDE,
            height: SIDE,
            regions: regions ? [{ kind: "mask", ...mask }] : [],
            attributes: {},
          }),
        );
      }
    }
  }
  files.set("images.jsonl", new TextEncoder().encode(lines.join("\n")));
  return inMemory(files);
}

async function drawImage(seed: string) {
  const random = createRandom(seed);
  const data = Uint8Array.from({ length: SIDE * SIDE * 3 }, () => random.integer(120));
  const inside = { data: new Uint8Array(SIDE * SIDE), height: SIDE, width: SIDE };
  const [left, top, size] = [random.integer(24), random.integer(24), 12 + random.integer(12)];
  for (let y = top; y < top + size; y++) {
    for (let x = left; x < left + size; x++) {
      inside.data[y * SIDE + x] = 1;
      data[(y * SIDE + x) * 3 + random.integer(3)] = 250;
    }
  }
  return { png: await encodePng({ data, width: SIDE, height: SIDE }), mask: encodeMask(inside) };
}

function inMemory(files: ReadonlyMap<string, Uint8Array>): FileSource {
  const entries: SourceEntry[] = [...files].map(([path, bytes]) => ({
    path,
    byteSize: bytes.byteLength,
    kind: "file",
  }));
  return {
    list: async () => entries.sort((a, b) => (a.path < b.path ? -1 : 1)),
    read: async (path) => {
      const bytes = files.get(path);
      if (!bytes) throw new Error(`no ${path} in the fixture`);
      return bytes;
    },
  };
}
