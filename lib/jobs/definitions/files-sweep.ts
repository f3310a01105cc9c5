import { z } from "zod";
import { defineJob } from "../queue.ts";

/** Removes files that something deleted has named and nothing names any more. */
export const filesSweep = defineJob({ kind: "files.sweep", payload: z.object({}), maxAttempts: 5 });
