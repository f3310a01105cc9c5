import Link from "next/link";
import { Notice } from "#components/ui/notice.tsx";
import type { StudyChoice } from "#lib/services/studies/list-study-choices.ts";
import { classesOf, defaultArms } from "#lib/study/resolve-comparison.ts";
import type { StudyTemplate } from "#lib/study/template.ts";

interface NoArmsProps {
  choices: readonly StudyChoice[];
  template: StudyTemplate;
}

/** In place of a run's arms where the template can show none of them: what it needs, and which runs have it. */
export function NoArms({ choices, template }: NoArmsProps) {
  const fitting = choices.filter(({ arms }) => defaultArms(template, arms).length > 0);
  const needed =
    classesOf(template) === "every"
      ? "A trial shows a method’s maps of several classes: it needs arms that explain every class."
      : "A trial shows a method’s map of one class, and all arms of this run explain every class.";
  return (
    <Notice tone="warn" title="This run has no arms for this template" live>
      {needed}{" "}
      {fitting.length > 0 ? (
        `Choose a run that has some: ${fitting.map(({ label }) => label).join(", ")}.`
      ) : (
        <Link className="link" href="/explanations/new">
          Start a run whose arms do.
        </Link>
      )}
    </Notice>
  );
}
