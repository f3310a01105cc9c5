export type Tfjs = typeof import("@tensorflow/tfjs-core");

/** The tensor library, loaded when a map is made: whoever only lists methods does without it. */
export const loadTfjs = (): Promise<Tfjs> => import("@tensorflow/tfjs-core");
