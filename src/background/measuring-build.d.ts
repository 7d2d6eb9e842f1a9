// Set by the build: whether this is the build for Chromium that may attach its debugger.

declare const MEASURING_BUILD: boolean;
