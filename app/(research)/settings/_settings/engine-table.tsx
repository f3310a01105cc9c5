import { formatNumber } from "#components/figures/format-number.ts";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { EngineUse } from "#lib/services/overview/list-engines.ts";

export function EngineTable({ engines }: { engines: readonly EngineUse[] }) {
  return (
    <>
      {engines.length === 0 ? (
        <p className="text-muted">No map has been made yet.</p>
      ) : (
        <Table caption="Engines by method">
          <thead>
            <tr>
              <Th pinned>Method</Th>
              <Th>Engine</Th>
              <Th numeric>Maps</Th>
              <Th numeric>Mean time a map</Th>
            </tr>
          </thead>
          <tbody>
            {engines.map(({ method, engine, mapCount, meanMs }) => (
              <tr key={`${method} ${engine}`}>
                <Th scope="row" pinned>
                  <code className="font-mono text-xs">{method}</code>
                </Th>
                <Td>{engine}</Td>
                <Td numeric>{mapCount}</Td>
                <Td numeric>
                  {meanMs < 1000 ? `${formatNumber(meanMs, 0)} ms` : `${formatNumber(meanMs / 1000, 1)} s`}
                </Td>
              </tr>
            ))}
          </tbody>
        </Table>
      )}
      <p className="mt-2 text-sm text-muted">
        <code className="font-mono">bin/whynot doctor</code> on the server says which engines work here and
        how fast.
      </p>
    </>
  );
}
