import { Table, Td, Th } from "#components/ui/table.tsx";
import type { RoundPerson } from "#lib/services/rounds/get-round.ts";
import { PersonLine } from "./person-line.tsx";

interface PeopleTableProps {
  people: readonly RoundPerson[];
  /** Letters of those who are listed; left out: everybody. */
  only?: readonly string[];
}

/** Who has drawn how much, and the line that is theirs in the pictures. */
export function PeopleTable({ people, only }: PeopleTableProps) {
  return (
    <Table caption="People of the round" className="max-w-xl">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th numeric>Done</Th>
          <Th>Now</Th>
        </tr>
      </thead>
      <tbody>
        {people.map(({ userId, label, name, done, isDrawing, hasLeft }, i) =>
          only && !only.includes(label) ? null : (
            <tr key={userId}>
              <Th scope="row" className="whitespace-nowrap">
                <PersonLine index={i} /> <span className="font-medium">{label}</span> {name}
              </Th>
              <Td numeric>{done}</Td>
              <Td className="text-muted">
                {hasLeft ? "has left the workspace" : isDrawing ? "drawing" : ""}
              </Td>
            </tr>
          ),
        )}
      </tbody>
    </Table>
  );
}
