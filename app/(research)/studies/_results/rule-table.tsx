import { Table, Td, Th } from "#components/ui/table.tsx";
import { titleOfRule } from "#lib/study/exclusions/exclusion-rules.ts";
import type { RaterFlow } from "#lib/study/rater-flow.ts";

/** Each declared rule with whom it leaves out, and how many of those who rated. */
export function RuleTable({ flow }: { flow: RaterFlow }) {
  if (flow.byRule.length === 0)
    return (
      <p className="max-w-prose text-muted">This study declared no rules: everybody who rated is analysed.</p>
    );
  return (
    <Table caption="Rules by which raters are left out">
      <thead>
        <tr>
          <Th pinned>Rule</Th>
          <Th>leaves out whoever</Th>
          <Th numeric>raters</Th>
        </tr>
      </thead>
      <tbody>
        {flow.byRule.map(({ rule, words, raters, undefined: unjudged }) => (
          <tr key={rule}>
            <Th scope="row" pinned className="align-top whitespace-nowrap">
              {titleOfRule(rule)}
            </Th>
            <Td className="min-w-44 align-top">{words}</Td>
            <Td numeric className="align-top">
              {raters}
              {unjudged > 0 ? (
                <span className="block text-xs whitespace-normal text-muted">cannot judge {unjudged}</span>
              ) : null}
            </Td>
          </tr>
        ))}
      </tbody>
    </Table>
  );
}
