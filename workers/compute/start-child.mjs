// Node 20 reads no TypeScript by itself.
import { constants, setPriority } from "node:os";
import { register } from "tsx/esm/api";

// A rater's answer comes before a map: on a small machine site and maths share the cores.
setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
register();
await import("./child.ts");
