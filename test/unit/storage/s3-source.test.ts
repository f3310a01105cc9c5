import { afterEach, describe, expect, it } from "vitest";
import { measurePictures } from "#lib/formats/dataset/measure-pictures.ts";
import { readDataset } from "#lib/formats/dataset/read-dataset.ts";
import { objectAddress } from "#lib/storage/s3-address.ts";
import { readListing } from "#lib/storage/s3-listing.ts";
import { openS3Objects, type S3Settings } from "#lib/storage/s3-objects.ts";
import { liesWithin, readS3Place } from "#lib/storage/s3-place.ts";
import { openS3Source } from "#lib/storage/s3-source.ts";
import { expectedAuthorization } from "#test/support/aws-signature.ts";
import { plainPng } from "#test/support/files-in-memory.ts";
import { openLoopbackServer } from "#test/support/loopback-server.ts";
import { openS3Server, S3_KEYS } from "#test/support/s3-server.ts";
import { writeArchive } from "#test/support/write-archive.ts";

const png = await plainPng(30, 20);
const closing: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function openBucket(
  objects: Record<string, Uint8Array>,
  settings: Partial<S3Settings> = {},
  address = "s3://pictures/birds",
) {
  const server = await openS3Server(new Map(Object.entries(objects)));
  closing.push(server.close);
  const s3 = openS3Objects(
    { ...S3_KEYS, endpoint: server.endpoint, pathStyle: true, ...settings },
    { wait: async () => {} },
  );
  return { source: openS3Source(s3, readS3Place(address)), server };
}

const reasonOf = (work: Promise<unknown>) =>
  work.then(
    () => null,
    ({ details }) => details.reason,
  );

describe("the signature that the server of these tests asks for", () => {
  // Amazon S3 API reference, "Signature calculations for the Authorization header": examples.
  const empty = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
  const scope = "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request";
  it.each([
    [
      "/test.txt",
      { range: "bytes=0-9" },
      "host;range;x-amz-content-sha256;x-amz-date",
      "f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
    ],
    [
      "/?lifecycle",
      {},
      "host;x-amz-content-sha256;x-amz-date",
      "fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
    ],
    [
      "/?max-keys=2&prefix=J",
      {},
      "host;x-amz-content-sha256;x-amz-date",
      "34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
    ],
  ])("is Amazon's own for GET %s", (url, more, signed, signature) => {
    const headers = {
      host: "examplebucket.s3.amazonaws.com",
      "x-amz-content-sha256": empty,
      "x-amz-date": "20130524T000000Z",
      ...more,
      authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signed}, Signature=unknown`,
    };
    expect(expectedAuthorization({ method: "GET", url, headers }, S3_KEYS.secretAccessKey)).toBe(
      `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=${signed}, Signature=${signature}`,
    );
  });
});

describe("a folder in S3", () => {
  it("is a data set like any other: all pages listed, beginnings read, names of every kind", async () => {
    const { source, server } = await openBucket({
      "birds/wren/1.png": png,
      "birds/wren/zwei & drei+vier.png": png,
      "birds/wren/ü (1)*'!~.png": png,
      "birds/robin/": new Uint8Array(),
      "birds/robin/1.png": png,
      "birds/robin/2.png": new TextEncoder().encode("no picture"),
      "birds-too/9.png": png,
    });
    const dataset = await readDataset(source);
    const { records, refused } = await measurePictures(dataset, dataset.source);
    expect(records.map(({ file, className, size }) => [file, className, size])).toEqual(
      ["robin/1.png", "wren/1.png", "wren/zwei & drei+vier.png", "wren/ü (1)*'!~.png"].map((file) => [
        file,
        file.split("/")[0],
        { width: 30, height: 20 },
      ]),
    );
    expect(refused).toMatchObject([{ file: "robin/2.png", reason: "unsupported" }]);
    expect(server.asked.filter((each) => each.includes("list-type=2"))).toHaveLength(2);
    expect(await source.read("wren/1.png", 1e6)).toEqual(Buffer.from(png));
    expect(await source.slice("wren/1.png", 5, 9)).toEqual(Buffer.from(png.subarray(5, 9)));
    expect(await source.slice("wren/1.png", png.length, png.length + 9)).toHaveLength(0);
    expect(await reasonOf(source.read("wren/1.png", png.length - 1))).toBe("too-many-bytes");
  });

  it("may hold one archive, read by its parts", async () => {
    const archive = writeArchive([
      { name: "wren/1.png", content: png, isStored: true },
      { name: "filler.txt", content: "x".repeat(300_000), isStored: true },
    ]);
    const { source } = await openBucket({ "birds/all.zip": archive });
    const dataset = await readDataset(source);
    expect(dataset.records.map(({ file }) => file)).toEqual(["wren/1.png"]);
    expect(new Uint8Array(await dataset.source.read("wren/1.png", 1e6))).toEqual(new Uint8Array(png));
  });

  it("an object whose name is no path is refused by its name and never read", async () => {
    const names = [
      "birds/../secret.png",
      "birds//a.png",
      "birds/a\\..\\b.png",
      "birds/fox\u202egnp.png",
      "birds/line\nbreak.png",
    ];
    const { source, server } = await openBucket(
      Object.fromEntries(["birds/wren/1.png", ...names].map((name) => [name, png])),
    );
    const { records, refused } = await readDataset(source);
    expect(records.map(({ file }) => file)).toEqual(["wren/1.png"]);
    // "../secret.png" is left out like every name that begins with a dot.
    expect(refused).toHaveLength(names.length - 1);
    const before = server.asked.length;
    for (const path of ["../secret.png", "/etc/passwd", "a/../../secret.png", ""])
      expect(await reasonOf(source.read(path, 99))).toBe("bad-path");
    expect(server.asked).toHaveLength(before);
  });

  it("says what is wrong without a word of the server's", async () => {
    const wrong = await openBucket({ "birds/1.png": png }, { secretAccessKey: "another" });
    await expect(wrong.source.list()).rejects.toMatchObject({ code: "forbidden" });
    await expect(wrong.source.list()).rejects.not.toThrow(/secret|Signature/);
    const elsewhere = await openBucket({}, {}, "s3://other");
    await expect(elsewhere.source.list()).rejects.toMatchObject({ code: "not_found" });
    const { source } = await openBucket({});
    await expect(source.read("gone.png", 9)).rejects.toMatchObject({
      code: "not_found",
      details: { reason: "missing" },
    });
    const nowhere = openS3Objects(
      { ...S3_KEYS, endpoint: "http://127.0.0.1:1", pathStyle: true },
      { wait: async () => {} },
    );
    await expect(openS3Source(nowhere, readS3Place("s3://pictures")).list()).rejects.toMatchObject({
      code: "unavailable",
    });
  });

  it("never follows a redirect with its credentials, tries again when S3 is busy, names the right region", async () => {
    const target = await openLoopbackServer((_, response) => response.end("stolen"));
    let busy = 2;
    const server = await openLoopbackServer((request, response) => {
      if (request.url?.startsWith("/moved"))
        response.writeHead(307, { location: `http://127.0.0.1:${target.port}/` }).end();
      else if (request.url?.startsWith("/abroad"))
        response.writeHead(301, { "x-amz-bucket-region": "us-west-2" }).end();
      else if (busy-- > 0) response.writeHead(503).end();
      else response.end("<ListBucketResult></ListBucketResult>");
    });
    closing.push(server.close, target.close);
    const s3 = openS3Objects(
      { ...S3_KEYS, endpoint: `http://127.0.0.1:${server.port}`, pathStyle: true },
      { wait: async () => {} },
    );
    const list = (bucket: string) => openS3Source(s3, { bucket, prefix: "" }).list();
    await expect(list("moved")).rejects.toMatchObject({ code: "invalid" });
    expect(target.asked).toEqual([]);
    await expect(list("abroad")).rejects.toThrow("us-west-2");
    expect(await list("busy")).toEqual([]);
  });
});

it("an object whose connection breaks off is asked for again", async () => {
  let breaks = 2;
  const server = await openLoopbackServer((_, response) => {
    response.writeHead(200, { "content-length": png.length });
    if (breaks-- > 0) response.write(png.subarray(0, 20), () => response.destroy());
    else response.end(png);
  });
  closing.push(server.close);
  const settings = { ...S3_KEYS, endpoint: `http://127.0.0.1:${server.port}`, pathStyle: true };
  const source = openS3Source(
    openS3Objects(settings, { wait: async () => {} }),
    readS3Place("s3://pictures"),
  );
  expect(await source.read("1.png", 1e6)).toEqual(Buffer.from(png));
  expect(server.asked).toHaveLength(3);
});

it("objects are addressed by host or by path, wherever S3 is", () => {
  const at = (settings: Partial<S3Settings>, bucket = "pictures", key = "a b/ü+.png") =>
    objectAddress({ region: "eu-central-1", pathStyle: false, ...settings }, bucket, key).href;
  expect(at({})).toBe("https://pictures.s3.eu-central-1.amazonaws.com/a%20b/%C3%BC%2B.png");
  expect(at({ pathStyle: true })).toBe("https://s3.eu-central-1.amazonaws.com/pictures/a%20b/%C3%BC%2B.png");
  expect(at({}, "my.pictures", "")).toBe("https://s3.eu-central-1.amazonaws.com/my.pictures/");
  expect(at({ endpoint: "https://minio.example:9000/s3/", pathStyle: true }, "pictures", "")).toBe(
    "https://minio.example:9000/s3/pictures/",
  );
});

it("a listing is read as S3 writes it, and a document type in it is refused", () => {
  const text = (xml: string) => readListing(new TextEncoder().encode(xml));
  expect(
    text(
      "<ListBucketResult><Contents><Key>a%2Bb+c%25</Key><Size>7</Size></Contents><NextContinuationToken>x&amp;y</NextContinuationToken></ListBucketResult>",
    ),
  ).toEqual({
    objects: [{ key: "a+b c%", byteSize: 7 }],
    next: "x&y",
  });
  expect(() => text('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><ListBucketResult/>')).toThrow(
    "document type",
  );
});

describe("a place in S3", () => {
  it.each([
    ["s3://pictures", { bucket: "pictures", prefix: "" }],
    ["s3://pictures/", { bucket: "pictures", prefix: "" }],
    ["s3://my.pictures/a/b//", { bucket: "my.pictures", prefix: "a/b/" }],
  ])("%s", (address, place) => expect(readS3Place(address)).toEqual(place));

  it.each([
    "pictures",
    "http://pictures",
    "s3://",
    "s3://a",
    "s3://A_B",
    "s3://a..b",
    "s3://name:word@host/x",
    "s3://pictures/a\nb",
  ])("%j is none", (address) => expect(() => readS3Place(address)).toThrow("s3://bucket"));

  it("lies within another by whole parts of its name", () => {
    const within = (address: string) => liesWithin(readS3Place(address), [readS3Place("s3://pictures/data")]);
    expect(["s3://pictures/data", "s3://pictures/data/x"].map(within)).toEqual([true, true]);
    expect(
      ["s3://pictures/data-evil", "s3://pictures", "s3://pictures-too/data", "s3://other/data"].map(within),
    ).toEqual([false, false, false, false]);
  });
});
