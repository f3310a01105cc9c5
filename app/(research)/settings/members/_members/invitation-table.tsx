import { Badge } from "#components/ui/badge.tsx";
import { Moment } from "#components/ui/moment.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { InvitationRow } from "#lib/services/invitations/list-invitations.ts";
import { InvitationActions } from "./invitation-actions.tsx";

interface InvitationTableProps {
  caption: string;
  invitations: readonly InvitationRow[];
  mails: boolean;
}

export function InvitationTable({ caption, invitations, mails }: InvitationTableProps) {
  return (
    <Table caption={caption}>
      <thead>
        <tr>
          <Th pinned>For</Th>
          <Th>As</Th>
          <Th>State</Th>
          <Th>By</Th>
          <Th>Expires</Th>
          <Th>
            <span className="sr-only">Change</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {invitations.map((one) => (
          <tr key={one.id}>
            <Th scope="row" pinned>
              {one.email ?? <span className="text-muted">whoever holds the link</span>}
            </Th>
            <Td>{one.role}</Td>
            <Td className="whitespace-nowrap">
              <Badge tone={one.state === "open" ? "accent" : "neutral"}>{one.state}</Badge>
              {one.usedBy ? <span className="text-muted"> by {one.usedBy}</span> : null}
              {one.state === "open" && one.mailed ? <span className="text-muted"> mailed</span> : null}
            </Td>
            <Td className="whitespace-nowrap">
              {one.invitedBy ?? <span className="text-muted">command line</span>}
            </Td>
            <Td>
              <Moment at={one.expiresAt} />
            </Td>
            <Td className="text-right">
              {one.state === "open" || one.state === "expired" ? (
                <InvitationActions
                  id={one.id}
                  whom={one.email ?? `whoever holds the link, as ${one.role}`}
                  mails={mails && one.email !== null}
                />
              ) : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
