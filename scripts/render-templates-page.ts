import { describeTask } from "#lib/study/describe-task.ts";
import { en } from "#lib/study/languages/en.ts";
import type { Measure, StudyTemplate } from "#lib/study/template.ts";
import { TEMPLATES } from "#lib/study/templates/registry.ts";

/** docs/templates.md: what each study template shows, asks, measures and comes from, as it is declared. */
export function renderTemplatesPage(): string {
  return `# Study templates

<!-- npx vitest run --project maths test/unit/docs -u writes this page from lib/study; scripts/draw-templates.ts draws its pictures -->

A template is a kind of trial, declared once: what is shown and asked, which answers count, what each of them says of the arms.
It is chosen with the study, and its words are fixed with its version, in English and in Simplified Chinese. What convinces
people (plausibility), what people can do with a map (performance) and what is true of the model (faithfulness) are
different things: none of these templates tells anything about the last one, and their measures are never averaged.

| Template | Finds out | Measure |
| --- | --- | --- |
${TEMPLATES.map(row).join("\n")}

Every trial is answered by touch, by mouse or by keys alone, on a screen of 360 px or more. Its pictures are shown when all of
them are there, the time of an answer is counted from then, and a tap in the first 250 ms is not taken for one. Answers of
several steps can be undone, are sent with *Done*, and survive a reload of the page. The pictures below are of one picture of the
demo, with maps of Grad-CAM, SCOUTER+, a centred Gaussian and RISE where there are several methods, and of SCOUTER+ where there are
several classes; a study draws which stands where.

${TEMPLATES.map(section).join("\n")}`;
}

const anchor = ({ title }: StudyTemplate): string =>
  title
    .toLowerCase()
    .replaceAll(/[^a-z -]/g, "")
    .replaceAll(" ", "-");

const row = (template: StudyTemplate): string =>
  `| [${template.title}](#${anchor(template)}) | ${template.about} | ${inWords(template.measure)} |`;

function inWords({ name, low, high, chance }: Measure): string {
  const guess = chance === null ? "" : `; ${chance} by chance`;
  return `${name}, ${low} to ${high}${guess}`;
}

function section(template: StudyTemplate): string {
  const { id, version, title, response, measure, cites, only } = template;
  const { question } = en.templates[id];
  const picture = (size: string, width: number) =>
    `<img src="screenshots/template-${id}-${size}-light.webp" alt="${title}: a trial on a ${size}" width="${width}">`;
  return `## ${title}

\`${id}\`, version ${version}. ${template.about}

${picture("desktop", 560)} ${picture("phone", 186)}

- **Shown**: ${shownBy(template)}${only === "against" ? ", of arms that rule a class out" : ""}.
- **Asked**: “${question}”
- **Answered**: ${answeredBy(template)}.
- **Measure**: ${inWords(measure)}; ${response.kind === "class" && measure.chance === null ? "1 in as many classes as are offered by chance; " : ""}${measure.about}.
- **After**: ${cites.map((cite) => cite.replace(/\.$/, "")).join("; ")}.
`;
}

function shownBy({ shows }: StudyTemplate): string {
  switch (shows.kind) {
    case "one-arm":
      return "the map of one arm";
    case "classes":
      return `one arm’s maps of the computer’s answer and of the ${shows.count - 1} next likely classes, in places drawn anew`;
    case "plain":
      return "the picture without a map";
    case "after-training":
      return "in training the picture with the map of the rater’s arm, or without one, and afterwards the computer’s answer; then new pictures without a map";
    case "beside-reference":
      return "the map of the reference arm and that of one other, side by side";
    case "arms":
      return shows.count === 2
        ? "the maps of two arms, side by side"
        : `the maps of up to ${shows.count} arms, or as many as the study is given`;
  }
}

function answeredBy(template: StudyTemplate): string {
  const { id, response } = template;
  const task = describeTask(response, en.templates[id].responses);
  switch (task.kind) {
    case "scale": {
      const { values, labels } = task;
      const names = labels.flatMap((label, at) => (label === null ? [] : [`${values[at]} “${label}”`]));
      const free = response.kind === "scale" && response.named === "ends";
      return `a scale of ${values.length} points${free ? ", or of 7" : ""}: ${names.join(", ")}`;
    }
    case "choice":
      return task.labels.map((label) => `“${label}”`).join(", ");
    case "class":
      return template.shows.kind === "classes"
        ? "one of the pictures, each of which stands for a class, by a tap, its number or its letter"
        : "one of the classes of the study, by a tap or by its number";
    case "ranking":
      return "all pictures in order, by tapping the first, the second and so on, or by their letters";
    case "best-worst":
      return "two taps, the best and the worst, or their letters";
    case "point":
      return "a tap, or the arrow keys and Enter";
    case "strokes":
      return "a brush of three sizes, drawn by finger, pen or mouse, or moved by the arrow keys and the space bar";
  }
}
