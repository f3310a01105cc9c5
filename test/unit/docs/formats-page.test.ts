import { expect, it } from "vitest";
import { renderFormatsPage } from "#scripts/render-formats-page.ts";

it("docs/formats.md is what readers and writers declare", async () => {
  await expect(renderFormatsPage()).toMatchFileSnapshot("../../../docs/formats.md");
});
