import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeOnnx } from "#lib/formats/onnx/decode.ts";
import { encodeOnnx } from "#lib/formats/onnx/encode.ts";
import { bottlenecks, readGraphFlow } from "#lib/onnx/graph-flow.ts";

interface Node {
  inputs: string[];
  output: string;
  opType?: string;
}

function flowOf(nodes: readonly Node[]) {
  const node = nodes.map(({ inputs, output, opType = "Sum" }) => ({
    input: inputs,
    output: [output],
    opType,
  }));
  return readGraphFlow(
    decodeOnnx(encodeOnnx({ irVersion: 8, opsetImport: [{ version: 17 }], graph: { node } })).graph,
  );
}

/** Whether anything of `from` reaches `to` once a value is gone. */
function reaches(nodes: readonly Node[], from: string, to: string, without: string): boolean {
  const alive = new Set([from]);
  for (const { inputs, output } of nodes) {
    if (output !== without && inputs.some((name) => alive.has(name))) alive.add(output);
  }
  return alive.has(to);
}

describe("bottlenecks of a graph", () => {
  it("are the values without which nothing of the picture arrives, for any graph", () => {
    const edges = fc.array(fc.array(fc.nat(100), { minLength: 1, maxLength: 3 }), {
      minLength: 1,
      maxLength: 14,
    });
    fc.assert(
      fc.property(edges, fc.integer(), (wiring, seed) => {
        const nodes = wiring.map((parts, i) => ({
          inputs: parts.map((part) => (part % (i + 1) === 0 ? "x" : `v${(part % (i + 1)) - 1}`)),
          output: `v${i}`,
        }));
        const to = `v${nodes.length - 1}`;
        const wanted = nodes
          .map(({ output }) => output)
          .filter((value) => reaches(nodes, "x", to, "") && !reaches(nodes, "x", to, value));
        // In whatever order the file lists its nodes.
        const turned = nodes.map((_, i) => nodes[(i + Math.abs(seed)) % nodes.length]);
        expect(bottlenecks(flowOf(turned), "x", to).sort()).toEqual(wanted.sort());
      }),
      { numRuns: 500 },
    );
  });

  it("do not count what only asks for a shape", () => {
    const nodes: Node[] = [
      { inputs: ["x"], output: "a" },
      { inputs: ["x"], output: "shape", opType: "Shape" },
      { inputs: ["a"], output: "b" },
      { inputs: ["b", "shape"], output: "c", opType: "Reshape" },
    ];
    expect(bottlenecks(flowOf(nodes), "x", "c")).toEqual(["a", "b", "c"]);
  });

  it("are none where the picture does not arrive", () => {
    expect(bottlenecks(flowOf([{ inputs: ["w"], output: "a" }]), "x", "a")).toEqual([]);
    expect(bottlenecks(flowOf([{ inputs: ["x"], output: "a" }]), "x", "nowhere")).toEqual([]);
  });

  it("are found in a graph of twenty thousand nodes in a row", () => {
    const count = 20_000;
    const nodes = Array.from({ length: count }, (_, i) => ({
      inputs: [i === 0 ? "x" : `v${i - 1}`, "x"],
      output: `v${i}`,
    }));
    expect(bottlenecks(flowOf(nodes), "x", `v${count - 1}`)).toEqual([`v${count - 1}`]);
  });
});
