import type { Command } from "commander";

/** `whynot methods`: which methods there are, and what may be set of one. */
export function registerMethods(program: Command): void {
  program
    .command("methods")
    .description("list the methods of `explain`, or the options of one with their ranges and usual values")
    .argument("[id]", "such as ss-cam")
    .option("--json", "print it as JSON")
    .action(async (id: string | undefined, { json = false }: { json?: boolean }) => {
      const { describeOptions } = await import("#lib/explain/describe-options.ts");
      const { explainers, findExplainer } = await import("#lib/explain/registry.ts");
      const { rangeInWords } = await import("#lib/explain/option-field.ts");
      if (id === undefined) {
        const all = [...explainers.values()].map(({ id, name, group, formula }) => ({
          id,
          name,
          group,
          formula,
        }));
        const lines = all.map((method) => `${method.id.padEnd(22)} ${method.name}: ${method.formula}`);
        console.log(json ? JSON.stringify(all) : lines.join("\n"));
        return;
      }
      const fields = describeOptions(findExplainer(id).options);
      const lines = fields.map((field) => {
        const values = field.values?.join(", ") ?? rangeInWords(field);
        const usual = JSON.stringify(field.usual);
        return `${field.name.padEnd(14)} ${usual.padEnd(16)} ${[field.meaning, values].filter(Boolean).join("; ")}`;
      });
      console.log(json ? JSON.stringify(fields) : lines.join("\n") || "It has no options.");
    });
}
