// Leaves out of dns-packet what is never called here: the encoders, and the record types that are not read, which then come
// out as its `unknown`, raw RDATA and all. Two thirds of the package go. If its source no longer has the form that is
// expected, the build fails so that somebody looks.

import type { Plugin } from 'vite';

/** Record types by the names of their codecs in dns-packet 5.6.1. */
const RECORD_TYPES =
  'rns rtxt rnull rhinfo rsrv rcaa rmx ropt rdnskey rrrsig rrp rnsec rnsec3 rds rsshfp rnaptr rtlsa'.split(' ');

/** What only they, or whole messages, need: src/dns/message.ts hands single records over, and OPT never. */
const REST = 'roption optioncodes typebitmap header opcodes rcodes'.split(' ');

export function trimDnsPacket(): Plugin {
  return {
    name: 'trim-dns-packet',
    transform: {
      filter: { id: /\/dns-packet\/index\.js$/ },
      handler: trimmed,
    },
  };
}

/** The source of dns-packet/index.js, shortened. */
export const trimmed = (code: string): string =>
  withoutEncoders(withoutBlocks(withoutRecordTypes(code, RECORD_TYPES), REST));

/** A codec goes with the case of the switch that picks it. */
export function withoutRecordTypes(code: string, names: readonly string[]): string {
  const trimmed = names.reduce((rest, name) => {
    const pick = new RegExp(`^ +case '[A-Z0-9]+': return ${name}\n`, 'm');
    if (!pick.test(rest)) throw new Error(`dns-packet: nothing picks ${name}`);
    return rest.replace(pick, '');
  }, code);
  return withoutBlocks(trimmed, names);
}

/** A block is a `const` at the left margin with all lines up to the next one. */
export function withoutBlocks(code: string, names: readonly string[]): string {
  return names.reduce((rest, name) => {
    const block = new RegExp(`^const ${name} = [\\s\\S]*?(?=^const )`, 'm');
    if (!block.test(rest)) throw new Error(`dns-packet: no ${name} to leave out`);
    return rest.replace(block, '');
  }, code);
}

/** An encoder is an assignment at the left margin up to the closing brace there; `bytes` is its counter. */
export function withoutEncoders(code: string): string {
  const encoder = /^\w+\.(?:encode|encodingLength) = function[\s\S]*?^\}\n/gm;
  const counter = /^\w+\.encode\.bytes = \d+\n/gm;
  if ((code.match(encoder)?.length ?? 0) < 20) throw new Error('dns-packet: no encoders to leave out');
  return code.replace(encoder, '').replace(counter, '');
}
