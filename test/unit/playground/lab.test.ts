import { expect, it } from "vitest";
import { EMPTY_LAB, type Lab, type LabAction, reduceLab } from "#components/playground/lab.ts";
import type { JobEvent } from "#components/playground/protocol.ts";

const picture = (key: string) => ({ key, name: `${key}.png`, file: new Blob() });
const play = (actions: LabAction[], from: Lab = EMPTY_LAB) => actions.reduce(reduceLab, from);
const event = (key: string, event: JobEvent): LabAction => ({
  type: "event",
  work: "m",
  picture: picture(key),
  event,
  url: `blob:${key}`,
});
const opened: JobEvent = { type: "picture", width: 4, height: 3, preview: new Blob() };
const map = { height: 1, width: 1, data: [1] };

const explained = play([
  { type: "ask", picture: picture("a") },
  event("a", opened),
  event("a", { type: "answer", modelId: "m", logits: [1, 2] }),
  event("a", { type: "map", key: "cam", target: 1, map }),
  event("a", { type: "done", ms: 12, tensors: 3, bytes: 9 }),
]);

it("keeps what was made of a picture, and forgets it when the next one is opened", () => {
  expect(explained).toMatchObject({
    logits: { m: [1, 2] },
    maps: { cam: { 1: map } },
    spent: { m: 12 },
  });
  const asked = play([{ type: "ask", picture: picture("b") }], explained);
  expect(asked).toMatchObject({ shown: { key: "a" }, maps: { cam: { 1: map } } });
  expect(play([event("b", opened)], asked)).toMatchObject({
    shown: { key: "b", url: "blob:b" },
    logits: {},
    maps: {},
  });
});

it("goes back to the picture before when one cannot be opened", () => {
  const failed: JobEvent = { type: "failed", code: "invalid", message: "no picture" };
  const lab = play([{ type: "ask", picture: picture("b") }, event("b", failed)], explained);
  expect(lab).toMatchObject({
    failure: "no picture",
    asked: { key: "a" },
    shown: { key: "a" },
    isStopped: false,
  });
  expect(lab.maps).toEqual(explained.maps);
});

it("stops after a failure that is not the picture's, and goes on when asked", () => {
  const failed: JobEvent = { type: "failed", code: "unavailable", message: "no weights" };
  const lab = play([event("a", failed)], explained);
  expect(lab).toMatchObject({ isStopped: true, failure: "no weights", asked: { key: "a" } });
  expect(play([{ type: "again" }], lab)).toMatchObject({ isStopped: false, failure: null });
});

it("ignores what still arrives of a picture that was replaced", () => {
  const asked = play([{ type: "ask", picture: picture("b") }], explained);
  const late = event("a", { type: "answer", modelId: "m", logits: [7, 7] });
  expect(reduceLab(asked, late)).toBe(asked);
});
