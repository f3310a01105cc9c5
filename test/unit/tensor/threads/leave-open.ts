import { openThreadPool } from "#lib/tensor/parallel/thread-pool.ts";

// A program that forgets to close its threads.
const module = new URL("./odd-thread.ts", import.meta.url);
const pool = await openThreadPool<string, string, string>({ module, name: "obey", inits: ["hello"] });
console.log((await pool.run(["one"]))[0]);
