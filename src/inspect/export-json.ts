// A report as JSON, for programs: sentences are in it as text and as key and arguments. Pure.
//   exportJson(report): string

import type { Report } from './export-report.ts';

export const exportJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
