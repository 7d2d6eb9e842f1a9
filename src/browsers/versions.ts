// The versions whose behavior src/browsers describes, as people call them.

export const measured = { chromium: 'Chrome 156', firefox: 'Firefox 153' } as const;
