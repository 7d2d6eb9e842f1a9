// Fetches the addresses that a page sends it, and answers when all have ended, whatever became of them.
self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('message', (event) => {
  const fetched = event.data.map((url) => fetch(url, { mode: 'no-cors', cache: 'no-store' }));
  event.waitUntil(Promise.allSettled(fetched).then(() => event.source.postMessage('fetched')));
});
