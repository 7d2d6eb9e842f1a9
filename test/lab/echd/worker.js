// Keeps one page and answers every navigation under /sw/ with it, without asking the network.
const CACHE = 'lab';
const KEPT = '/sw/kept';

self.addEventListener('install', (event) => {
  self.skipWaiting();
  event.waitUntil(caches.open(CACHE).then((cache) => cache.add(KEPT)));
});

self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate') event.respondWith(caches.match(KEPT));
});
