/** A million images with masks fit; anything larger is no description. */
export const MAX_DESCRIPTION_BYTES = 500_000_000;

/** ImageNet has 1.3 million. */
export const MAX_RECORDS = 2_000_000;

/** Marks on one image: a crowd seen from above has thousands. */
export const MAX_MARKS = 20_000;

/** The largest picture file taken. */
export const MAX_PICTURE_BYTES = 100_000_000;

/** The longest name of a class, label or attribute. */
export const MAX_NAME = 200;

/** One describing file of one image: an XML or label file. */
export const MAX_IMAGE_DESCRIPTION_BYTES = 20_000_000;

/** Nested deeper than this nothing is a description. */
export const MAX_DEPTH = 64;
