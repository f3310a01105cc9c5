import type { Db } from "#lib/db/client.ts";
import type { AnswerRules } from "#lib/study/check-response.ts";
import { StudyDesign } from "#lib/study/design.ts";
import { classCountOf, responseOf } from "#lib/study/response-of.ts";
import { requireTemplate } from "#lib/study/templates/registry.ts";

/** By the key of the study: what an answer must fit is fixed with the study, and every answer asks for it. */
const KEPT = new WeakMap<Db, Map<string, AnswerRules>>();
/** More studies than this are not answered at the same time. */
const MOST_KEPT = 500;

/** What an answer of a study must fit; undefined where there is no study under this key. */
export async function readAnswerRules(db: Db, key: string): Promise<AnswerRules | undefined> {
  const kept = KEPT.get(db) ?? new Map<string, AnswerRules>();
  KEPT.set(db, kept);
  const known = kept.get(key);
  if (known) return known;
  const rules = await readRules(db, key);
  if (!rules) return undefined;
  if (kept.size >= MOST_KEPT) kept.clear();
  kept.set(key, rules);
  return rules;
}

async function readRules(db: Db, key: string): Promise<AnswerRules | undefined> {
  const study = await db.study.findUnique({
    where: { key },
    select: { templateId: true, templateVersion: true, design: true },
  });
  if (!study) return undefined;
  const design = StudyDesign.parse(study.design);
  const template = requireTemplate(study.templateId, study.templateVersion);
  return {
    response: responseOf(template, design),
    detail: template.detail,
    panels: design.panels,
    classes: classCountOf(template, design),
  };
}
