import Link from "next/link";
import { Table, Td, Th } from "#components/ui/table.tsx";
import type { RunArmDetail } from "#lib/services/explanations/get-run.ts";
import { describeRule } from "./target-rule.ts";

/** What exactly each arm is: method, model, class explained, options. */
export function ArmTable({ arms }: { arms: readonly RunArmDetail[] }) {
  return (
    <Table caption="Arms of this run">
      <thead>
        <tr>
          <Th pinned>Arm</Th>
          <Th>Method</Th>
          <Th>Model</Th>
          <Th>Explains</Th>
          <Th>Options</Th>
        </tr>
      </thead>
      <tbody>
        {arms.map((arm) => (
          <tr key={arm.id}>
            <Th scope="row" pinned>
              {arm.label}
            </Th>
            <Td>
              <code className="font-mono text-xs">{arm.explainerId}</code>
            </Td>
            <Td className="whitespace-nowrap">
              {arm.explainsModel ? (
                <Link className="link" href={`/models/${arm.model.id}`}>
                  {arm.model.name}
                </Link>
              ) : (
                <span className="text-muted">none here</span>
              )}
            </Td>
            <Td className="whitespace-nowrap">{describeRule(arm.targetRule)}</Td>
            <Td className="text-muted">
              <code className="font-mono text-xs">{optionsText(arm)}</code>
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

function optionsText({ options, seed }: RunArmDetail): string {
  const entries = Object.entries({ ...(options as object), ...(seed === null ? {} : { seed }) });
  return entries.length === 0
    ? "–"
    : entries.map(([name, value]) => `${name} ${JSON.stringify(value)}`).join(", ");
}
