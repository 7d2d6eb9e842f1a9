// The record types and classes that this program reads or asks for (IANA "DNS Parameters").

export const recordType = {
  A: 1,
  NS: 2,
  CNAME: 5,
  SOA: 6,
  PTR: 12,
  AAAA: 28,
  DNAME: 39,
  OPT: 41,
  HTTPS: 65,
} as const;

export const classIn = 1;
