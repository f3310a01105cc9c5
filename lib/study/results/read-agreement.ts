/** Krippendorff (2004): conclusions from 0.8, tentative ones from 0.667. */
const FIRM = 0.8;
const TENTATIVE = 0.667;

/** What an alpha lets one say of single pictures, in a sentence. */
export function readAgreement(alpha: number): string {
  if (alpha >= FIRM) return "Raters agree well enough for firm conclusions about single pictures.";
  if (alpha >= TENTATIVE) return "Raters agree well enough for tentative conclusions about single pictures.";
  return "Raters differ too much for conclusions about single pictures; means over many raters can still be compared.";
}
