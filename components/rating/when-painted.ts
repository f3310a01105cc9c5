/** Resolves with the time (performance.now) of the first frame that shows what is in the document now. */
export function whenPainted(): Promise<number> {
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame((time) => resolve(time)));
  });
}
