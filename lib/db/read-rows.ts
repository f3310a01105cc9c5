import type { Tx } from "./client.ts";
import type { Prisma } from "./generated/client.ts";
import { newId } from "./id.ts";

/**
 * The rows of a query, a page at a time, as one cursor of the transaction gives them: the query is planned and run once, and memory
 * holds one page.
 * @param options.ahead the database reads the next page while this one is dealt with: memory holds two, and whoever deals with a page asks
 * nothing else of the transaction meanwhile, which has one connection
 */
export async function* readRows<Row>(
  tx: Tx,
  query: Prisma.Sql,
  pageSize: number,
  { ahead = false }: { ahead?: boolean } = {},
): AsyncGenerator<Row[]> {
  const cursor = `"rows ${newId()}"`;
  await tx.$executeRawUnsafe(`DECLARE ${cursor} NO SCROLL CURSOR FOR ${query.text}`, ...query.values);
  const fetch = () => tx.$queryRawUnsafe<Row[]>(`FETCH ${pageSize} FROM ${cursor}`);
  let coming: Promise<Row[]> | null = null;
  try {
    for (;;) {
      const rows: Row[] = await (coming ?? fetch());
      const isLast = rows.length < pageSize;
      coming = ahead && !isLast ? fetch() : null;
      // Whoever stops early leaves a page on its way.
      coming?.catch(() => undefined);
      if (rows.length > 0) yield rows;
      if (isLast) break;
    }
  } finally {
    await coming?.catch(() => undefined);
  }
  await tx.$executeRawUnsafe(`CLOSE ${cursor}`);
}
