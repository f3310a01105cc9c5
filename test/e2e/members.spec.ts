import { devices, expect, type Page, test } from "@playwright/test";
import { expectAccessible } from "#test/support/expect-accessible.ts";
import { signInTo } from "#test/support/sign-in.ts";
import { PASSWORD, startTestSite, type TestSite } from "#test/support/site.ts";

let site: TestSite;
let owner: string;

test.beforeAll(async () => {
  test.setTimeout(600_000);
  site = await startTestSite(4_750);
  ({ email: owner } = await site.signedIn("owner"));
});
test.afterAll(() => site?.close());

const members = (page: Page) => page.goto(`${site.url}/settings/members`);
const sections = (page: Page) => page.getByRole("navigation", { name: "Sections" }).getByRole("link");

/** Makes a link for a role and reads it where it is shown. */
async function inviteAs(page: Page, role: string): Promise<string> {
  await members(page);
  await page.getByRole("combobox", { name: "Role" }).selectOption(role);
  await page.getByRole("button", { name: "Make a link" }).click();
  const link = page.getByRole("textbox", { name: "Link" });
  await expect(link).toHaveValue(/\/join\/[\w-]{43}$/);
  return link.inputValue();
}

test("an owner invites a curator, who joins on a phone, may what a curator may, and is removed", async ({
  page,
  browser,
}) => {
  await signInTo(site.url, page, owner);
  const link = await inviteAs(page, "curator");
  await expect(page.getByRole("table", { name: "Open invitations" }).getByRole("row")).toHaveCount(2);
  await expectAccessible(page);

  const phone = await browser.newContext({ ...devices["Pixel 7"] });
  const there = await phone.newPage();
  await there.goto(link);
  await expect(there.getByRole("heading", { name: "Join lab", level: 1 })).toBeVisible();
  await expect(there.getByText("A owner invites you as curator")).toBeVisible();
  await expectAccessible(there);
  await there.getByLabel("Your name").fill("Kim Curator");
  await there.getByLabel("E-mail address").fill("kim@example.org");
  await there.getByLabel("Password").fill("too short");
  await there.getByRole("button", { name: "Make an account and join" }).click();
  await expect(there).toHaveURL(link);
  await there.getByLabel("Password").fill(PASSWORD);
  await there.getByRole("button", { name: "Make an account and join" }).click();
  await there.waitForURL(`${site.url}/`);
  await there.getByRole("button", { name: "Menu" }).click();
  await expect(sections(there).filter({ visible: true })).toHaveCount(8);
  await expect(there.getByText("Kim Curator · curator").filter({ visible: true })).toBeVisible();
  await members(there);
  await expect(there.getByRole("table", { name: "Members and roles" })).toContainText("kim@example.org");
  await expect(there.getByRole("button", { name: "Make a link" })).toHaveCount(0);
  await expect(there.getByRole("button", { name: /^Change/ })).toHaveCount(0);

  const second = await browser.newContext();
  const late = await second.newPage();
  await late.goto(link);
  await expect(late.getByRole("heading", { name: "This invitation has been used" })).toBeVisible();
  await expectAccessible(late);

  await members(page);
  await page.getByRole("button", { name: "Change Kim Curator" }).click();
  const dialog = page.getByRole("dialog", { name: "Kim Curator" });
  await expect(dialog).toBeVisible();
  await dialog.getByRole("button", { name: "Make a sign-in link" }).click();
  await expect(dialog.getByLabel("Link", { exact: true })).toHaveValue(/\/signin\/link\/[\w-]{43}$/);
  const signInLink = await dialog.getByLabel("Link", { exact: true }).inputValue();
  await expectAccessible(page);
  await late.goto(signInLink);
  await late.getByLabel("Choose a new password too").check();
  await late.getByLabel("New password", { exact: true }).fill("a new long phrase 8");
  await expectAccessible(late);
  await late.getByRole("button", { name: "Sign in" }).click();
  await late.waitForURL(`${site.url}/`);
  // The new password has ended the session on the phone.
  await there.reload();
  await expect(there).toHaveURL(`${site.url}/signin`);

  await dialog.getByRole("button", { name: "Remove from the workspace" }).click();
  await expect(page.getByText("kim@example.org")).toHaveCount(0);
  await late.goto(`${site.url}/datasets`);
  await expect(late.getByRole("heading", { name: "You are in no workspace" })).toBeVisible();
  await expectAccessible(late);
  await phone.close();
  await second.close();
});

test("someone with an account signs in to join, and goes from one workspace to the other", async ({
  page,
  browser,
}) => {
  await signInTo(site.url, page, owner);
  const link = await inviteAs(page, "annotator");
  const { email } = await site.signedIn("researcher", "elsewhere");
  const context = await browser.newContext();
  const there = await context.newPage();
  await there.goto(link);
  await there.getByRole("link", { name: "I have an account: sign in to join" }).click();
  await expect(there.getByRole("heading", { name: "Sign in", level: 1 })).toBeVisible();
  await there.getByLabel("E-mail address").fill(email);
  await there.getByLabel("Password").fill(PASSWORD);
  await there.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(there.getByRole("heading", { name: "Join lab", level: 1 })).toBeVisible();
  await there.getByRole("button", { name: "Join the workspace" }).click();
  await there.waitForURL(`${site.url}/`);
  await expect(there.getByText("A researcher · annotator").first()).toBeVisible();
  await expect(sections(there).filter({ visible: true })).toHaveText([/^Home/, /^Datasets/, /^Settings/]);
  for (const href of ["/", "/datasets", "/settings"]) {
    const answer = await there.goto(`${site.url}${href}`);
    expect(answer?.url(), href).toBe(`${site.url}${href}`);
  }
  await there.goto(`${site.url}/`);
  await expectAccessible(there);
  await there.getByLabel("Workspace lab: go to another").filter({ visible: true }).click();
  await there.getByRole("button", { name: "elsewhere" }).filter({ visible: true }).click();
  await expect(there.getByText("A researcher · researcher").first()).toBeVisible();
  await expect(sections(there).filter({ visible: true })).toHaveCount(8);
  await context.close();
});

test("a revoked link and a replaced one say so, and the only owner can neither leave nor step down", async ({
  page,
}) => {
  const { email } = await site.signedIn("owner", "alone");
  await signInTo(site.url, page, email);
  const first = await inviteAs(page, "viewer");
  const row = page.getByRole("table", { name: "Open invitations" });
  await row.getByRole("button", { name: /^Change/ }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Make a new link" }).click();
  await expect(dialog.getByLabel("Link", { exact: true })).toHaveValue(/\/join\//);
  const second = await dialog.getByLabel("Link", { exact: true }).inputValue();
  await page.goto(first);
  await expect(page.getByRole("heading", { name: "There is no such invitation" })).toBeVisible();
  await members(page);
  await row.getByRole("button", { name: /^Change/ }).click();
  await dialog.getByRole("button", { name: "Revoke it" }).click();
  await expect(page.getByRole("table", { name: "Earlier invitations" })).toContainText("revoked");
  await page.context().clearCookies();
  await page.goto(second);
  await expect(page.getByRole("heading", { name: "This invitation was taken back" })).toBeVisible();

  await signInTo(site.url, page, email);
  await members(page);
  await page.getByRole("button", { name: "Change A owner" }).click();
  await dialog.getByRole("combobox", { name: "Role" }).selectOption("viewer");
  await dialog.getByRole("button", { name: "Change role" }).click();
  await expect(dialog.getByText("A workspace needs an owner")).toBeVisible();
  await page.goto(`${site.url}/settings`);
  await page.getByText("Leave alone").click();
  await page.getByRole("button", { name: "Leave the workspace" }).click();
  await expect(page.getByText("A workspace needs an owner")).toBeVisible();
  await expectAccessible(page);
});
