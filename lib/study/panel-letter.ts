/** What a picture of several is called: A, B, C ... A number would read as a rank. */
export const panelLetter = (panel: number): string => String.fromCharCode("A".charCodeAt(0) + panel);

/** The panel whose letter was pressed; null for another key, or a letter beyond the last. */
export function pressedPanel(key: string, panels: number): number | null {
  const panel = key.length === 1 ? key.toUpperCase().charCodeAt(0) - "A".charCodeAt(0) : -1;
  return panel >= 0 && panel < panels ? panel : null;
}
