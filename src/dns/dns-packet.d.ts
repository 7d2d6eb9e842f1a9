// The part of dns-packet that we call; the package ships no types.

declare module 'dns-packet' {
  /** Types are written `A`, or `UNKNOWN_65` for a number: a word that the package doesn't know becomes type 0. */
  interface Question {
    name: string;
    type: string;
  }

  interface Data {
    length: number;
    copy(target: Uint8Array, targetStart: number): void;
  }

  type EdnsOption = { code: 'CLIENT_SUBNET'; data: Data } | { code: 'PADDING'; length: number };

  interface OptRecord {
    type: 'OPT';
    name: '.';
    udpPayloadSize: number;
    options: EdnsOption[];
  }

  interface Query {
    type: 'query';
    id: number;
    flags: number;
    questions: Question[];
    additionals: OptRecord[];
  }

  const packet: {
    RECURSION_DESIRED: number;
    AUTHENTIC_DATA: number;
    /** Writes from `offset` on. */
    encode(message: Query, bytes: Uint8Array, offset: number): void;
  };
  export default packet;
  export type { EdnsOption };
}
