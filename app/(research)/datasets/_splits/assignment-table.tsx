import { formatCount } from "#components/figures/format-number.ts";
import { Moment } from "#components/ui/moment.tsx";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { Assignment } from "#lib/services/splits/list-assignments.ts";
import { ActionButton } from "../../_shell/action-button.tsx";
import { undoSplitsAction } from "./actions.ts";
import { describeWish } from "./describe-wish.ts";

interface AssignmentTableProps {
  datasetId: string;
  assignments: readonly Assignment[];
  editable: boolean;
}

/** What was assigned before, each to be undone as one step. */
export function AssignmentTable({ datasetId, assignments, editable }: AssignmentTableProps) {
  return (
    <Table caption="Assignments of splits">
      <thead>
        <tr>
          <Th>When</Th>
          <Th>What</Th>
          <Th>By</Th>
          <Th numeric>Images</Th>
          <Th>
            <span className="sr-only">Undo</span>
          </Th>
        </tr>
      </thead>
      <tbody>
        {assignments.map(({ id, wish, changedCount, assignedBy, assignedAt, undoneAt }) => (
          <tr key={id}>
            <Td>
              <Moment at={assignedAt} />
            </Td>
            <Td className="min-w-56">{describeWish(wish)}</Td>
            <Td>{assignedBy || "–"}</Td>
            <Td numeric>{formatCount(changedCount)}</Td>
            <Td>
              {undoneAt ? (
                <span className="text-muted">undone</span>
              ) : editable ? (
                <ActionButton
                  action={undoSplitsAction}
                  fields={{ datasetId, assignmentId: id }}
                  look="secondary"
                  pendingLabel="Undoing…"
                >
                  Undo
                </ActionButton>
              ) : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
