const UNITS = ["bytes", "kB", "MB", "GB", "TB"] as const;

/** Bytes as people say them: 1 kB is 1000 bytes. */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1000;
    unit++;
  }
  return `${value.toFixed(unit > 1 && value < 99.95 ? 1 : 0).replace(/\.0$/, "")} ${UNITS[unit]}`;
}
