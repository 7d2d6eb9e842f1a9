// The text of a report that somebody takes along. A redacted one waits for the Public Suffix List, without which nobody knows what
// in it names the site: then there is no report.

import { suffixList } from '../platform/suffix-list.ts';
import { translate } from '../platform/words.ts';
import { step } from '../ui/failure-words.ts';
import { type Inspected, type Report, reportOf } from './export-report.ts';

interface ReportTextOptions {
  isBlanked: boolean;
  write(report: Report): string;
}

export async function reportText(inspected: Inspected, { isBlanked, write }: ReportTextOptions): Promise<string> {
  const suffixes = isBlanked ? await step('failed_suffix_list', suffixList) : null;
  return write(reportOf(inspected, { suffixes, translate }));
}
