// Node 20 reads no TypeScript by itself.
import { setPriority } from "node:os";
import { register } from "tsx/esm/api";

// A rater's answer comes before a map: on a small machine site and maths share the cores.
setPriority(Number(process.argv[3]));
register();
await import("./child.ts");
