// TLS extension types by number (IANA "TLS ExtensionType Values", 2026), and the reserved values of GREASE (RFC 8701).
//   extensionName(type): string | undefined      extensionType: the types that this folder reads or writes
//   isGrease(value)                               cipher suites, extension types, groups, signature schemes, versions
//   isGreaseMode(value)                           psk_key_exchange_modes
// Imports nothing.

export const extensionType = {
  serverName: 0,
  statusRequest: 5,
  supportedGroups: 10,
  ecPointFormats: 11,
  signatureAlgorithms: 13,
  alpn: 16,
  padding: 21,
  compressCertificate: 27,
  recordSizeLimit: 28,
  delegatedCredential: 34,
  preSharedKey: 41,
  supportedVersions: 43,
  cookie: 44,
  pskKeyExchangeModes: 45,
  signatureAlgorithmsCert: 50,
  keyShare: 51,
  applicationSettings: 17613,
  echOuterExtensions: 0xfd00,
  encryptedClientHello: 0xfe0d,
  renegotiationInfo: 0xff01,
} as const;

/** 0 to 62, one after the other; 40 and 46 are reserved. */
const registered = [
  'server_name',
  'max_fragment_length',
  'client_certificate_url',
  'trusted_ca_keys',
  'truncated_hmac',
  'status_request',
  'user_mapping',
  'client_authz',
  'server_authz',
  'cert_type',
  'supported_groups',
  'ec_point_formats',
  'srp',
  'signature_algorithms',
  'use_srtp',
  'heartbeat',
  'application_layer_protocol_negotiation',
  'status_request_v2',
  'signed_certificate_timestamp',
  'client_certificate_type',
  'server_certificate_type',
  'padding',
  'encrypt_then_mac',
  'extended_main_secret',
  'token_binding',
  'cached_info',
  'tls_lts',
  'compress_certificate',
  'record_size_limit',
  'pwd_protect',
  'pwd_clear',
  'password_salt',
  'ticket_pinning',
  'tls_cert_with_extern_psk',
  'delegated_credential',
  'session_ticket',
  'TLMSP',
  'TLMSP_proxying',
  'TLMSP_delegate',
  'supported_ekt_ciphers',
  undefined,
  'pre_shared_key',
  'early_data',
  'supported_versions',
  'cookie',
  'psk_key_exchange_modes',
  undefined,
  'certificate_authorities',
  'oid_filters',
  'post_handshake_auth',
  'signature_algorithms_cert',
  'key_share',
  'transparency_info',
  'connection_id (deprecated)',
  'connection_id',
  'external_id_hash',
  'external_session_id',
  'quic_transport_parameters',
  'ticket_request',
  'dnssec_chain',
  'sequence_number_encryption_algorithms',
  'rrc',
  'tls_flags',
];

const others: Record<number, string> = {
  [extensionType.echOuterExtensions]: 'ech_outer_extensions',
  [extensionType.encryptedClientHello]: 'encrypted_client_hello',
  [extensionType.renegotiationInfo]: 'renegotiation_info',
  // Not registered; Chromium sends them: draft-vvv-tls-alps (before and since its number changed), draft-ietf-tls-trust-anchor-ids.
  17513: 'application_settings (old)',
  [extensionType.applicationSettings]: 'application_settings',
  51764: 'trust_anchors',
};

export const extensionName = (type: number): string | undefined => registered[type] ?? others[type];

/** RFC 8701 §2: 0x0a0a, 0x1a1a … 0xfafa. */
export const isGrease = (value: number): boolean => (value & 0x0f0f) === 0x0a0a && value >> 8 === (value & 0xff);

/** RFC 8701 §2: 0x0b, 0x2a, 0x49 … 0xe4. */
export const isGreaseMode = (value: number): boolean => value < 0x100 && value % 0x1f === 0x0b;
