const api = globalThis.browser ?? globalThis.chrome;

globalThis.probe = { startedMs: Date.now() };

api.runtime.onMessage.addListener((message, _sender, reply) => {
  if (message === 'started') reply(globalThis.probe.startedMs);
  if (message === 'complain') console.error('the probe complains');
  if (message === 'reject') Promise.reject(new Error('the probe is rejected'));
});

api.runtime.onConnect.addListener((port) => port.onMessage.addListener((message) => port.postMessage(message)));
