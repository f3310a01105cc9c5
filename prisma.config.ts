import { defineConfig } from "prisma/config";

/** Only `prisma generate` and `prisma format` use this: migrations go through `bin/whynot migrate`. */
export default defineConfig({ schema: "prisma/schema.prisma", migrations: { path: "prisma/migrations" } });
