import { z } from "zod";

/** A share of something in (0, 1], which people give and read in percent. */
export const Share = z
  .number("A share is a number of percent.")
  .gt(0, "A share is more than 0 %.")
  .max(1, "A share is at most 100 %.");

/** A share as people read it: at most one decimal, and none that is 0. */
export const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
