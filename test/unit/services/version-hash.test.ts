import { createHash } from "node:crypto";
import { expect, it } from "vitest";
import { hashLines, hashOfImage } from "#lib/services/versions/version-hash.ts";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");
const box = { kind: "box", geometry: { y: 0, x: 1, height: 3, width: 2 }, className: "fox" };
const image = { sha256: "aa", className: "fox", split: "train", regions: [box] };

it("writes a region of which nothing is said as versions did before regions had attributes", () => {
  const region = '{"className":"fox","geometry":{"height":3,"width":2,"x":1,"y":0},"kind":"box"}';
  const line = sha256(JSON.stringify(["aa", "fox", "train", [region]]));
  expect(hashOfImage(image)).toBe(line);
  expect(hashOfImage({ ...image, regions: [{ ...box, attributes: {} }] })).toBe(line);
  expect(hashLines(["b", "a"])).toBe(sha256("a\nb"));
});

it("changes with class, split, shape and what is said, and not with the order of regions or keys", () => {
  const known = hashOfImage(image);
  const others = [
    { ...image, className: null },
    { ...image, split: "test" },
    { ...image, regions: [] },
    { ...image, regions: [{ ...box, kind: "ellipse" }] },
    { ...image, regions: [{ ...box, className: null }] },
    { ...image, regions: [{ ...box, attributes: { difficult: true } }] },
    { ...image, regions: [{ ...box, geometry: { ...box.geometry, x: 2 } }] },
  ];
  expect(new Set([known, ...others.map(hashOfImage)]).size).toBe(others.length + 1);
  const mask = { kind: "mask", geometry: { size: [1, 1], counts: [0, 1] }, className: null };
  const [one, two] = [
    [box, mask],
    [mask, box],
  ].map((regions) => hashOfImage({ ...image, regions }));
  expect(one).toBe(two);
});
