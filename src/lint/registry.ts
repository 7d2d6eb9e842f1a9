// All lints, grouped by the part of an examined site that they check.

import { listLints, privacyLints, usabilityLints, versionLints } from './config-lints.ts';
import { malformedRecordLints, recordLints } from './record-lints.ts';
import { aliasLints, configIdLints, setLints } from './set-lints.ts';
import { altSvcLints, answerLints, chainLints, missingRecordLints, typeLints, wwwLints } from './site-lints.ts';

export const registry = {
  type: typeLints,
  chain: chainLints,
  alias: aliasLints,
  malformedRecord: malformedRecordLints,
  record: recordLints,
  list: listLints,
  version: versionLints,
  usability: usabilityLints,
  privacy: privacyLints,
  configId: configIdLints,
  set: setLints,
  missingRecord: missingRecordLints,
  altSvc: altSvcLints,
  www: wwwLints,
  answer: answerLints,
};
