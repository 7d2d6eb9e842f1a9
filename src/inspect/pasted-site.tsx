// One site of a pasted text, checked like one that was looked up, with no lookup at all.

import { useMemo } from 'preact/hooks';
import { describeRotation } from '../lint/key-rotation.ts';
import { lintSite } from '../lint/lint-site.ts';
import { type PastedSite, rowsOf } from '../paste/pasted-sites.ts';
import { sentence } from '../shared/sentence.ts';
import { Words } from '../ui/words.tsx';
import type { Inspected } from './export-report.ts';
import { SiteResult } from './site-result.tsx';

export function PastedSiteView({ site, atMs }: { site: PastedSite; atMs: number }) {
  const inspected = useMemo(() => inspectedOf(site, atMs), [site, atMs]);
  const statement = sentence(inspected.rows.length > 0 ? 'inspect_pasted' : 'inspect_pasted_nothing');
  return (
    <SiteResult inspected={inspected} statement={statement}>
      {site.notes.length > 0 && (
        <section class="notes">
          {site.notes.map((note, index) => (
            <p key={index}>
              <Words sentence={note} />
            </p>
          ))}
        </section>
      )}
    </SiteResult>
  );
}

function inspectedOf(site: PastedSite, atMs: number): Inspected {
  const { host, port, type, outcome, authenticated, ttlSeconds, leadsTo, notes } = site;
  const facts = { host, port, type, outcome, authenticated, ttlSeconds, rows: rowsOf(site) };
  return {
    ...facts,
    resolver: null,
    atMs,
    extendedErrors: [],
    findings: lintSite({ ...facts, leadsTo }),
    remarks: [...notes, ...describeRotation(outcome, ttlSeconds)],
  };
}
