import { z } from "zod";
import { en } from "./en.ts";
import type { Language } from "./language.ts";
import { zhHans } from "./zh-hans.ts";

/** The languages a study can be held in, by BCP 47 tag: a new one is a file of its own and a line here. */
export const LANGUAGES = { en, "zh-Hans": zhHans } as const satisfies Record<string, Language>;

export const LanguageTag = z.enum(Object.keys(LANGUAGES) as [keyof typeof LANGUAGES]);
export type LanguageTag = z.infer<typeof LanguageTag>;
