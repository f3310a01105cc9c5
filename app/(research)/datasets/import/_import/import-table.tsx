import Link from "next/link";
import { formatCount } from "#components/figures/format-number.ts";
import { formatSize } from "#components/figures/format-size.ts";
import { Moment } from "#components/ui/moment.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { ImportSummary } from "#lib/services/imports/import-detail.ts";
import { ImportState } from "./import-state.tsx";

/** Imports, the newest first. */
export function ImportTable({ imports }: { imports: readonly ImportSummary[] }) {
  return (
    <Table caption="Imports">
      <thead>
        <tr>
          <Th pinned>Data set</Th>
          <Th>State</Th>
          <Th>From</Th>
          <Th>Begun</Th>
        </tr>
      </thead>
      <tbody>
        {imports.map((each) => (
          <tr key={each.id}>
            <Th scope="row" pinned className="max-w-48 min-w-28">
              <Link
                className="font-medium wrap-anywhere hover:underline"
                href={`/datasets/import/${each.id}`}
              >
                {each.name}
              </Link>
            </Th>
            <Td>
              <ImportState state={each.state} />
            </Td>
            <Td className="min-w-32 wrap-anywhere text-muted">{sourceWords(each)}</Td>
            <Td>
              <Moment at={each.createdAt} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** Where an import's files come from. */
export function sourceWords({ source, byteSize, fileCount }: ImportSummary): string {
  if (source.kind === "folder") return `${source.path} on the server`;
  if (source.kind === "s3") return source.address;
  if (fileCount === 0) return "nothing has come yet";
  const files = fileCount === 1 ? "1 file" : `${formatCount(fileCount)} files`;
  return `${files}, ${formatSize(byteSize)}`;
}
