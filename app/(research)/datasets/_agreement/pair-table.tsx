import { Table, Td, Th } from "#components/ui/table.tsx";
import type { StoredAgreement } from "#lib/services/rounds/compute-agreement.ts";
import type { Estimate, Value } from "#lib/stats/estimate.ts";
import { intervalWords, valueWords } from "./agreement-words.ts";

/** Each two people with images in common. */
export function PairTable({ pairs }: { pairs: StoredAgreement["pairs"] }) {
  return (
    <Table caption="Agreement of each two people">
      <thead>
        <tr>
          <Th pinned>Pair</Th>
          <Th numeric>Images</Th>
          <Th>Found: F1</Th>
          <Th>by chance</Th>
          <Th>corrected</Th>
          <Th>Class: alike</Th>
          <Th>κ</Th>
          <Th>Place: IoU</Th>
          <Th>nearest</Th>
          <Th>by chance</Th>
          <Th>σ</Th>
          <Th>KS</Th>
        </tr>
      </thead>
      <tbody>
        {pairs.map(({ a, b, agreement: { images, found, class: naming, place } }) => (
          <tr key={`${a} ${b}`} className="[&>*]:align-top">
            <Th scope="row" pinned className="whitespace-nowrap">
              {a} and {b}
            </Th>
            <Td numeric>{images}</Td>
            <Cell value={found.f1} />
            <Cell value={found.chance} />
            <Cell value={found.corrected} />
            <Cell value={naming.observed} />
            <Cell value={naming.kappa} />
            <Cell value={place.meanIou} />
            <Cell value={place.nearest} />
            <Cell value={place.chance} />
            <Cell value={place.sigma} />
            <Cell value={place.ks} />
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function Cell({ value }: { value: Value | Estimate }) {
  if (!("value" in value)) return <Td className="text-xs text-muted">{valueWords(value)}</Td>;
  return (
    <Td className="tabular-nums">
      {valueWords(value)}
      {"low" in value ? (
        <span className="block min-w-20 text-xs text-muted">{intervalWords(value)}</span>
      ) : null}
    </Td>
  );
}
