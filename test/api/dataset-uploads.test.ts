import { afterAll, beforeAll, expect, test } from "vitest";
import { startTestSite, type TestSite, type Visitor } from "#test/support/site.ts";
import { cocoFiles, zipOf } from "#test/support/write-coco.ts";

const TUS = { "tus-resumable": "1.0.0" };
const BYTES = { ...TUS, "content-type": "application/offset+octet-stream" };
const base64 = (text: string) => Buffer.from(text).toString("base64");

let site: TestSite;
let curator: Visitor;
let importId: string;
let files: string;

beforeAll(async () => {
  site = await startTestSite();
  curator = await site.signedIn("curator");
}, 300_000);
afterAll(() => site?.close());

async function begin(): Promise<void> {
  const response = await curator("/api/v1/datasets/imports", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ name: "Sent", source: { kind: "upload" } }),
  });
  ({ id: importId } = await response.json());
  files = `/api/v1/datasets/imports/${importId}/files`;
}

const announce = (
  path: string,
  byteSize: number | string,
  headers: Record<string, string> = TUS,
  body?: BodyInit,
) =>
  curator(files, {
    method: "POST",
    headers: {
      ...headers,
      "upload-length": String(byteSize),
      "upload-metadata": `relativePath ${base64(path)},x`,
    },
    body,
  });

const patch = (
  address: string,
  offset: number | string,
  body: BodyInit,
  headers: Record<string, string> = BYTES,
) => curator(address, { method: "PATCH", headers: { ...headers, "upload-offset": String(offset) }, body });

const offsetOf = (response: Response) => response.headers.get("upload-offset");
const head = (address: string, visitor = curator) => visitor(address, { method: "HEAD", headers: TUS });

test("a file comes in pieces by tus: creation, HEAD, PATCH, and goes on after a break", async () => {
  await begin();
  const archive = Buffer.from(zipOf(await cocoFiles(4)));
  const created = await announce("a folder/zoo é.zip", archive.length);
  expect(created.status).toBe(201);
  const address = created.headers.get("location") ?? "";
  expect(address).toMatch(new RegExp(`^${files}/[0-9a-f-]{36}$`));
  expect(created.headers.get("tus-resumable")).toBe("1.0.0");

  const first = await patch(address, 0, archive.subarray(0, 100));
  expect([first.status, offsetOf(first)]).toEqual([204, "100"]);
  const asked = await head(address);
  expect([asked.status, offsetOf(asked), asked.headers.get("upload-length")]).toEqual([
    200,
    "100",
    String(archive.length),
  ]);
  expect(asked.headers.get("cache-control")).toBe("no-store");

  const elsewhere = await patch(address, 7, archive.subarray(7, 20));
  expect(elsewhere.status).toBe(409);
  expect((await elsewhere.json()).error.details).toEqual({ received: 100 });

  const again = await announce("a folder/zoo é.zip", archive.length);
  expect([again.status, offsetOf(again), again.headers.get("location")]).toEqual([200, "100", address]);
  expect((await announce("a folder/zoo é.zip", 5)).status).toBe(409);

  const rest = await patch(address, 100, archive.subarray(100));
  expect(offsetOf(rest)).toBe(String(archive.length));
  const listed = await (await curator(files)).json();
  expect(listed).toMatchObject({
    after: null,
    rows: [{ path: "a folder/zoo é.zip", received: archive.length }],
  });
  const looked = await curator(`/api/v1/datasets/imports/${importId}/inspect`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: "{}",
  });
  expect(looked.status).toBe(204);
  expect((await announce("late.png", 1)).status).toBe(409);
});

test("a small file comes with its announcement, and can be taken back", async () => {
  await begin();
  const created = await announce("1.png", 4, BYTES, new Uint8Array(4));
  expect([created.status, offsetOf(created)]).toEqual([201, "4"]);
  const address = created.headers.get("location") ?? "";
  expect((await curator(address, { method: "DELETE", headers: TUS })).status).toBe(204);
  expect((await head(address)).status).toBe(404);
});

test("the server says what it can do", async () => {
  await begin();
  const response = await curator(files, { method: "OPTIONS" });
  expect(response.status).toBe(204);
  expect(response.headers.get("tus-version")).toBe("1.0.0");
  expect(response.headers.get("tus-extension")).toContain("creation");
  expect(Number(response.headers.get("tus-max-size"))).toBeGreaterThan(0);
});

test("what is not right is refused and breaks nothing", async () => {
  await begin();
  expect((await announce("a.png", 4, {})).status).toBe(400);
  expect((await announce("a.png", "-1")).status).toBe(400);
  expect((await announce("a.png", "1e3")).status).toBe(400);
  expect((await announce("a.png", "99999999999999")).status).toBe(413);
  for (const path of ["../../etc/passwd", "/etc/passwd", "C:\\x", "a/../b", "a\u202eb"]) {
    expect((await announce(path, 4)).status).toBe(400);
  }
  const nameless = await curator(files, { method: "POST", headers: { ...TUS, "upload-length": "4" } });
  expect(nameless.status).toBe(400);
  const created = await announce("a.png", 4);
  const address = created.headers.get("location") ?? "";
  expect((await patch(address, 0, new Uint8Array(5))).status).toBe(413);
  expect((await patch(address, 0, "abcd", { ...TUS, "content-type": "text/html" })).status).toBe(400);
  expect((await patch(address, "x", new Uint8Array(4))).status).toBe(400);
  const other = await head(address);
  const rest = await patch(address, Number(offsetOf(other)), new Uint8Array(4 - Number(offsetOf(other))));
  expect(offsetOf(rest)).toBe("4");
});

test("a stranger neither sees nor sends anything", async () => {
  await begin();
  const address = (await announce("a.png", 4)).headers.get("location") ?? "";
  const stranger = await site.signedIn("owner", "elsewhere");
  expect((await head(address, stranger)).status).toBe(404);
  const sent = await stranger(address, {
    method: "PATCH",
    headers: { ...BYTES, "upload-offset": "0" },
    body: "abcd",
  });
  expect(sent.status).toBe(404);
  expect((await head(address, site.anonymous)).status).toBe(401);
  expect(offsetOf(await head(address))).toBe("0");
});
