import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { PrismaPg } from "@prisma/adapter-pg";
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
  type SqlDriverAdapter,
  type SqlMigrationAwareDriverAdapterFactory,
} from "@prisma/driver-adapter-utils";
import * as glue from "@prisma/schema-engine-wasm/schema_engine_bg";
import pg from "pg";

type SchemaEngine = glue.SchemaEngine;

let compiled: Promise<void> | undefined;

/** The engine's 10 s timer for its lock is never cleared: it must not keep the process alive. */
function withoutLastingTimers(): WebAssembly.ModuleImports {
  const imports = { ...(glue as unknown as WebAssembly.ModuleImports) };
  for (const name of Object.keys(imports).filter((key) => key.startsWith("__wbg_setTimeout_"))) {
    imports[name] = (callback: () => void, ms: number) => setTimeout(callback, ms).unref();
  }
  return imports;
}

/** The package's own entry expects a bundler to import the .wasm file; Node needs it instantiated by hand. */
async function instantiate(): Promise<void> {
  const gluePath = createRequire(import.meta.url).resolve("@prisma/schema-engine-wasm/schema_engine_bg");
  const bytes = await readFile(gluePath.replace(/\.js$/, ".wasm"));
  const imports = { "./schema_engine_bg.js": withoutLastingTimers() };
  const { instance } = await WebAssembly.instantiate(bytes, imports);
  const wasm = instance.exports as { __wbindgen_start(): void };
  (glue as unknown as { __wbg_set_wasm(exports: unknown): void }).__wbg_set_wasm(wasm);
  wasm.__wbindgen_start();
}

/** The form in which the engine passes on what Postgres said. */
function inPrismasWords(error: pg.DatabaseError): DriverAdapterError {
  const { code = "XX000", severity = "ERROR", message, detail, column, hint } = error;
  return new DriverAdapterError({ kind: "postgres", code, severity, message, detail, column, hint });
}

/**
 * Prisma's driver cuts a script at every ";" and runs the pieces on a pool. Sent whole, Postgres runs a script as
 * one transaction: functions keep their bodies, and a migration that fails leaves nothing half done.
 */
function databaseAdapter(pool: pg.Pool): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaPg(pool);
  const connect = factory.connect.bind(factory);
  factory.connect = async () => {
    const adapter = await connect();
    adapter.executeScript = async (script) => {
      await pool.query(script).catch((error: pg.DatabaseError) => {
        throw inPrismasWords(error);
      });
    };
    return adapter;
  };
  return factory;
}

/** Comparing two schemas needs no database, but the engine first asks one for its version: this is the answer. */
function versionOnlyAdapter(): SqlMigrationAwareDriverAdapterFactory {
  const refuse = async () => {
    throw new Error("the schema engine was opened without a database");
  };
  const connection: SqlDriverAdapter = {
    provider: "postgres",
    adapterName: "version-only",
    queryRaw: async () => ({
      columnNames: ["exists", "version", "numeric_version"],
      columnTypes: [ColumnTypeEnum.Boolean, ColumnTypeEnum.Text, ColumnTypeEnum.Int32],
      rows: [[true, "PostgreSQL 18.0", 180_000]],
    }),
    executeRaw: refuse,
    executeScript: refuse,
    startTransaction: refuse,
    dispose: async () => {},
  };
  const connect = async () => connection;
  return { provider: "postgres", adapterName: "version-only", connect, connectToShadowDb: connect };
}

async function openEngine(adapter: SqlMigrationAwareDriverAdapterFactory): Promise<SchemaEngine> {
  compiled ??= instantiate();
  await compiled;
  return glue.SchemaEngine.new(
    { datamodels: undefined },
    () => {},
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
}

/**
 * Lends Prisma's schema engine (WebAssembly), which turns schema.prisma into SQL and applies migrations.
 * @param databaseUrl without one the engine can only compare two schemas
 */
export async function withSchemaEngine<T>(
  databaseUrl: string | undefined,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  // The engine's advisory lock lives as long as its connection, so the pool is ended here and not by its timeout.
  const pool = databaseUrl === undefined ? undefined : new pg.Pool({ connectionString: databaseUrl, max: 1 });
  try {
    const engine = await openEngine(pool ? databaseAdapter(pool) : versionOnlyAdapter());
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool?.end();
  }
}
