// A thread of Node 20 reads no TypeScript, whatever flags its process has: it has to be told from inside.
import { register } from "tsx/esm/api";

register();
await import("./thread.ts");
