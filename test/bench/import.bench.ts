import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import sharp from "sharp";
import { GIVE_MEMORY_BACK } from "#cli/processes/give-memory-back.ts";
import { writeZip } from "#lib/formats/encodings/write-zip.ts";
import { decodeImage } from "#lib/imaging/decode-image.ts";
import { encodeForBrowser } from "#lib/imaging/encode-image.ts";
import { createTestDatabase } from "#test/support/database.ts";
import { startTestServer } from "#test/support/database-server.ts";
import { type Benchmark, time } from "./bench.ts";
import { measureCommand } from "./measure-command.ts";

const SMALL = { count: 10_000, width: 128, height: 96 };
const LARGE = { megabytes: Number(process.env.WHYNOT_BENCH_MEGABYTES ?? 1000), width: 1200, height: 900 };
/** Pictures of the yardstick: decoded and encoded one after the other. */
const YARDSTICK = 300;

export default {
  name: "import",
  about:
    "bin/whynot data import of ZIP archives in a process started as a worker is, with an embedded Postgres beside it: pictures a second, peak memory.",
  async run() {
    const folder = await mkdtemp(path.join(tmpdir(), "whynot-import-bench-"));
    const stop = await startTestServer();
    const database = await createTestDatabase();
    await database.ctx("owner");
    const importFile = (file: string, name: string) =>
      measureCommand(["data", "import", file, "--name", name, "--json"], {
        DATABASE_URL: database.url,
        WHYNOT_HOME: database.home,
        ...GIVE_MEMORY_BACK,
      });
    try {
      const small = await writeSmall(path.join(folder, "small.zip"));
      const yardstick = await encodeOneByOne(small.pictures.slice(0, YARDSTICK));
      const first = await importFile(small.file, "small");
      const again = await importFile(small.file, "small");
      const large = await writeLarge(path.join(folder, "large.zip"));
      const big = await importFile(large.file, "large");
      const perSecond = (SMALL.count * 1000) / first.ms;
      const size = `${Math.round(large.byteSize / 1e6).toLocaleString("en-US")} MB`;
      return [
        { name: "10,000 small images", value: perSecond, unit: "images/s", target: "150 on 2 cores" },
        { name: "one thread decoding and encoding them", value: yardstick, unit: "images/s" },
        { name: "import to one thread", value: perSecond / yardstick, unit: "ratio" },
        { name: "the same again", value: (SMALL.count * 1000) / again.ms, unit: "images/s" },
        { name: "peak memory, 10,000 images", value: first.peakMb, unit: "MB", target: "400" },
        { name: `peak memory, archive of ${size}`, value: big.peakMb, unit: "MB", target: "400" },
        { name: `archive of ${size}`, value: (large.count * 1000) / big.ms, unit: "images/s" },
      ];
    } finally {
      await database.close();
      await stop();
      await rm(folder, { recursive: true, force: true });
    }
  },
} satisfies Benchmark;

async function encodeOneByOne(pictures: readonly Uint8Array[]): Promise<number> {
  const before = sharp.concurrency();
  sharp.concurrency(1);
  const ms = await time(async () => {
    for (const picture of pictures) await encodeForBrowser(await decodeImage(picture));
  });
  sharp.concurrency(before);
  return (pictures.length * 1000) / ms;
}

async function writeSmall(file: string) {
  const { count, width, height } = SMALL;
  const pictures: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const noise = { type: "gaussian" as const, mean: 128, sigma: 20 };
    const picture = sharp({ create: { width, height, channels: 3, background: "black", noise } });
    pictures.push(numbered(await picture.jpeg().toBuffer(), i));
  }
  const files = pictures.map((bytes, i) => ({ path: `class ${i % 10}/${i}.jpg`, bytes }));
  await pipeline(Readable.from(writeZip(Readable.from(files))), createWriteStream(file));
  return { file, pictures };
}

/** Tells a picture apart from its equals by bytes after its end, which decoders leave alone. */
function numbered(picture: Uint8Array, number: number): Uint8Array {
  const end = Buffer.alloc(4);
  end.writeUInt32LE(number);
  return Buffer.concat([picture, end]);
}

/** One noisy picture over and over. */
async function writeLarge(file: string) {
  const { megabytes, width, height } = LARGE;
  const noise = { type: "gaussian" as const, mean: 128, sigma: 60 };
  const picture = await sharp({ create: { width, height, channels: 3, background: "black", noise } })
    .jpeg({ quality: 90 })
    .toBuffer();
  const count = Math.ceil((megabytes * 1e6) / picture.length);
  async function* files() {
    for (let i = 0; i < count; i++) {
      yield { path: `class ${i % 10}/${i}.jpg`, bytes: numbered(picture, i) };
    }
  }
  await pipeline(Readable.from(writeZip(files())), createWriteStream(file));
  return { file, count, byteSize: count * picture.length };
}
