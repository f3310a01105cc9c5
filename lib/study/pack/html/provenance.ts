import { DEFAULT_REPLICATES } from "#lib/stats/bootstrap.ts";
import { escapeHtml } from "../escape-html.ts";
import type { PackSubject } from "../pack-subject.ts";

/** Where the numbers come from, and what checking the study's record said. */
export function provenanceSection({
  study,
  run,
  dataset,
  template,
  arms,
  provenance,
}: PackSubject): string[] {
  const { encoding, language, consentVersion } = study.design;
  const facts: [string, string][] = [
    ["Study", `${study.name} (${study.id}), ${study.state}`],
    ["Template", `${template.title}, version ${template.version}`],
    ["Run", `${run.name} (${run.id}), seed ${run.seed}`],
    ["Data set", `${dataset.name}, version ${dataset.version}, SHA-256 ${dataset.hash}`],
    ...arms.map(({ number, label, explainerId, targetRule, model }): [string, string] => [
      `Arm ${number}`,
      `${label}: ${explainerId}, target ${targetRule}, model ${model}`,
    ]),
    ["Seed", `${study.seed}, of sequences and of ${DEFAULT_REPLICATES.toLocaleString("en-US")} resamples`],
    [
      "Drawn as",
      `${encoding.colourMap}, opacity ${encoding.opacity}, ${encoding.size} px, the same for every arm`,
    ],
    ["Language, consent", `${language}, ${consentVersion}`],
    ["Software", `Whynot ${provenance.software}`],
    ["Event log ends", provenance.anchor ?? "the study was begun before studies had a log"],
    ["Data as of", provenance.asOf],
  ];
  const rows = facts.map(([name, value]) => `<dt>${escapeHtml(name)}</dt><dd>${escapeHtml(value)}</dd>`);
  return [
    `<dl>${rows.join("\n")}</dl>`,
    "<h3>Checked against the event log</h3>",
    `<pre>${escapeHtml(provenance.verification.join("\n"))}</pre>`,
  ];
}
