import { setImmediate } from "node:timers/promises";

/**
 * The items make(0) .. make(count - 1) in order, each begun while the one before is in use: right after whoever takes an
 * item has begun with it, so that work given to other threads is under way before this one is busy. Never more than one
 * ahead. What `make` throws is thrown in that item's place.
 */
export async function* prefetch<T>(
  count: number,
  make: (index: number) => T | Promise<T>,
): AsyncGenerator<T, void, void> {
  const begin = async (index: number) => {
    await setImmediate();
    return make(index);
  };
  let next = count > 0 ? begin(0) : null;
  for (let i = 1; next; i++) {
    const item: T = await next;
    next = i < count ? begin(i) : null;
    // Whoever stops early never asks for it.
    next?.catch(() => {});
    yield item;
  }
}
