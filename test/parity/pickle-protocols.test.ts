import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { unpickle } from "#lib/formats/weights/pickle/unpickle.ts";
import { NamedValues, Tuple } from "#lib/formats/weights/pickle/values.ts";
import { findTorchGlobal } from "#lib/formats/weights/pth/torch-globals.ts";

const host = {
  findGlobal: findTorchGlobal,
  load: () => {
    throw new Error("there are no persistent ids here");
  },
};

const list = [1, [2], []];
const values: [string, unknown][] = [
  ["none", null],
  ["yes", true],
  ["no", false],
  ["small", 7],
  ["byte", 200],
  ["word", 60000],
  ["int", -70000],
  ["mid", 2 ** 40],
  ["long", -(2n ** 70n)],
  ["float", -0.1],
  ["text", 'é\n"\\'],
  ["list", list],
  ["tuple", new Tuple([1])],
  ["pair", new Tuple([1, 2])],
  ["triple", new Tuple([1, 2, 3])],
  ["four", new Tuple([1, 2, 3, 4])],
  ["empty", new Tuple([])],
  [
    "dict",
    new Map<unknown, unknown>([
      [1, "a"],
      [null, 2],
    ]),
  ],
  ["set", new Set([5])],
  ["frozen", new Set([6])],
  ["bytes", Uint8Array.of(0, 255)],
  ["ordered", new Map([["a", 1]])],
  ["__proto__", new Map([["polluted", true]])],
  ["shared", list],
];

it.each([0, 1, 2, 3, 4, 5])("reads what Python wrote in protocol %i", (protocol) => {
  const file = readFileSync(new URL(`golden/pickles/protocol-${protocol}.pkl`, import.meta.url));
  const { value, end } = unpickle(file, host);
  const got = value as Map<string, unknown>;
  const want = new Map(values);
  if (protocol >= 2)
    want.set(
      "args",
      Object.assign(new NamedValues("argparse.Namespace"), { values: new Map([["lr", 0.5]]) }),
    );
  if (protocol >= 5) want.set("array", Uint8Array.of(0x78, 0x79));
  for (const [name, item] of got) if (item instanceof Uint8Array) got.set(name, Uint8Array.from(item));
  expect(got).toEqual(want);
  expect(got.get("shared")).toBe(got.get("list"));
  expect(end).toBe(file.length);
  expect(({} as Record<string, unknown>).polluted).toBeUndefined();
});
