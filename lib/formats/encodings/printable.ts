/** Names from outside go into lists and terminals: no control characters, no endless text. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, "\ufffd").slice(0, 500);
}
