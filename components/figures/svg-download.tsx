"use client";

const PAINTED = ["fill", "stroke", "font-family"] as const;

/** A copy of a drawing that stands alone: the page's colours and font written into it. */
function standAlone(svg: SVGSVGElement): string {
  const copy = svg.cloneNode(true) as SVGSVGElement;
  const originals = [svg, ...svg.querySelectorAll("*")];
  [copy, ...copy.querySelectorAll("*")].forEach((element, index) => {
    const style = getComputedStyle(originals[index]);
    for (const property of PAINTED) element.setAttribute(property, style.getPropertyValue(property));
    element.removeAttribute("class");
  });
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  return new XMLSerializer().serializeToString(copy);
}

export function SvgDownload({ figureId, fileName }: { figureId: string; fileName: string }) {
  function save() {
    const svg = document.getElementById(figureId)?.querySelector("svg");
    if (!svg) return;
    const url = URL.createObjectURL(new Blob([standAlone(svg)], { type: "image/svg+xml" }));
    const anchor = document.createElement("a");
    anchor.href = url;
    anchor.download = fileName;
    anchor.click();
    URL.revokeObjectURL(url);
  }
  return (
    <button type="button" className="link" onClick={save}>
      SVG
    </button>
  );
}
