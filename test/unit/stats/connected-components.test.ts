import { expect, it } from "vitest";
import { connectedComponents } from "#lib/stats/connected-components.ts";
import { createRandom } from "#lib/tensor/random.ts";

it("names each component by its smallest node, whatever the order of the edges", () => {
  const edges = [
    ["d", "c"],
    ["c", "a"],
    ["x", "y"],
    ["b", "d"],
  ] as const;
  const expected = { a: "a", b: "a", c: "a", d: "a", x: "x", y: "x" };
  expect(Object.fromEntries(connectedComponents(edges))).toEqual(expected);
  expect(Object.fromEntries(connectedComponents([...edges].reverse()))).toEqual(expected);
});

it("finds in random graphs what a flood fill finds", () => {
  for (let seed = 0; seed < 20; seed++) {
    const random = createRandom(seed);
    const edges = Array.from(
      { length: 60 },
      () => [`n${random.integer(80)}`, `n${random.integer(80)}`] as const,
    );
    const components = connectedComponents(edges);
    const neighbours = (node: string) =>
      edges.flatMap(([a, b]) => (a === node ? [b] : b === node ? [a] : []));
    for (const node of components.keys()) {
      const reached = new Set([node]);
      for (const next of reached) for (const other of neighbours(next)) reached.add(other);
      expect(components.get(node)).toBe([...reached].sort()[0]);
    }
  }
});
