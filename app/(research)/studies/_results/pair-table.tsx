import { ExportData } from "#components/figures/export-data.tsx";
import { formatNumber, formatP } from "#components/figures/format-number.ts";
import { undefinedWords } from "#components/figures/undefined-words.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { StudyReport } from "#lib/study/report.ts";
import { type ArmPair, isTold, listPairs } from "#lib/study/results/arm-pairs.ts";
import { type ContrastWords, contrastWords } from "#lib/study/results/contrast-words.ts";
import { pairNote } from "#lib/study/results/pair-note.ts";
import type { Statement } from "#lib/study/template.ts";
import { EstimateCell } from "./estimate-cell.tsx";

/** More pairs than this scroll inside the table. */
const SHORT = 12;

interface PairTableProps {
  report: StudyReport;
  statement: Statement;
}

/** Every two methods of one statement. Maps for and against a class are never compared. */
export function PairTable({ report, statement }: PairTableProps) {
  const pairs = listPairs(report, statement);
  if (pairs.length === 0) return null;
  const words = contrastWords(report);
  const raters = report.simulated ? "simulated raters" : "raters";
  const isTall = pairs.length > SHORT;
  const stuck = isTall ? "sticky top-0 z-20 bg-canvas whitespace-nowrap" : "whitespace-nowrap";
  const title = `Differences between methods, maps ${statement} a class, ${raters}`;
  return (
    <div className="mt-6 min-w-0">
      <h3 className="mb-2 font-semibold">
        Maps {statement} a class: {pairs.length === 1 ? "the pair" : "every pair"}
      </h3>
      <Table caption={title} tall={isTall}>
        <thead>
          <tr>
            <Th pinned className={stuck}>
              Higher one first
            </Th>
            <Th numeric className={stuck}>
              difference
            </Th>
            <Th numeric className={stuck}>
              p, Holm
            </Th>
            <Th numeric className={stuck}>
              {words.effect.name}
            </Th>
            <Th numeric className={stuck}>
              raters
            </Th>
          </tr>
        </thead>
        <tbody>
          {pairs.map((pair) => (
            <PairRow key={`${pair.a} ${pair.b}`} pair={pair} />
          ))}
        </tbody>
      </Table>
      <p className="mt-2 max-w-prose text-sm text-muted">
        {words.meaning}. {pairNote(pairs, words)}
      </p>
      <div className="mt-2">
        <ExportData title={title} data={rowsOf(pairs, words)} />
      </div>
    </div>
  );
}

function PairRow({ pair }: { pair: ArmPair }) {
  const { labels, difference, test, effect } = pair;
  return (
    <tr>
      <Th scope="row" pinned className="max-w-40 min-w-36 align-top sm:max-w-none">
        {labels.a}
        <span className="block text-xs text-muted">over {labels.b}</span>
      </Th>
      <EstimateCell estimate={difference} decimals={2} />
      <Td numeric className={isTold(pair) ? "align-top font-medium" : "align-top text-muted"}>
        {"adjusted" in test ? formatP(test.adjusted) : undefinedWords(test.undefined)}
      </Td>
      <Td numeric className="align-top">
        {"value" in effect ? formatNumber(effect.value, 2) : "–"}
      </Td>
      <Td numeric className="align-top">
        {"value" in difference ? difference.n : "–"}
      </Td>
    </tr>
  );
}

function rowsOf(pairs: readonly ArmPair[], { testId, effect: { id } }: ContrastWords) {
  return {
    columns: ["method", "minus", "difference", "low", "high", "raters", "p", "p_holm", "test", id, "note"],
    rows: pairs.map(({ labels, difference, test, effect }) => [
      labels.a,
      labels.b,
      ...("value" in difference
        ? [difference.value, difference.low, difference.high, difference.n]
        : [null, null, null, null]),
      ...("p" in test ? [test.p, test.adjusted, `${testId} ${test.method}`] : [null, null, null]),
      "value" in effect ? effect.value : null,
      "undefined" in test ? test.undefined : "",
    ]),
  };
}
