import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { gzipSync } from "node:zlib";
import { create } from "tar";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import type { FileSource } from "#lib/formats/sources/file-source.ts";
import { openSource } from "#lib/storage/open-source.ts";
import { type TarLimits, unpackTar } from "#lib/storage/unpack-tar.ts";
import { patches } from "#test/support/alike-images.ts";
import { filesInMemory } from "#test/support/files-in-memory.ts";
import { tarMember, tarOf } from "#test/support/write-tar.ts";

let home: string;
let made = 0;

beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "whynot-tar-"));
  for (const file of ["ant/a.png", "ant/b.png", "fox/c.png"]) {
    await mkdir(path.dirname(path.join(home, "zoo", file)), { recursive: true });
    await writeFile(path.join(home, "zoo", file), await patches(file));
  }
});
afterAll(() => rm(home, { recursive: true, force: true }));

const unpackedTo = () => path.join(home, `unpacked-${made}`);
async function folder(): Promise<string> {
  made++;
  await mkdir(unpackedTo());
  return unpackedTo();
}
const unpack = (source: FileSource, limits?: Partial<TarLimits>) => unpackTar(source, { folder, limits });

const only = (bytes: Uint8Array, name = "zoo.tar") => filesInMemory({ [name]: bytes });

/** The reason it is refused for; nothing of it may be left. */
async function refusal(source: FileSource, limits?: Partial<TarLimits>): Promise<unknown> {
  const error = await unpack(source, limits).then(
    () => null,
    (thrown) => thrown,
  );
  await expect(readdir(unpackedTo())).rejects.toThrow("ENOENT");
  return error?.details.reason;
}

describe("a tar archive", () => {
  it.each([
    ["zoo.tar", false, "zoo"],
    ["zoo.tgz", true, "zoo"],
    ["zoo.tar.gz", true, "./zoo"],
  ])("%s is the data set that was packed", async (file, gzip, from) => {
    const packed = path.join(home, file);
    await create({ file: packed, cwd: home, gzip }, [from]);
    const { source, close } = await unpack(await openSource(packed));
    const [inside, before] = [await readDataset(source), await readDataset(await openSource(`${home}/zoo`))];
    expect(inside.records.map((each) => ({ ...each, file: each.file.replace("zoo/", "") }))).toEqual(
      before.records,
    );
    expect(Buffer.from(await source.read("zoo/fox/c.png", 1e6))).toEqual(
      await readFile(path.join(home, "zoo/fox/c.png")),
    );
    expect(await readdir(unpackedTo())).toEqual(["0", "1", "2"]);
    await close();
    await expect(readdir(unpackedTo())).rejects.toThrow("ENOENT");
  });

  it("may have a README beside it; any other source stays as it is", async () => {
    const bytes = tarOf(tarMember("a.txt", "a"));
    const beside = await unpack(filesInMemory({ "zoo.tar": bytes, "README.md": Buffer.from("zoo") }));
    expect((await beside.source.list()).map((entry) => entry.path)).toEqual(["a.txt"]);
    const others: Record<string, Uint8Array>[] = [{ "zoo.tar": bytes, "a.png": bytes }, { "zoo.zip": bytes }];
    for (const files of others) {
      const source = filesInMemory(files);
      expect((await unpack(source)).source).toBe(source);
    }
  });

  it("says what is awkward about its names", async () => {
    const { source } = await unpack(only(tarOf(tarMember("A.png", "a"), tarMember("a.png", "b"))));
    expect(source.notes?.map(({ reason }) => reason)).toEqual(["case-collision"]);
  });
});

describe("a hostile tar archive is refused, and leaves nothing", () => {
  it.each([
    ["../out.png", "bad-path"],
    ["/etc/out.png", "bad-path"],
    ["a/../../out.png", "bad-path"],
    ["C:\\out.png", "bad-path"],
    ["inner.zip", "nested-archive"],
  ])("for the name %s", async (name, reason) => {
    expect(await refusal(only(tarOf(tarMember("a.png", "a"), tarMember(name, "b"))))).toBe(reason);
  });

  it("for links, which are never followed", async () => {
    const golden = new URL(
      "../../parity/golden/formats/hostile/archives/tar_symlink_then_write.tar",
      import.meta.url,
    );
    expect(await refusal(only(readFileSync(golden)))).toBe("symlink");
    await symlink("/etc/passwd", path.join(home, "link.png"));
    await create({ file: path.join(home, "link.tar"), cwd: home }, ["link.png"]);
    expect(await refusal(await openSource(path.join(home, "link.tar")))).toBe("symlink");
  });

  it("for what is no file", async () => {
    expect(await refusal(only(tarOf(tarMember("pipe", "", "FIFO"))))).toBe("unsupported-entry");
  });

  it("for one name twice", async () => {
    expect(await refusal(only(tarOf(tarMember("a.png", "a"), tarMember("a.png", "b"))))).toBe(
      "duplicate-entry",
    );
  });

  it("for too many files, too many bytes, and a ratio that no picture has", async () => {
    const three = tarOf(...["a", "b", "c"].map((name) => tarMember(name, "1234567890")));
    expect(await refusal(only(three), { maxEntries: 2 })).toBe("too-many-entries");
    expect(await refusal(only(three), { maxTotal: 29 })).toBe("too-many-bytes");
    const zeros = gzipSync(tarOf(tarMember("zeros.png", Buffer.alloc(40_000_000))));
    expect(await refusal(only(zeros, "zeros.tgz"))).toBe("compression-ratio");
  });

  it("when it is damaged, cut off, empty or something else", async () => {
    const whole = tarOf(tarMember("a.png", Buffer.alloc(5000, 1)));
    const damaged = Buffer.from(whole);
    damaged[100] ^= 0xff;
    const packed = gzipSync(whole);
    for (const bytes of [
      damaged,
      whole.subarray(0, 3000),
      packed.subarray(0, 30),
      Buffer.from("no archive"),
    ]) {
      expect(await refusal(only(bytes))).toBe("corrupt-archive");
    }
    await mkdir(path.join(home, "nothing"));
    await create({ file: path.join(home, "nothing.tar"), cwd: home }, ["nothing"]);
    expect(await refusal(await openSource(path.join(home, "nothing.tar")))).toBe("empty-archive");
  });

  it("when the import is stopped", async () => {
    const signal = AbortSignal.abort(new Error("stopped"));
    await expect(unpackTar(only(tarOf(tarMember("a", "a"))), { folder, signal })).rejects.toThrow("stopped");
    await expect(readdir(unpackedTo())).rejects.toThrow("ENOENT");
  });
});
