import { expect, test } from "vitest";
import { requireSameOrigin } from "#lib/http/same-origin.ts";

const PUBLIC = "https://whynot.example.org";
const ask =
  (headers: Record<string, string>, method = "POST") =>
  () =>
    requireSameOrigin(new Request("http://127.0.0.1:3000/api/v1/runs", { method, headers }), PUBLIC);

test.each([
  [{ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-origin" }],
  [{ host: "127.0.0.1:3000", origin: "https://whynot.example.org" }],
  [{ host: "127.0.0.1:3000" }],
])("a mutation from the site itself or from a program passes: %j", (headers) => {
  expect(ask(headers)).not.toThrow();
});

test.each([
  [{ host: "127.0.0.1:3000", origin: "https://evil.example" }],
  [{ host: "127.0.0.1:3000", origin: "https://whynot.example.org.evil.example" }],
  [{ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3001" }],
  [{ host: "127.0.0.1:3000", origin: "null" }],
  [{ host: "127.0.0.1:3000", "sec-fetch-site": "cross-site" }],
  [{ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000", "sec-fetch-site": "same-site" }],
])("a mutation from elsewhere is refused: %j", (headers) => {
  expect(ask(headers)).toThrow(expect.objectContaining({ status: 403 }));
});

test("reading needs no origin", () => {
  expect(ask({ host: "127.0.0.1:3000", origin: "https://evil.example" }, "GET")).not.toThrow();
});
