import Link from "next/link";
import { formatCount } from "#components/figures/format-number.ts";
import { Moment } from "#components/ui/moment.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { VersionSummary } from "#lib/services/versions/list-versions.ts";

interface VersionTableProps {
  datasetId: string;
  versions: readonly VersionSummary[];
}

/** The frozen versions: what runs, trainings and studies point at. */
export function VersionTable({ datasetId, versions }: VersionTableProps) {
  const path = `/datasets/${datasetId}/versions`;
  return (
    <Table caption="Frozen versions">
      <thead>
        <tr>
          <Th pinned>Version</Th>
          <Th numeric>Images</Th>
          <Th>Note</Th>
          <Th>Used by</Th>
          <Th>Hash</Th>
          <Th>Frozen</Th>
          <Th>Compare</Th>
        </tr>
      </thead>
      <tbody>
        {versions.map(({ id, number, imageCount, note, uses, hash, frozenAt }) => (
          <tr key={id}>
            <Th scope="row" pinned className="align-middle">
              <Link href={`${path}/${number}`} className="font-medium underline underline-offset-3">
                v{number}
              </Link>
            </Th>
            <Td numeric>{formatCount(imageCount)}</Td>
            <Td className="max-w-72 truncate" title={note}>
              {note || <span className="text-muted">–</span>}
            </Td>
            <Td className="whitespace-nowrap">{uses === null ? "–" : usage(uses.length)}</Td>
            <Td>
              <code className="font-mono text-xs" title={hash}>
                {hash.slice(0, 12)}
              </code>
            </Td>
            <Td>
              <Moment at={frozenAt} />
            </Td>
            <Td className="whitespace-nowrap">
              <Link
                href={`${path}/compare?from=${number}&to=now`}
                prefetch={false}
                aria-label={`Compare version ${number} with now`}
                className="underline underline-offset-3"
              >
                with now
              </Link>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

const usage = (count: number) => (count === 0 ? "nothing" : count === 1 ? "1 thing" : `${count} things`);
