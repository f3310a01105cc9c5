import type { AddedMaps } from "#lib/services/imported-maps/add-maps.ts";

/** Sends the file of the form, and what is said of it, to be looked at or added. Whatever goes wrong comes back in words. */
export async function sendMaps(
  runId: string,
  form: FormData,
  dryRun: boolean,
): Promise<AddedMaps | { error: string }> {
  const file = form.get("file");
  if (!(file instanceof File) || file.size === 0) return { error: "Choose a file of maps first." };
  const said = ["label", "modelId", "target", "explains"].flatMap((name) => {
    const value = String(form.get(name) ?? "").trim();
    return value === "" ? [] : [[name, value]];
  });
  const query = new URLSearchParams([["file", file.name], ["dryRun", String(dryRun)], ...said]);
  try {
    const response = await fetch(`/api/v1/runs/${runId}/maps?${query}`, { method: "POST", body: file });
    const answer = await response.json();
    if (response.ok) return answer as AddedMaps;
    return { error: answer?.error?.message ?? "The file could not be read: try another one." };
  } catch {
    return { error: "The connection was lost: nothing was added. Try again." };
  }
}
