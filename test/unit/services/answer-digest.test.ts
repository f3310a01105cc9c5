import { createHmac } from "node:crypto";
import { expect, test } from "vitest";
import { digestAnswer } from "#lib/services/participation/answer-digest.ts";

const salt = new Uint8Array(32).fill(7);
const answer = {
  trialId: "t",
  idempotencyKey: "k",
  value: 4,
  detail: null as unknown,
  responseTimeMs: 1200,
  answeredAt: new Date("2026-11-23T12:00:00.000Z"),
  receivedAt: new Date("2026-11-23T12:00:01.000Z"),
};
const hmac = (text: string) => createHmac("sha256", salt).update(text).digest("hex");

test("an answer without a detail has the digest that it had before answers had any", () => {
  expect(digestAnswer(salt, answer)).toBe(
    hmac('["t","k",4,1200,"2026-11-23T12:00:00.000Z","2026-11-23T12:00:01.000Z"]'),
  );
});

test("a detail is covered, whatever the order in which its keys come back", () => {
  const [one, turned] = [
    { x: 0.25, y: 1 },
    { y: 1, x: 0.25 },
  ].map((detail) => digestAnswer(salt, { ...answer, detail }));
  expect(one).toBe(
    hmac('["t","k",4,1200,"2026-11-23T12:00:00.000Z","2026-11-23T12:00:01.000Z",{"x":0.25,"y":1}]'),
  );
  expect(turned).toBe(one);
  expect(digestAnswer(salt, { ...answer, detail: { x: 0.25, y: 0.99 } })).not.toBe(one);
});
