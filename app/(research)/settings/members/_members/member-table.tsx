import { Moment } from "#components/ui/moment.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { Role } from "#lib/db/generated/client.ts";
import type { Member } from "#lib/services/people/list-members.ts";
import { MemberActions } from "./member-actions.tsx";

interface MemberTableProps {
  members: readonly Member[];
  /** The user id of whoever looks. */
  self: string;
  manages: boolean;
  roles: readonly Role[];
}

export function MemberTable({ members, self, manages, roles }: MemberTableProps) {
  return (
    <Table caption="Members and roles">
      <thead>
        <tr>
          <Th pinned>Name</Th>
          <Th>E-mail</Th>
          <Th>Role</Th>
          <Th>Joined</Th>
          <Th>Last seen</Th>
          {manages ? (
            <Th>
              <span className="sr-only">Change</span>
            </Th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {members.map((member) => (
          <tr key={member.userId}>
            <Th scope="row" pinned>
              {member.name}
              {member.userId === self ? <span className="text-muted"> (you)</span> : null}
            </Th>
            <Td>{member.email}</Td>
            <Td>{member.role}</Td>
            <Td>
              <Moment at={member.since} />
            </Td>
            <Td>
              {member.lastSeen ? (
                <Moment at={member.lastSeen} />
              ) : (
                <span className="text-muted">not yet</span>
              )}
            </Td>
            {manages ? (
              <Td className="text-right">
                <MemberActions
                  userId={member.userId}
                  name={member.name}
                  role={member.role}
                  roles={roles}
                  isSelf={member.userId === self}
                />
              </Td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
