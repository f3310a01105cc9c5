import { expect, it } from "vitest";
import { renderRolesPage } from "#scripts/render-roles-page.ts";

it("documents who may do what (npx vitest run test/unit/docs -u writes the page anew)", async () => {
  await expect(renderRolesPage()).toMatchFileSnapshot("../../../docs/roles.md");
});
