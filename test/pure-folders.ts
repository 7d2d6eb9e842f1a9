/** Folders of src in which everything runs in Node as it runs in a browser. */
export const PURE_FOLDERS = [
  'bytes',
  'dns',
  'ech',
  'doh',
  'hello',
  'browsers',
  'dissect',
  'network',
  'observers',
  'assess',
  'lint',
  'paste',
];
