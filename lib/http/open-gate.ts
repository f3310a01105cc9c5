export interface Gate {
  /** Does the work when there is room for it, in the order asked among those of one key. */
  pass<T>(key: string, work: () => Promise<T>): Promise<T>;
}

/** Lets at most `total` pieces of work be done at once, and `perKey` of those with the same key. */
export function openGate(total: number, perKey: number): Gate {
  const waiting: { key: string; start: () => void }[] = [];
  const inside = new Map<string, number>();
  let count = 0;
  const admit = () => {
    for (let at = 0; at < waiting.length && count < total; ) {
      const { key, start } = waiting[at];
      const same = inside.get(key) ?? 0;
      if (same >= perKey) {
        at++;
        continue;
      }
      waiting.splice(at, 1);
      inside.set(key, same + 1);
      count++;
      start();
    }
  };
  const leave = (key: string) => {
    const same = inside.get(key)! - 1;
    if (same === 0) inside.delete(key);
    else inside.set(key, same);
    count--;
    admit();
  };
  return {
    async pass(key, work) {
      await new Promise<void>((start) => {
        waiting.push({ key, start });
        admit();
      });
      try {
        return await work();
      } finally {
        leave(key);
      }
    },
  };
}
