import type { ModelDetail } from "#lib/services/models/get-model.ts";
import { flatten } from "./flatten.ts";

export function ModelFacts({ model }: { model: ModelDetail }) {
  const facts: [string, string][] = [...flatten(model.config), ["weights (SHA-256)", model.weightsSha256]];
  return (
    <dl className="grid gap-x-6 gap-y-1 text-sm sm:grid-cols-[200px_minmax(0,1fr)]">
      {facts.map(([name, value]) => (
        <div key={name} className="contents">
          <dt className="font-mono text-xs leading-5 text-muted">{name}</dt>
          <dd className="wrap-anywhere max-sm:mb-2">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
