import { describe, expect, it } from "vitest";
import { AppError } from "#lib/errors.ts";
import { measurePictures } from "#lib/formats/dataset/measure-pictures.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { addressPath } from "#lib/formats/sources/address-path.ts";
import { pathProblem } from "#lib/formats/sources/safe-path.ts";
import { type AddressReader, openUrlList } from "#lib/formats/sources/url-list.ts";
import { filesInMemory, plainPng } from "#test/support/files-in-memory.ts";

const png = await plainPng(20, 10);

/** Gives the same picture for every address but those that are refused. */
function readerOf(refused: Record<string, string> = {}) {
  const asked: string[] = [];
  const ask = async (address: string) => {
    asked.push(address);
    const reason = refused[address];
    if (reason) throw new AppError("invalid", `It is refused: ${reason}.`, { reason });
    return png;
  };
  const reader: AddressReader = {
    read: ask,
    beginning: async (address, byteCount) => (await ask(address)).subarray(0, byteCount),
  };
  return { asked, reader };
}

async function readList(name: string, text: string, refused?: Record<string, string>) {
  const { asked, reader } = readerOf(refused);
  const { source, format } = openUrlList(name, Buffer.from(text), reader);
  const dataset = await readDataset(source, { format });
  return { ...dataset, asked };
}

describe("a list of addresses", () => {
  it("is read as the manifest it is, and nothing is fetched before it is read", async () => {
    const { records, refused, asked, source } = await readList(
      "birds.csv",
      "url,label,split,x,y,width,height,licence\nhttps://a.org/1.png,wren,train,1,2,3,4,CC0\nhttps://a.org/1.png,wren,train,5,2,3,4,CC0\nhttps://b.org/x/2.JPG,robin,test,,,,,\n",
    );
    expect(refused).toEqual([]);
    expect(
      records.map(({ file, className, split, regions, line }) => [
        file,
        className,
        split,
        regions.length,
        line,
      ]),
    ).toEqual([
      ["a.org/1.png", "wren", "train", 2, 2],
      ["b.org/x/2.JPG", "robin", "test", 0, 4],
    ]);
    expect(records[0].attributes).toEqual({ url: "https://a.org/1.png", licence: "CC0" });
    expect(asked).toEqual([]);
    expect(await source.read("b.org/x/2.JPG", 1e6)).toEqual(png);
    expect(asked).toEqual(["https://b.org/x/2.JPG"]);
  });

  it("may be TSV, JSON Lines, or one address a line, with addresses in the column of files too", async () => {
    const files = async (name: string, text: string) =>
      (await readList(name, text)).records.map(({ file, line }) => [file, line]);
    const expected = [
      ["a.org/1.png", 2],
      ["a.org/2.png", 4],
    ];
    expect(await files("l.tsv", "file\tlabel\nhttps://a.org/1.png\tx\n\nhttps://a.org/2.png\ty\n")).toEqual(
      expected,
    );
    expect(
      await files("l.jsonl", '\n{"image_url":"https://a.org/1.png"}\n\n{"image_url":"https://a.org/2.png"}'),
    ).toEqual(expected);
    expect(await files("l.txt", "# birds\r\nhttps://a.org/1.png\r\n\r\n  https://a.org/2.png\r\n")).toEqual(
      expected,
    );
  });

  it("keeps the names its rows give, where they are names", async () => {
    const { records } = await readList(
      "l.csv",
      "file,url\nfox/1.png,https://a.org/get?id=1\n../2.png,https://a.org/2.png\nfox/1.png,https://a.org/other.png\n",
    );
    expect(records.map(({ file }) => file)).toEqual(["fox/1.png", "a.org/2.png", "3/fox/1.png"]);
  });

  it("refuses a line for what is wrong with it and goes on", async () => {
    const dataset = await readList(
      "l.csv",
      "url,label\nhttps://a.org/1.png,x\nfile:///etc/passwd,x\nbirds/2.png,x\nhttps://a.org/1.png,x\n,x\nhttp://10.0.0.1/a.png,x\n",
      { "file:///etc/passwd": "bad-scheme", "http://10.0.0.1/a.png": "not-public" },
    );
    const measured = await measurePictures(dataset, dataset.source);
    expect(measured.records.map(({ file, size }) => [file, size])).toEqual([
      ["a.org/1.png", { width: 20, height: 10 }],
    ]);
    expect(measured.refused.map(({ line, reason }) => [line, reason]).sort()).toEqual([
      [3, "bad-scheme"],
      [4, "missing"],
      [5, "listed-twice"],
      [6, "no-file"],
      [7, "not-public"],
    ]);
  });

  it.each([
    ["l.csv", "file,label\na.png,x\n", "no-addresses"],
    ["l.txt", "\n# nothing\n", "no-addresses"],
    ["l.json", '["https://a.org/1.png"]', "unknown-format"],
    ["l.txt", "\xff\xfe\xff", "bad-encoding"],
  ])("%s without addresses is an error", (name, text, reason) => {
    const open = () => openUrlList(name, Buffer.from(text, "latin1"), readerOf().reader);
    expect(open).toThrowError(expect.objectContaining({ details: { reason } }));
  });

  it("never makes a manifest in a folder an address list", async () => {
    const files = { "m.csv": "file,url,label\na.png,https://a.org/1.png,x\n", "a.png": png };
    const { records } = await readDataset(filesInMemory(files));
    expect(records).toMatchObject([{ file: "a.png", attributes: { url: "https://a.org/1.png" } }]);
    const only = { "m.csv": "url,label\nhttps://a.org/1.png,x\n", "x/a.png": png };
    expect((await readDataset(filesInMemory(only))).format).toBe("class-folders");
  });
});

describe("the path of an address", () => {
  it.each([
    ["https://a.org/b/c.jpg", "a.org/b/c.jpg"],
    ["https://a.org/Stra%C3%9Fe/1.png", "a.org/Straße/1.png"],
  ])("%s is plain", (address, path) => expect(addressPath(address)).toBe(path));

  it.each([
    "https://a.org/b.jpg?size=2",
    "http://a.org/b.jpg",
    "https://a.org:444/b.jpg",
    "https://a.org/..%2f..%2fetc/passwd.png",
    "https://a.org/%00.png",
    "https://a.org/a%5Cb.png",
    "https://a.org/.hidden/a.png",
    "https://a.org/annotations.json",
    "https://../a.png",
    "https://[::1]/a.png",
    "https://name:word@a.org/a.png",
    "file:///etc/passwd",
    "data:image/png;base64,AAAA",
    `https://a.org/${"x/".repeat(900)}a.png`,
    "https://a.org/%ff.png",
  ])("%s becomes a mark of its own", (address) => {
    const path = addressPath(address);
    expect(pathProblem(path)).toBeNull();
    expect(path).toMatch(/^(a\.org|address)\/[0-9a-f]{8}(\.(png|jpg))?$/);
    expect(addressPath(`${address}#x`)).not.toBe(path);
  });
});
