import { Table, Td, Th } from "#components/ui/table.tsx";
import type { RoundPerson } from "#lib/services/rounds/get-round.ts";
import { PersonName } from "./person-name.tsx";

/** Who has drawn how much, and the line that is theirs in the pictures. */
export function PeopleTable({ people }: { people: readonly RoundPerson[] }) {
  return (
    <Table caption="People of the round" className="max-w-xl">
      <thead>
        <tr>
          <Th>Person</Th>
          <Th numeric>Done</Th>
        </tr>
      </thead>
      <tbody>
        {people.map((person, i) => (
          <tr key={person.userId}>
            <Th scope="row">
              <PersonName person={person} index={i} />
              {person.hasLeft || person.isDrawing ? (
                <span className="text-muted">
                  {person.hasLeft ? ", has left the workspace" : ", is drawing"}
                </span>
              ) : null}
            </Th>
            <Td numeric>{person.done}</Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
