/** What a patient person draws is well below; more is no drawing, and would fill the database. */
export const MOST_STROKES = 60;
/** Of all strokes of a drawing together. */
export const MOST_POINTS = 1500;
