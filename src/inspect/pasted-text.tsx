// What is needed once text is pasted, loaded when the box is opened: reading it, and showing each site of it, checked like one that was
// looked up, with no lookup at all.

import { useMemo } from 'preact/hooks';
import { describeRotation } from '../lint/key-rotation.ts';
import { lintSite } from '../lint/lint-site.ts';
import { describePlace, type PasteError } from '../paste/paste-error.ts';
import { type PastedSite, rowsOf } from '../paste/pasted-sites.ts';
import { sentence } from '../shared/sentence.ts';
import type { SuffixList } from '../shared/suffix-list.ts';
import { say, Words } from '../ui/words.tsx';
import type { Inspected } from './export-report.ts';
import { SiteResult } from './site-result.tsx';
import { useSuffixList } from './use-suffix-list.ts';

export { readPaste } from '../paste/paste.ts';

/** More than anybody reads. */
const MOST_SITES = 8;

export function PastedSites({ sites, atMs }: { sites: PastedSite[]; atMs: number }) {
  return (
    <>
      {sites.slice(0, MOST_SITES).map((site, index) => (
        <PastedSiteView key={`${atMs} ${index}`} site={site} atMs={atMs} />
      ))}
      {sites.length > MOST_SITES && <p>{say('popup_and_more', { count: sites.length - MOST_SITES })}</p>}
    </>
  );
}

export function PasteErrors({ errors }: { errors: PasteError[] }) {
  return errors.map(({ sentence, place }, index) => (
    <p key={index} class="problem">
      {place !== null && <Words sentence={describePlace(place)} />} <Words sentence={sentence} />
    </p>
  ));
}

function PastedSiteView({ site, atMs }: { site: PastedSite; atMs: number }) {
  const suffixes = useSuffixList();
  const inspected = useMemo(() => inspectedOf(site, atMs, suffixes), [site, atMs, suffixes]);
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

function inspectedOf(site: PastedSite, atMs: number, suffixes: SuffixList): Inspected {
  const { host, port, type, outcome, authenticated, ttlSeconds, leadsTo, notes } = site;
  const facts = { host, port, type, outcome, authenticated, ttlSeconds, rows: rowsOf(site) };
  return {
    ...facts,
    resolver: null,
    atMs,
    extendedErrors: [],
    findings: lintSite({ ...facts, leadsTo, suffixes }),
    remarks: [...notes, ...describeRotation(outcome, ttlSeconds)],
  };
}
