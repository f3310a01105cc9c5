import { Moment } from "#components/ui/moment.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { Member } from "#lib/services/people/list-members.ts";

export function MemberTable({ members, self }: { members: readonly Member[]; self: string }) {
  return (
    <Table caption="Members and roles">
      <thead>
        <tr>
          <Th pinned>Name</Th>
          <Th>E-mail</Th>
          <Th>Role</Th>
          <Th>Since</Th>
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
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
