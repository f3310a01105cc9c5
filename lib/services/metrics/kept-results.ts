/** Results that never change and are worth keeping, the last few of them. */
export interface KeptResults<Result> {
  get(key: string): Result | undefined;
  keep(key: string, result: Result): void;
}

/** @param most how many are kept; the oldest goes first */
export function keptResults<Result>(most: number): KeptResults<Result> {
  const results = new Map<string, Result>();
  return {
    get: (key) => results.get(key),
    keep(key, result) {
      results.set(key, result);
      const oldest = results.keys().next().value;
      if (results.size > most && oldest !== undefined) results.delete(oldest);
    },
  };
}
