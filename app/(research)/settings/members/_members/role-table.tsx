import { Table, Td, Th } from "#components/ui/table.tsx";
import type { listPermissions } from "#lib/auth/role-words.ts";
import type { Role } from "#lib/db/generated/client.ts";

interface RoleTableProps {
  permissions: ReturnType<typeof listPermissions>;
  roles: readonly Role[];
}

/** What `can` allows, as it allows it. */
export function RoleTable({ permissions, roles }: RoleTableProps) {
  return (
    <Table caption="What each role may do">
      <thead>
        <tr>
          <Th pinned>May</Th>
          {roles.map((role) => (
            <Th key={role} className="text-center">
              {role}
            </Th>
          ))}
        </tr>
      </thead>
      <tbody>
        {permissions.map(({ action, words, roles: allowed }) => (
          <tr key={action}>
            <Th scope="row" pinned className="max-sm:max-w-40">
              {words}
            </Th>
            {roles.map((role) => (
              <Td key={role} className="text-center">
                <span aria-hidden="true" className={allowed.includes(role) ? "" : "text-muted"}>
                  {allowed.includes(role) ? "✓" : "–"}
                </span>
                <span className="sr-only">{allowed.includes(role) ? "yes" : "no"}</span>
              </Td>
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
