import { readFile } from "node:fs/promises";
import path from "node:path";
import type { Page } from "@playwright/test";
import sharp from "sharp";
import { readBundle } from "#scripts/../app/s/bundle.ts";
