import { expect, type Locator } from "@playwright/test";

/** Focuses an element once it is shown: what has come but is not shown yet takes no focus, and says nothing of it. */
export async function focusOn(element: Locator): Promise<void> {
  await expect(element).toBeVisible();
  await element.focus();
  await expect(element).toBeFocused();
}
