import { EXCLUSION_RULE_IDS } from "#lib/study/exclusions/exclusion-rules.ts";

/** The rules that the form declares, with their numbers; shares are asked for in percent. An empty number is for the verb to refuse. */
export function readExclusions(form: FormData): Record<string, Record<string, number>> {
  const chosen = form.getAll("exclusion");
  const declared = EXCLUSION_RULE_IDS.filter((id) => chosen.includes(id));
  return Object.fromEntries(declared.map((id) => [id, parametersOf(form, `exclusions.${id}.`)]));
}

/** Parameters that are no shares. */
const COUNTS = ["belowMs", "failures"];

function parametersOf(form: FormData, prefix: string): Record<string, number> {
  const fields = [...form.entries()].filter(([name]) => name.startsWith(prefix));
  return Object.fromEntries(
    fields.map(([field, text]) => {
      const name = field.slice(prefix.length);
      const number = String(text).trim() === "" ? Number.NaN : Number(text);
      return [name, COUNTS.includes(name) ? number : number / 100];
    }),
  );
}
