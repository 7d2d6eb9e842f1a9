const api = globalThis.browser ?? globalThis.chrome;

document.getElementById('ask').addEventListener('click', async () => {
  const wanted = { permissions: ['bookmarks'], ...(globalThis.browser && { data_collection: ['browsingActivity'] }) };
  const answer = await api.permissions.request(wanted).catch(String);
  document.getElementById('answer').textContent = `${answer}`;
});
