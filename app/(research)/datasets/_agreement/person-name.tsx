import type { RoundPerson } from "#lib/services/rounds/get-round.ts";
import { PersonLine } from "./person-line.tsx";

/** A person of the round: line, letter and name. */
export function PersonName({ person, index }: { person: RoundPerson; index: number }) {
  return (
    <>
      <PersonLine index={index} /> <span className="font-medium">{person.label}</span> {person.name}
    </>
  );
}

interface LegendProps {
  people: readonly RoundPerson[];
  /** Letters of those who are listed; left out: everybody. */
  only?: readonly string[];
}

/** Whose line is which. */
export function Legend({ people, only }: LegendProps) {
  return (
    <ul aria-label="Whose line is which" className="flex flex-wrap gap-x-5 gap-y-1 text-sm">
      {people.map((person, i) =>
        only && !only.includes(person.label) ? null : (
          <li key={person.userId}>
            <PersonName person={person} index={i} />
          </li>
        ),
      )}
    </ul>
  );
}
