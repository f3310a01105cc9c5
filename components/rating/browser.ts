/** Calls back after a delay, or at once when the line comes back. Returns how to give up waiting. */
export function later(delayMs: number, run: () => void): () => void {
  const stop = () => {
    clearTimeout(timer);
    removeEventListener("online", fire);
  };
  const fire = () => {
    stop();
    run();
  };
  const timer = setTimeout(fire, delayMs);
  addEventListener("online", fire);
  return stop;
}

export const wait = (delayMs: number): Promise<void> =>
  new Promise((resolve) => {
    later(delayMs, resolve);
  });

/** One tab at a time where the browser can (secure contexts); elsewhere the server's idempotency is enough. */
export async function exclusively(name: string, work: () => Promise<void>): Promise<void> {
  if (navigator.locks) await navigator.locks.request(name, work);
  else await work();
}

/** 256 random bits as 43 characters of base64url. */
export function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
