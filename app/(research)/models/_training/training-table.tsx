import Link from "next/link";
import { formatPercent } from "#components/figures/format-number.ts";
import { Moment } from "#components/ui/moment.tsx";
import { StateBadge } from "#components/ui/state-badge.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { TrainingSummary } from "#lib/services/trainings/list-trainings.ts";
import { KindBadge } from "../_model/kind-badge.tsx";

export function TrainingTable({ trainings }: { trainings: readonly TrainingSummary[] }) {
  return (
    <Table caption="Trainings">
      <thead>
        <tr>
          <Th pinned>Training</Th>
          <Th>State</Th>
          <Th>Kind</Th>
          <Th numeric>Epochs</Th>
          <Th numeric>Validation accuracy</Th>
          <Th>Data</Th>
          <Th>Started</Th>
        </tr>
      </thead>
      <tbody>
        {trainings.map((training) => (
          <tr key={training.id}>
            <Th scope="row" pinned className="max-w-48 sm:max-w-80">
              <Link
                className="font-medium wrap-anywhere hover:underline"
                href={`/models/trainings/${training.id}`}
              >
                {training.name}
              </Link>
            </Th>
            <Td>
              <StateBadge state={training.state} />
            </Td>
            <Td>
              <KindBadge kind={training.kind} />
            </Td>
            <Td numeric>
              {training.epochs} of {training.epochCount}
            </Td>
            <Td numeric>{training.accuracy === null ? "–" : formatPercent(training.accuracy)}</Td>
            <Td className="whitespace-nowrap">
              {training.datasetName} v{training.versionNumber}
            </Td>
            <Td>
              <Moment at={training.createdAt} />
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
