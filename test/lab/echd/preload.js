// Answers every navigation under /preload/ with what the browser asked of the network while this worker started.
self.addEventListener('install', () => self.skipWaiting());

self.addEventListener('activate', (event) => {
  event.waitUntil(self.registration.navigationPreload.enable().then(() => self.clients.claim()));
});

self.addEventListener('fetch', (event) => {
  if (event.request.mode === 'navigate')
    event.respondWith(event.preloadResponse.then((early) => early ?? fetch(event.request)));
});
