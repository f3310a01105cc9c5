import type { Page } from "@playwright/test";
import { PASSWORD } from "#test/support/site.ts";

/** Signs a member of a test site in, as they would do it themselves, and comes to its first page. */
export async function signInTo(url: string, page: Page, email: string): Promise<void> {
  await page.goto(`${url}/signin`);
  await page.getByLabel("E-mail address").fill(email);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL(`${url}/`);
}
