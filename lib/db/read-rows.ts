import type { Tx } from "./client.ts";
import type { Prisma } from "./generated/client.ts";
import { newId } from "./id.ts";

/**
 * The rows of a query, a page at a time, as one cursor of the transaction gives them: the query is planned and run once, and memory
 * holds one page.
 */
export async function* readRows<Row>(tx: Tx, query: Prisma.Sql, pageSize: number): AsyncGenerator<Row[]> {
  const cursor = `"rows ${newId()}"`;
  await tx.$executeRawUnsafe(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${query.text}`, ...query.values);
  for (;;) {
    const rows = await tx.$queryRawUnsafe<Row[]>(`FETCH ${pageSize} FROM ${cursor}`);
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) break;
  }
  await tx.$executeRawUnsafe(`CLOSE ${cursor}`);
}
