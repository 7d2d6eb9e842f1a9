// An ECHConfigList alone as a tree of fields; in pages it stands in a record.

import { recordSpans } from '../../src/bytes/span-reader.ts';
import { echListIssues, echMeanings } from '../../src/dissect/ech-fields.ts';
import { type FieldTree, fieldNodes } from '../../src/dissect/field-tree.ts';
import { readEchConfigList } from '../../src/ech/config-list.ts';

export function readEchListFields(list: Uint8Array): FieldTree {
  const { spans, limit } = recordSpans(list, readEchConfigList);
  const issues = [...echListIssues(list), ...(limit ? [limit] : [])];
  return { fields: fieldNodes(spans, list, echMeanings), issues: issues.sort((a, b) => a.offset - b.offset) };
}
