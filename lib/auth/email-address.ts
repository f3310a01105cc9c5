import { z } from "zod";

/**
 * An address as accounts are found by it: trimmed and in lower case, otherwise as it was given. Only ASCII, checked
 * before lower case is made, so that no look-alike letter ("K" for KELVIN SIGN) folds into another person's address.
 */
export const EmailAddress = z
  .string()
  .trim()
  .pipe(z.email("Type an e-mail address such as name@example.org.").max(200).toLowerCase());
