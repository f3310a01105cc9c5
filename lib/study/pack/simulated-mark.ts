/** What every page and document of a pack about simulated raters says. */
export const SIMULATED = "SIMULATED RATERS, NOT PEOPLE";

/** The name of a pack's file: of simulated raters it says so, wherever the file ends up. */
export function packFileName(name: string, simulated: boolean): string {
  return simulated ? `SIMULATED-${name}` : name;
}
