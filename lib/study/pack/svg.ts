import { escapeHtml } from "./escape-html.ts";

type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An SVG element as text; numbers to a hundredth of a pixel. `children` is SVG already. */
export function element(name: string, attributes: Attributes, children = ""): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === "number" ? round(value) : escapeHtml(value!)}"`)
    .join("");
  return children === "" ? `<${name}${written}/>` : `<${name}${written}>${children}</${name}>`;
}

/** A line of text; what is longer than `limit` characters is cut and told in full to a pointer that rests on it. */
export function svgText(text: string, attributes: Attributes, limit = Infinity): string {
  const characters = [...text];
  if (characters.length <= limit) return element("text", attributes, escapeHtml(text));
  const cut = `${characters.slice(0, limit - 1).join("")}…`;
  return element("text", attributes, `${element("title", {}, escapeHtml(text))}${escapeHtml(cut)}`);
}

/** A whole picture that needs nothing from elsewhere: white ground, grey tones, the reader's own sans-serif. */
export function svgPicture(width: number, height: number, title: string, children: string): string {
  return element(
    "svg",
    {
      xmlns: "http://www.w3.org/2000/svg",
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      width,
      height,
      role: "img",
      "font-family": "system-ui, 'Helvetica Neue', Arial, sans-serif",
      "font-size": 13,
    },
    `${element("title", {}, escapeHtml(title))}${element("rect", { width, height, fill: "#fff" })}${children}`,
  );
}

const round = (value: number): number => Math.round(100 * value) / 100;
