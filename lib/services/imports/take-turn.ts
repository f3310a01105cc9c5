interface Turn {
  stop: AbortController;
  over: Promise<unknown>;
}

const TURNS = Symbol.for("whynot.upload-turns");

/** On globalThis because a site's bundles each have their own copy of this module. */
function turns(): Map<string, Turn> {
  const host = globalThis as { [TURNS]?: Map<string, Turn> };
  host[TURNS] ??= new Map();
  return host[TURNS];
}

/**
 * Lets one at a time of this process work on something, the newest one: whoever is at it is asked to stop, and waited for.
 * @param work stops soon when its signal fires
 */
export async function takeTurn<T>(id: string, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const before = turns().get(id);
  before?.stop.abort(new Error("another request has taken over"));
  const stop = new AbortController();
  const waited = before?.over.catch(() => {}) ?? Promise.resolve();
  const result = waited.then(() => work(stop.signal));
  const turn = { stop, over: result };
  turns().set(id, turn);
  try {
    return await result;
  } finally {
    if (turns().get(id) === turn) turns().delete(id);
  }
}
