import { existsSync } from "node:fs";
import { expect, it } from "vitest";
import { TEMPLATES } from "#lib/study/templates/registry.ts";
import { renderTemplatesPage } from "#scripts/render-templates-page.ts";

it("documents every template (npx vitest run test/unit/docs -u writes the page anew)", async () => {
  await expect(renderTemplatesPage()).toMatchFileSnapshot("../../../docs/templates.md");
});

it("shows a trial of every template (npx tsx scripts/draw-templates.ts draws them)", () => {
  const pictures = TEMPLATES.flatMap(({ id }) =>
    ["desktop", "phone"].flatMap((size) =>
      ["light", "dark"].map((scheme) => `docs/screenshots/template-${id}-${size}-${scheme}.webp`),
    ),
  );
  expect(pictures.filter((picture) => !existsSync(picture))).toEqual([]);
});
