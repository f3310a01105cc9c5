import { listStudies, type StudySummary } from "#lib/services/studies/list-studies.ts";
import { withCliContext } from "../open-cli-context.ts";

export interface ListCommand {
  workspace?: string;
  json?: boolean;
}

/** Prints a line a study. */
export async function runList({ workspace, json }: ListCommand): Promise<void> {
  const studies = await withCliContext(workspace, listStudies);
  const text = json ? JSON.stringify(studies) : studies.map(lineOf).join("\n");
  process.stdout.write(`${text || "There is no study yet."}\n`);
}

function lineOf({ id, name, state, people, simulated, createdAt }: StudySummary): string {
  const raters = `${people.consented} people (${people.completed} completed, ${people.withdrawn} withdrawn), ${simulated} simulated`;
  return `${id}  ${createdAt.toISOString().slice(0, 10)}  ${state.padEnd(9)}  ${name}: ${raters}`;
}
