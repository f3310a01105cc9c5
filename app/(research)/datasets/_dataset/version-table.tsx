import { formatCount } from "#components/figures/format-number.ts";
import { Moment } from "#components/ui/moment.tsx";
import { Section } from "#components/ui/section.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { DatasetDetail } from "#lib/services/datasets/get-dataset.ts";

/** The frozen versions: what runs and studies point at. */
export function VersionTable({ versions }: { versions: DatasetDetail["versions"] }) {
  return (
    <div className="mt-10">
      <Section title="Frozen versions">
        {versions.length === 0 ? (
          <p className="text-muted">
            None yet. A run needs a frozen version, so that its images cannot change under it.
          </p>
        ) : (
          <Table caption="Frozen versions">
            <thead>
              <tr>
                <Th>Version</Th>
                <Th numeric>Images</Th>
                <Th>Hash</Th>
                <Th>Frozen</Th>
              </tr>
            </thead>
            <tbody>
              {versions.map((version) => (
                <tr key={version.id}>
                  <Td>v{version.number}</Td>
                  <Td numeric>{formatCount(version.imageCount)}</Td>
                  <Td>
                    <code className="font-mono text-xs" title={version.hash}>
                      {version.hash.slice(0, 12)}
                    </code>
                  </Td>
                  <Td>
                    <Moment at={version.frozenAt} />
                  </Td>
                </tr>
              ))}
            </tbody>
          </Table>
        )}
      </Section>
    </div>
  );
}
