const MIN_ELAPSED_MS = 3000;

/** How long the rest takes at the rate seen so far, in words; empty while too little has been seen. */
export function timeLeft(elapsedMs: number, done: number, remaining: number): string {
  if (elapsedMs < MIN_ELAPSED_MS || done <= 0 || remaining <= 0) return "";
  return leftInWords((elapsedMs / done) * remaining);
}

/** "about 3 min left" */
export function leftInWords(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 60) return "less than a minute left";
  const minutes = Math.ceil(seconds / 60);
  return minutes < 90 ? `about ${minutes} min left` : `about ${Math.round(minutes / 60)} h left`;
}
