import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import sharp from "sharp";
import type { Ctx } from "#lib/services/context.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { startTestSite, type TestSite } from "#test/support/site.ts";
import { TINY_CLASSES } from "#test/support/tiny-models.ts";
import { createTinyProject } from "#test/support/tiny-project.ts";

let site: TestSite;
let ctx: Ctx;
let email: string;

test.beforeAll(async () => {
  test.setTimeout(300_000);
  site = await startTestSite(4970);
  ctx = await site.database.ctx("owner");
  await createTinyProject(ctx);
  ({ email } = await site.signedIn("viewer"));
});
test.afterAll(() => site?.close());

test("someone signed in explains an example and a photo of their own with a model of the workspace", async ({
  page,
}) => {
  const [violations, sent]: [string[], string[]] = [[], []];
  page.on("console", (message) => {
    if (message.type() === "error") violations.push(message.text());
  });
  page.on("request", (request) => {
    if (request.method() !== "GET" && !request.url().includes("/api/auth/")) sent.push(request.url());
  });
  await signInTo(site.url, page, email);
  await page.getByRole("link", { name: "Playground" }).click();

  const computed = page.getByText(/^Computed on this device with wasm/);
  await expect(computed).toBeVisible({ timeout: 60_000 });
  await expect(page.getByRole("list", { name: "Classes" }).getByRole("listitem")).toHaveCount(
    TINY_CLASSES.length,
  );
  const { violations: barriers } = await new AxeBuilder({ page }).analyze();
  expect(barriers.map(({ id, nodes }) => [id, nodes[0].html])).toEqual([]);

  const photo = await sharp({ create: { width: 60, height: 45, channels: 3, background: "#c84" } })
    .jpeg()
    .toBuffer();
  await page
    .getByLabel("Photo from this device")
    .setInputFiles({ name: "mine.jpg", mimeType: "image/jpeg", buffer: photo });
  await expect(page.getByText("mine.jpg · 60 × 45")).toBeVisible();
  for (const name of TINY_CLASSES) {
    await expect(page.getByRole("img", { name: `Why ${name}: saliency map` })).toBeVisible();
    await expect(page.getByRole("img", { name: `Why not ${name}: saliency map` })).toBeVisible();
  }
  await page.getByLabel("Model", { exact: true }).selectOption({ label: "FC" });
  await expect(page.getByText("FC sees")).toBeVisible();
  await expect(page.getByRole("radio", { name: "CAM", exact: true })).toBeChecked();
  await expect(page.locator("canvas").first()).toBeVisible();
  expect(sent).toEqual([]);
  expect(violations).toEqual([]);
});

test("WebAssembly is allowed in the playground's worker and in no page", async ({ request }) => {
  const policyOf = async (path: string) =>
    (await request.get(`${site.url}${path}`)).headers()["content-security-policy"];
  expect(await policyOf("/engine/manifest.json")).toContain("'wasm-unsafe-eval'");
  expect(await policyOf("/engine/manifest.json")).not.toContain("'unsafe-inline'; style");
  expect(await policyOf("/signin")).not.toContain("wasm-unsafe-eval");
});
