// SvcParamKeys (IANA "DNS Service Bindings (SVCB)").

const names = [
  'mandatory',
  'alpn',
  'no-default-alpn',
  'port',
  'ipv4hint',
  'ech',
  'ipv6hint',
  'dohpath',
  'ohttp',
  'tls-supported-groups',
  'docpath',
  'pvd',
];

export const serviceParamKey = {
  mandatory: 0,
  alpn: 1,
  noDefaultAlpn: 2,
  port: 3,
  ipv4hint: 4,
  ech: 5,
  ipv6hint: 6,
  dohpath: 7,
  ohttp: 8,
  tlsSupportedGroups: 9,
  docpath: 10,
  pvd: 11,
} as const;

/** RFC 9460 §2.1: `keyNNNNN` for a key without a registered name. */
export const serviceParamName = (key: number): string => names[key] ?? `key${key}`;

/** The key with this registered name; `keyNNNNN` is not one of them. */
export const registeredParamKey = (name: string): number | undefined => {
  const key = names.indexOf(name);
  return key < 0 ? undefined : key;
};
