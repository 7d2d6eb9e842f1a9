// The part of dns-packet that we call; the package ships no types.

declare module 'dns-packet' {
  interface SoaData {
    minimum: number;
  }
  interface DecodedRecord {
    data: unknown;
  }
  const packet: {
    answer: { decode(buffer: Uint8Array, offset: number): DecodedRecord };
  };
  export default packet;
  export type { DecodedRecord, SoaData };
}
