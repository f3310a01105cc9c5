import { listCaveats } from "../../results/list-caveats.ts";
import { escapeHtml } from "../escape-html.ts";
import { counted } from "../number-words.ts";
import type { PackSubject } from "../pack-subject.ts";
import { referencesOf } from "../references.ts";
import { SIMULATED } from "../simulated-mark.ts";
import { agreementOfRaters } from "./agreement.ts";
import { besideMetrics } from "./beside-metrics.ts";
import { comparisonsOfArms } from "./comparisons.ts";
import { correctnessSection, driftSection, preferenceSection, utilitySection } from "./further-results.ts";
import { methodsSection, referenceList } from "./methods.ts";
import { provenanceSection } from "./provenance.ts";
import { ratersSection } from "./raters.ts";
import { scoresOfArms } from "./scores.ts";
import { STYLE } from "./style.ts";
import { leadParagraphs } from "./summary.ts";
import { section } from "./table.ts";

/** Nothing is loaded and nothing runs, whatever names hold. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

/** report.html: a study's results in one file that needs nothing else, for the screen and for A4. */
export function reportPage(subject: PackSubject): string {
  const { study, report, arms, imageCount, provenance } = subject;
  const references = referencesOf(subject);
  const caveats = listCaveats(report).map((caveat) => `<li>${escapeHtml(caveat)}</li>`);
  const title = `${report.simulated ? `${SIMULATED}: ` : ""}${study.name}`;
  const mark = report.simulated
    ? `<p class="mark">${SIMULATED}. These answers were drawn by a program that prefers maps lying on the object. They rehearse the study and are evidence of nothing.</p>`
    : "";
  const about = `${counted(arms.length, "arm")} on ${counted(imageCount, "image")}; data as of ${provenance.asOf}.`;
  const question =
    report.measure.about === "plausibility"
      ? "How plausible are the maps?"
      : "How well do people do with the maps?";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="${escapeHtml(POLICY)}">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
${report.simulated ? '<div class="stamp" aria-hidden="true">SIMULATED</div>' : ""}
<main>
<header>
${mark}
<p class="eyebrow">Report of a study of explanations</p>
<h1>${escapeHtml(study.name)}</h1>
<p class="about">${escapeHtml(about)}</p>
</header>
<div class="lead">${leadParagraphs(report)}</div>
${section("Who is analysed?", ratersSection(report))}
${section(question, scoresOfArms(subject))}
${preferenceSection(subject)}
${section("Which methods differ?", comparisonsOfArms(report))}
${utilitySection(subject)}
${correctnessSection(subject)}
${section("Do raters agree?", agreementOfRaters(report))}
${driftSection(report)}
${section("Beside the automatic metrics", besideMetrics(subject))}
${section("What can’t be said", [`<ul>${caveats.join("\n")}</ul>`])}
${section("Methods", methodsSection(subject, references))}
${section("Provenance", provenanceSection(subject))}
${section("References", [referenceList(references)])}
</main>
</body>
</html>
`;
}
