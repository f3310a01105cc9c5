// Node 20 reads no TypeScript by itself, and a thread does not inherit what its parent registered.
import { register } from "tsx/esm/api";

register();
await import("./thread.ts");
