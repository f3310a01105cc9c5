import { expect, test } from "vitest";
import { readBody, readJson } from "#lib/http/read-json.ts";

function post(body: BodyInit, type = "application/json"): Request {
  const init = { method: "POST", body, headers: { "content-type": type }, duplex: "half" };
  return new Request("http://127.0.0.1/", init as RequestInit);
}

/** Sends without saying how much, and counts how much is taken. */
function endless(chunkBytes: number) {
  const state = { taken: 0 };
  const stream = new ReadableStream<Uint8Array>({
    pull(controller) {
      state.taken += chunkBytes;
      controller.enqueue(new Uint8Array(chunkBytes));
    },
  });
  return { stream, state };
}

test("JSON is read when it says that it is JSON", async () => {
  expect(await readJson(post('{"a":[1]}', "application/json; charset=utf-8"), 100)).toEqual({ a: [1] });
});

test.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data"])(
  "%s, which a form of another site could send, is refused",
  async (type) => {
    await expect(readJson(post("{}", type), 100)).rejects.toMatchObject({ status: 400 });
  },
);

test.each(["{", "", "\ufeff{", "nul"])("%j is refused as broken", async (text) => {
  await expect(readJson(post(text), 100)).rejects.toMatchObject({ status: 400 });
});

test("bytes that are not UTF-8 are refused", async () => {
  await expect(readJson(post(new Uint8Array([0x22, 0xff, 0x22])), 100)).rejects.toMatchObject({
    status: 400,
  });
});

test("a body of exactly the limit is taken, one byte more is not", async () => {
  expect(await readBody(post(new Uint8Array(64)), 64)).toHaveLength(64);
  await expect(readBody(post(new Uint8Array(65)), 64)).rejects.toMatchObject({ status: 413 });
});

test("an endless body is left after the limit", async () => {
  const { stream, state } = endless(1_000);
  await expect(readBody(post(stream), 10_000)).rejects.toMatchObject({ status: 413 });
  expect(state.taken).toBeLessThan(20_000);
});

test("ten thousand nested brackets are only a value", async () => {
  const deep = "[".repeat(10_000) + "]".repeat(10_000);
  expect(await readJson(post(deep), 1 << 20)).toBeInstanceOf(Array);
});
