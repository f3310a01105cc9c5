import { Moment } from "#components/ui/moment.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { AuditEntry } from "#lib/services/people/list-audit-events.ts";

export function AuditTable({ events }: { events: readonly AuditEntry[] }) {
  if (events.length === 0) return <p className="text-muted">Nothing has been done yet.</p>;
  return (
    <Table caption="Audit log">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>Who</Th>
          <Th>Did</Th>
          <Th>To</Th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.id}>
            <Td>
              <Moment at={event.at} />
            </Td>
            <Td className="whitespace-nowrap">{event.actor}</Td>
            <Td className="whitespace-nowrap">{event.action}</Td>
            <Td className="min-w-56">
              <code className="font-mono text-xs break-all text-muted">{event.resource}</code>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
