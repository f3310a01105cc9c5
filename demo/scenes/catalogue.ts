/** The ten target classes; also the names of their icons. */
export const SCENE_CLASSES = [
  "cat-face",
  "dog-face",
  "fox",
  "lion",
  "panda",
  "koala",
  "rabbit-face",
  "frog",
  "pig-face",
  "penguin",
] as const;

/** Objects that never are the answer. Several are round and warm like a face, so colour and outline alone do not decide. */
export const DISTRACTORS = [
  "red-apple",
  "tangerine",
  "strawberry",
  "banana",
  "grapes",
  "doughnut",
  "cookie",
  "pizza",
  "hamburger",
  "mushroom",
  "sunflower",
  "cactus",
  "soccer-ball",
  "basketball",
  "balloon",
  "wrapped-gift",
  "guitar",
  "rocket",
  "automobile",
  "alarm-clock",
] as const;

/** Icon styles by role: a model is trained on some hands' drawings and tested on others'. */
export const STYLES = {
  train: ["noto", "openmoji", "fluent-emoji-flat", "noto-v1", "emojione", "emojione-v1"],
  "held-out": ["twemoji", "fluent-emoji"],
} as const;

export const ALL_STYLES: readonly string[] = [...STYLES.train, ...STYLES["held-out"]];
