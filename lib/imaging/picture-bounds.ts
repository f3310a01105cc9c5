/** 50 megapixels: more than most cameras, 150 MB decoded. */
export const DEFAULT_MAX_PIXELS = 50_000_000;

/** Beyond this a picture is a strip that no model or person can look at. */
export const MAX_ASPECT = 100;
