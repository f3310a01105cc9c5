import { buttonClass } from "#components/ui/button-class.ts";

interface ExportLinksProps {
  modelId: string;
  storedAs: "onnx" | "safetensors";
}

/** The model as a file for other programs. An ONNX file's network is not known here, so it is no state_dict. */
export function ExportLinks({ modelId, storedAs }: ExportLinksProps) {
  const formats = storedAs === "onnx" ? (["onnx"] as const) : (["onnx", "safetensors"] as const);
  const names = { onnx: "ONNX", safetensors: "safetensors" };
  return formats.map((format) => (
    <a
      key={format}
      href={`/api/v1/models/${modelId}/file?format=${format}`}
      download
      className={buttonClass("secondary")}
    >
      Export {names[format]}
    </a>
  ));
}
