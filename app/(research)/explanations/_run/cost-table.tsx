import { Table, Td, Th } from "#components/ui/table.tsx";
import { sumPasses } from "#lib/explain/cost/passes.ts";
import type { CostPart, RunCost } from "#lib/services/explanations/get-run-cost.ts";
import { passesInWords, timeInWords } from "./cost-words.ts";

/** What the run was expected to take beside what it took, so that one can tell how far to trust the next estimate. */
export function CostTable({ cost, isOver }: { cost: RunCost; isOver: boolean }) {
  const { parts, expectedMs, tookMs } = cost;
  return (
    <>
      <p className="mb-3 text-sm">
        {[
          expectedMs === null
            ? "How long it would take was not known when it was started."
            : `Expected ${timeInWords(expectedMs)} from start to end.`,
          tookMs === null ? "" : `It took ${timeInWords(tookMs)}.`,
        ].join(" ")}
      </p>
      <Table caption="Cost of this run">
        <thead>
          <tr>
            <Th pinned>Part</Th>
            <Th>Passes</Th>
            <Th numeric>Expected</Th>
            <Th numeric>{isOver ? "Took" : "Took so far"}</Th>
          </tr>
        </thead>
        <tbody>
          {parts.map((part) => (
            <PartRow key={part.name} part={part} />
          ))}
          <PartRow part={total(parts)} />
        </tbody>
      </Table>
    </>
  );
}

function PartRow({ part: { name, expected, tookMs } }: { part: CostPart }) {
  return (
    <tr>
      <Th scope="row" pinned>
        {name}
      </Th>
      <Td className="whitespace-nowrap">{expected ? passesInWords(expected) : "–"}</Td>
      <Td numeric>{expected?.ms === null ? "not measured" : expected ? exactTime(expected.ms) : "–"}</Td>
      <Td numeric>{tookMs > 0 ? exactTime(tookMs) : "–"}</Td>
    </tr>
  );
}

/** All parts; not expected to take anything known while the time of one is not. */
function total(parts: readonly CostPart[]): CostPart {
  const expected = parts.flatMap((part) => part.expected ?? []);
  return {
    name: "All of it",
    expected:
      expected.length === 0
        ? null
        : {
            ...sumPasses(expected),
            ms: expected.reduce<number | null>(
              (sum, { ms }) => (sum === null || ms === null ? null : sum + ms),
              0,
            ),
          },
    tookMs: parts.reduce((sum, { tookMs }) => sum + tookMs, 0),
  };
}

/** To two digits, so that two times can be compared. */
function exactTime(ms: number): string {
  if (ms === 0) return "–";
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return ms < 90_000 ? `${Math.round(ms / 1000)} s` : `${(ms / 60_000).toFixed(1)} min`;
}
