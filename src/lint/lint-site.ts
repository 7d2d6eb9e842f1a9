// What an operator should know about a site's records, worst first. Said is only what src/browsers knows of the clients (measured, or
// read in their sources) and what the RFCs ask.

import type { Some } from '../shared/report.ts';
import { type Examined, type ExaminedList, examine, type MainSet, type SiteFacts } from './examined.ts';
import { type Finding, runLints, type Severity } from './lint.ts';
import { registry } from './registry.ts';

const mostFindings = 32;

const ranks: Record<Severity, number> = { error: 0, warning: 1, note: 2 };

export function lintSite(facts: SiteFacts): Some<Finding> {
  const findings = findingsOf(examine(facts)).sort((a, b) => ranks[a.severity] - ranks[b.severity]);
  return { items: findings.slice(0, mostFindings), more: Math.max(0, findings.length - mostFindings) };
}

/** In the order in which an operator would come to it: from the way to the records to what is inside of them, and back. */
function findingsOf({ facts, aliasSets, main, alternatives, isHidden }: Examined): Finding[] {
  return [
    ...runLints(registry.type, facts, isHidden),
    ...runLints(registry.chain, facts, isHidden),
    ...aliasSets.flatMap((set) => runLints(registry.alias, set, isHidden)),
    ...(main ? lintSet(main, isHidden) : runLints(registry.missingRecord, facts, isHidden)),
    ...alternatives.flatMap((one) => runLints(registry.altSvc, one, isHidden)),
    ...(facts.www ? runLints(registry.www, facts.www, isHidden) : []),
    ...(main ? runLints(registry.answer, facts, isHidden) : []),
  ];
}

function lintSet(main: MainSet, isHidden: boolean): Finding[] {
  return [
    ...main.records.flatMap((record) =>
      record.kind === 'malformed'
        ? runLints(registry.malformedRecord, record, isHidden)
        : runLints(registry.record, record, isHidden),
    ),
    ...main.lists.flatMap((list) => lintList(list, isHidden)),
    ...main.configIds.flatMap((id) => runLints(registry.configId, id, isHidden)),
    ...runLints(registry.set, main, isHidden),
  ];
}

function lintList(list: ExaminedList, isHidden: boolean): Finding[] {
  const findings = runLints(registry.list, list, isHidden);
  for (const config of list.configs) {
    findings.push(...runLints(registry.version, config, isHidden));
    if (!config.contents) continue;
    const blocking = runLints(registry.usability, config.contents, isHidden);
    // How much a config hides that no browser uses is beside the point.
    findings.push(...(blocking.length > 0 ? blocking : runLints(registry.privacy, config.contents, isHidden)));
  }
  return findings;
}
