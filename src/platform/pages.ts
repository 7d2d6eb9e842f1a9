export { hasConsent, hasSiteAccess, requestConsent, requestSiteAccess } from './permissions.ts';
export * from './reports.ts';
export * from './settings-page.ts';
export * from './words.ts';
