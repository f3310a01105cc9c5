import { expect, type Page } from "@playwright/test";

/** What a participant does, as steps shared by the tests. */

export async function consent(page: Page, link: string): Promise<void> {
  await page.goto(link);
  await page.getByRole("button", { name: "I agree" }).click();
  await expect(page.getByRole("heading", { name: "What to do" })).toBeVisible();
}

/** Instruction and practice: up to the first rated trial. */
export async function practise(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Try it" }).click();
  for (const place of ["Practice 1 of 2", "Practice 2 of 2"]) {
    await look(page, place);
    await page.getByRole("button", { name: "3", exact: true }).click();
    await page.getByRole("button", { name: "Next" }).click();
  }
}

/** Waits until the trial's picture has been on the screen long enough for a tap to be taken for an answer. */
export async function look(page: Page, place: string): Promise<void> {
  await expect(page.getByText(place, { exact: true })).toBeVisible();
  await expect(page.getByRole("img")).toBeVisible();
  await expect(page.getByRole("button", { name: "3", exact: true })).toBeEnabled();
}

/** Rates the trial "at of of" by a tap and waits until it has gone. */
export async function rate(page: Page, at: number, of: number, value: number): Promise<void> {
  const place = `${at} of ${of}`;
  await look(page, place);
  await page.getByRole("button", { name: new RegExp(`^${value}`) }).click();
  await expect(page.getByText(place, { exact: true })).toBeHidden();
}

/** The completion code on the last page. */
export async function readCode(page: Page): Promise<string> {
  await expect(page.getByRole("heading", { name: "Thank you" })).toBeVisible({ timeout: 30_000 });
  return (await page.locator("output").textContent()) ?? "";
}
