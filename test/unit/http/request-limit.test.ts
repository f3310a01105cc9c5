import { expect, it } from "vitest";
import { createRequestLimit } from "#lib/http/request-limit.ts";

it("lets so many requests through a window, and again in the next", () => {
  let now = 0;
  const limit = createRequestLimit(3, 1000, () => now);
  for (let i = 0; i < 3; i++) limit.take();
  expect(() => limit.take()).toThrow(expect.objectContaining({ code: "unavailable" }));
  now = 999;
  expect(() => limit.take()).toThrow();
  now = 1000;
  for (let i = 0; i < 3; i++) limit.take();
  expect(() => limit.take()).toThrow();
});
