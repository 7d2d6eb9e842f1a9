// Leaves out of dns-packet what is never called here: the encoders, and the record types that are not read, which then come
// out as its `unknown`, raw RDATA and all. Two thirds of the package go. If its source no longer has the form that is
// expected, the build fails so that somebody looks.

import type { Plugin } from 'vite';

/** Codecs by the names they have in dns-packet 5.6.1; `typebitmap` only serves NSEC and is not a record type. */
const UNUSED =
  'rns rtxt rnull rhinfo rsrv rcaa rmx rdnskey rrrsig rrp typebitmap rnsec rnsec3 rds rsshfp rnaptr rtlsa'.split(' ');

export function trimDnsPacket(): Plugin {
  return {
    name: 'trim-dns-packet',
    transform: {
      filter: { id: /\/dns-packet\/index\.js$/ },
      handler: (code) => withoutEncoders(withoutCodecs(code, UNUSED)),
    },
  };
}

/** A codec is a `const` at the left margin with all lines up to the next one, and a case of the switch that picks it. */
export function withoutCodecs(code: string, names: readonly string[]): string {
  return names.reduce((rest, name) => {
    const block = new RegExp(`^const ${name} = [\\s\\S]*?(?=^const )`, 'm');
    const pick = new RegExp(`^ +case '[A-Z0-9]+': return ${name}\n`, 'm');
    const isPicked = name !== 'typebitmap';
    if (!block.test(rest) || pick.test(rest) !== isPicked) throw new Error(`dns-packet: no codec ${name} to leave out`);
    return rest.replace(block, '').replace(pick, '');
  }, code);
}

/** An encoder is an assignment at the left margin up to the closing brace there; `bytes` is its counter. */
export function withoutEncoders(code: string): string {
  const encoder = /^\w+\.(?:encode|encodingLength) = function[\s\S]*?^\}\n/gm;
  const counter = /^\w+\.encode\.bytes = \d+\n/gm;
  if ((code.match(encoder)?.length ?? 0) < 20) throw new Error('dns-packet: no encoders to leave out');
  return code.replace(encoder, '').replace(counter, '');
}
