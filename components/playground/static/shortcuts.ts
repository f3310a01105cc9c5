const isTyping = (target: EventTarget | null) =>
  target instanceof HTMLElement &&
  target.matches("input:not([type=range]):not([type=checkbox]):not([type=radio]), select");

/** A key named by a control's `data-shortcut` presses it, as in the research pages. */
export function listenForShortcuts(): void {
  window.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const control = document.querySelector<HTMLElement>(`[data-shortcut="${CSS.escape(event.key)}"]`);
    if (!control || control.offsetParent === null) return;
    event.preventDefault();
    control.click();
  });
}
