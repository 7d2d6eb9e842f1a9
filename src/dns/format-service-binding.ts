// Zone-file text of an HTTPS or SVCB record's RDATA (RFC 9460 §2.1, Appendix A), laid out as dig prints it. For people to read.

import { encodeBase64 } from '../bytes/base64.ts';
import { latin1Bytes } from '../bytes/latin1.ts';
import { isDohPath } from './doh-path.ts';
import { formatAddresses } from './ip-address.ts';
import type { ServiceBinding, ServiceParam } from './service-binding.ts';
import { serviceParamKey, serviceParamName } from './service-param-keys.ts';

/** RFC 1035 §5.1 in quotes: `"` and `\` behind a backslash, bytes that do not print as `\DDD`. */
function quote(bytes: Iterable<number>): string {
  let text = '"';
  for (const byte of bytes) {
    if (byte < 0x20 || byte > 0x7e) text += `\\${String(byte).padStart(3, '0')}`;
    else text += byte === 0x22 || byte === 0x5c ? `\\${String.fromCharCode(byte)}` : String.fromCharCode(byte);
  }
  return `${text}"`;
}

/** Appendix A.1: inside a list, commas and backslashes stand behind a backslash, which the quoting then doubles. */
const quoteList = (items: string[]): string =>
  quote(latin1Bytes(items.map((item) => item.replace(/[\\,]/g, '\\$&')).join(',')));

const raw = ({ key, value }: ServiceParam): string => `key${key}${value.length > 0 ? `=${quote(value)}` : ''}`;

function formatParam(param: ServiceParam, binding: ServiceBinding): string {
  const { key, name, value } = param;
  // AliasMode values are not decoded, so they are shown as bytes.
  if (binding.priority === 0) return raw(param);
  switch (key) {
    case serviceParamKey.mandatory:
      return `${name}=${binding.mandatory.map(serviceParamName).join(',')}`;
    case serviceParamKey.alpn:
      return `${name}=${quoteList(binding.alpn)}`;
    case serviceParamKey.noDefaultAlpn:
      return name;
    case serviceParamKey.port:
      return `${name}=${binding.port}`;
    case serviceParamKey.ipv4hint:
      return `${name}=${formatAddresses(value, 4).join(',')}`;
    case serviceParamKey.ech:
      return value.length > 0 ? `${name}=${encodeBase64(value)}` : raw(param);
    case serviceParamKey.ipv6hint:
      return `${name}=${formatAddresses(value, 16).join(',')}`;
    case serviceParamKey.dohpath:
      return isDohPath(value) ? `${name}=${quote(value)}` : raw(param);
    case serviceParamKey.ohttp:
      return value.length === 0 ? name : raw(param);
    default:
      return raw(param);
  }
}

export function formatServiceBinding(binding: ServiceBinding): string {
  const target = binding.targetName === '.' ? '.' : `${binding.targetName}.`;
  return [binding.priority, target, ...binding.params.map((param) => formatParam(param, binding))].join(' ');
}
