const DAY_MS = 86_400_000;

/** The log outlives the answer, and the pace at which somebody answered is theirs to withdraw: it keeps the day. */
export function startOfDay(time: Date): Date {
  return new Date(Math.floor(time.getTime() / DAY_MS) * DAY_MS);
}
