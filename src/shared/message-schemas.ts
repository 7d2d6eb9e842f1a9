// The check that every request has to pass where it arrives; anything else is dropped.

import * as v from 'valibot';
import type { PortRequest, Request } from './messages.ts';
import { FINGERPRINT_PATTERN, TemplateSchema } from './settings.ts';
import { isUrlHost } from './site-address.ts';

const TabId = v.pipe(v.number(), v.integer(), v.minValue(0));

const ProbeResultSchema = v.variant('kind', [
  v.object({ kind: v.literal('reported'), usedEch: v.boolean(), by: v.picklist(['browser', 'trace']) }),
  v.object({ kind: v.picklist(['unreported', 'failed']) }),
]);

export const PortRequestSchema: v.GenericSchema<unknown, PortRequest> = v.variant('kind', [
  v.object({ kind: v.literal('watch'), tabId: TabId }),
  v.object({ kind: v.literal('check-again'), pastProxy: v.optional(v.boolean()) }),
  v.object({ kind: v.picklist(['look-up-hosts', 'ask-second', 'measure']) }),
  v.object({
    kind: v.literal('probed'),
    navigationId: v.string(),
    probes: v.object({
      fresh: v.nullable(ProbeResultSchema),
      references: v.pipe(
        v.array(v.object({ host: v.pipe(v.string(), v.maxLength(260)), result: ProbeResultSchema })),
        v.maxLength(5),
      ),
    }),
  }),
]);

const Port = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(65_535));

export const RequestSchema: v.GenericSchema<unknown, Request> = v.variant('kind', [
  v.object({
    kind: v.literal('test-resolver'),
    template: TemplateSchema,
    reference: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  v.object({ kind: v.literal('test-canary'), template: TemplateSchema }),
  v.object({ kind: v.literal('trace-tab'), tabId: TabId, navigationId: v.string() }),
  v.object({ kind: v.picklist(['always-trace', 'clear-session']) }),
  v.object({
    kind: v.literal('expect-root'),
    sha256: v.pipe(v.string(), v.regex(FINGERPRINT_PATTERN)),
    label: v.pipe(v.string(), v.maxLength(200)),
  }),
  v.object({
    kind: v.literal('inspect'),
    host: v.pipe(v.string(), v.check(isUrlHost)),
    port: Port,
    private: v.boolean(),
    bypassCache: v.boolean(),
    pastProxy: v.boolean(),
  }),
  v.object({ kind: v.literal('inspect-tab'), tabId: TabId }),
  v.object({
    kind: v.literal('check-record'),
    template: TemplateSchema,
    host: v.pipe(v.string(), v.check(isUrlHost)),
    port: Port,
    private: v.boolean(),
  }),
  v.object({ kind: v.literal('check-canary'), template: v.nullable(TemplateSchema), private: v.boolean() }),
]);
