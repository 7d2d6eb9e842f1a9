// Whether a report says that the background was stopped while the page loaded.

import type { SiteReport } from '../../../src/shared/report.ts';

export const isInterrupted = ({ basis }: SiteReport): boolean =>
  basis.kind === 'unknown' && basis.reason.kind === 'interrupted';
