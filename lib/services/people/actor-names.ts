import type { Db, Tx } from "#lib/db/client.ts";

/** Names of the people among some actors (as `nameActor` writes them), by actor; a job or a command has none. */
export async function actorNames(db: Db | Tx, actors: readonly string[]): Promise<Map<string, string>> {
  const ids = [...new Set(actors)]
    .filter((actor) => actor.startsWith("user:"))
    .map((actor) => actor.slice(5));
  if (ids.length === 0) return new Map();
  const users = await db.user.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } });
  return new Map(users.map((user) => [`user:${user.id}`, user.name]));
}
