/** Values of the page's custom properties on a light background: a figure in a paper is read on paper. */
export function lightPalette(sheets: Iterable<CSSStyleSheet>): Map<string, string> {
  const palette = new Map<string, string>();
  for (const sheet of sheets) {
    for (const rule of rulesOf(sheet)) {
      if (!(rule instanceof CSSStyleRule) || rule.selectorText !== ":root") continue;
      for (const name of rule.style) {
        if (name.startsWith("--") && !palette.has(name))
          palette.set(name, rule.style.getPropertyValue(name).trim());
      }
    }
  }
  return palette;
}

/** Rules outside media queries, those in layers too. A sheet of another origin has none to read. */
function* rulesOf(sheet: { cssRules: CSSRuleList }): Generator<CSSRule> {
  for (const rule of sheet.cssRules) {
    if (rule instanceof CSSLayerBlockRule) yield* rulesOf(rule);
    else yield rule;
  }
}

/** The faces of a family that the page has loaded, as rules that carry the font itself. */
async function embeddedFaces(family: string): Promise<string> {
  const loaded = [...document.fonts]
    .filter((face) => face.status === "loaded")
    .map((face) => face.unicodeRange);
  const rules = [...document.styleSheets]
    .flatMap((sheet) => [...rulesOf(sheet)].map((rule) => ({ rule, base: sheet.href ?? location.href })))
    .filter((one): one is { rule: CSSFontFaceRule; base: string } => one.rule instanceof CSSFontFaceRule)
    .filter(({ rule }) => unquoted(rule.style.getPropertyValue("font-family")) === family)
    .filter(({ rule }) => loaded.includes(rule.style.getPropertyValue("unicode-range") || "U+0-10FFFF"));
  const faces = await Promise.all(
    rules.map(async ({ rule, base }) => {
      const source = /url\("?([^")]+)"?\)/.exec(rule.style.getPropertyValue("src"))?.[1];
      if (!source) return "";
      const font = await (await fetch(new URL(source, base))).blob();
      const weight = rule.style.getPropertyValue("font-weight") || "normal";
      return `@font-face{font-family:"${family}";font-weight:${weight};src:url(${await toDataUrl(font)})}`;
    }),
  );
  return faces.join("");
}

const unquoted = (name: string) => name.trim().replace(/^["']|["']$/g, "");

function toDataUrl(blob: Blob): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(blob);
  });
}

/** Empty units on every side. */
const MARGIN = 12;

export interface StandAloneSvg {
  text: string;
  width: number;
  height: number;
}

/**
 * The drawings of a figure as one SVG that needs nothing else: light colours and the font written into it, each drawing where it
 * stands on the page. One drawing keeps its own size.
 */
export async function standAloneSvg(drawings: readonly SVGSVGElement[]): Promise<StandAloneSvg> {
  const boxes = drawings.map((svg) => svg.getBoundingClientRect());
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  const palette = lightPalette(document.styleSheets);
  const single = drawings.length === 1 ? drawings[0].viewBox.baseVal : null;
  const innerWidth = Math.ceil(single?.width ?? Math.max(...boxes.map((box) => box.right)) - left);
  const innerHeight = Math.ceil(single?.height ?? Math.max(...boxes.map((box) => box.bottom)) - top);
  const fonts = getComputedStyle(drawings[0]).fontFamily;
  const parts = drawings.map((svg, index) => {
    const copy = svg.cloneNode(true) as SVGSVGElement;
    for (const element of [copy, ...copy.querySelectorAll("*")]) paintLight(element, palette);
    const box = boxes[index];
    const place = single
      ? { x: MARGIN, y: MARGIN, width: innerWidth, height: innerHeight }
      : { x: MARGIN + box.left - left, y: MARGIN + box.top - top, width: box.width, height: box.height };
    for (const [name, value] of Object.entries(place)) copy.setAttribute(name, String(value));
    return new XMLSerializer().serializeToString(copy);
  });
  const faces = await embeddedFaces(unquoted(fonts.split(",")[0]));
  const [width, height] = [innerWidth + 2 * MARGIN, innerHeight + 2 * MARGIN];
  const background = palette.get("--surface") ?? "#fff";
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="${fonts.replaceAll('"', "'")}"><style>${faces}</style><rect width="100%" height="100%" fill="${background}"/>${parts.join("")}</svg>`;
  return { text, width, height };
}

const PAINTED = ["fill", "stroke", "stop-color"] as const;

function paintLight(element: Element, palette: ReadonlyMap<string, string>): void {
  element.removeAttribute("class");
  for (const name of PAINTED) {
    const given = element.getAttribute(name);
    const variable = given ? /^var\((--[\w-]+)\)$/.exec(given)?.[1] : undefined;
    if (variable) element.setAttribute(name, palette.get(variable) ?? "currentColor");
  }
}

/** The drawing as PNG bytes, `scale` pixels a unit. */
export async function toPng({ text, width, height }: StandAloneSvg, scale = 2): Promise<Blob> {
  const url = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = width * scale;
    canvas.height = height * scale;
    canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise<Blob>((resolve, reject) =>
      canvas.toBlob(
        (blob) => (blob ? resolve(blob) : reject(new Error("the drawing is too large"))),
        "image/png",
      ),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
