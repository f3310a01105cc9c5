import { describe, expect, it } from "vitest";
import { rangeResponse } from "#lib/http/range-response.ts";

const BYTES = Uint8Array.from({ length: 100 }, (_, i) => i);

async function ask(headers: Record<string, string>, method = "GET") {
  const response = await rangeResponse(new Request("http://site/file", { method, headers }), {
    etag: "abc",
    byteSize: BYTES.length,
    headers: { "content-type": "application/zip" },
    stream: async (start, end) => new Blob([BYTES.slice(start, end)]).stream() as ReadableStream<Uint8Array>,
  });
  const bytes = [...new Uint8Array(await response.arrayBuffer())];
  return {
    status: response.status,
    range: response.headers.get("content-range"),
    bytes,
    headers: response.headers,
  };
}

describe("a download that can be taken up again", () => {
  it.each([
    ["bytes=90-", 90, 100],
    ["bytes=10-19", 10, 20],
    ["bytes=-5", 95, 100],
    ["bytes=-500", 0, 100],
    ["bytes=99-5000", 99, 100],
  ])("answers %s with these bytes", async (range, start, end) => {
    const answer = await ask({ range });
    expect(answer.status).toBe(206);
    expect(answer.range).toBe(`bytes ${start}-${end - 1}/100`);
    expect(answer.bytes).toEqual([...BYTES.slice(start, end)]);
    expect(answer.headers.get("content-length")).toBe(String(end - start));
  });

  it.each(["bytes=0-1,5-6", "bytes=-", "bytes=b-a", "lines=1-2", "bytes=20-10"])(
    "answers %s with the whole",
    async (range) => {
      const answer = await ask({ range });
      expect([answer.status, answer.bytes.length]).toEqual([200, 100]);
    },
  );

  it.each(["bytes=100-", "bytes=5000-6000", "bytes=-0"])(
    "refuses %s, which is beyond the end",
    async (range) => {
      const answer = await ask({ range });
      expect([answer.status, answer.range, answer.bytes.length]).toEqual([416, "bytes */100", 0]);
    },
  );

  it("goes on only with the same archive", async () => {
    expect((await ask({ range: "bytes=90-", "if-range": '"abc"' })).status).toBe(206);
    expect((await ask({ range: "bytes=90-", "if-range": '"other"' })).status).toBe(200);
  });

  it("sends nothing to one who has it, and no body to one who asks for the head", async () => {
    expect((await ask({ "if-none-match": 'W/"x", "abc"' })).status).toBe(304);
    const head = await ask({}, "HEAD");
    expect([head.bytes.length, head.headers.get("content-length")]).toEqual([0, "100"]);
  });
});
