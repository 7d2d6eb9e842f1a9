// News for whoever listens: in the task in which it happens, in the order in which the listeners were registered. A listener that
// fails keeps the news from no other.

export class Announcer<News> {
  readonly #listeners: ((news: News) => void)[] = [];

  listen(listener: (news: News) => void): void {
    this.#listeners.push(listener);
  }

  announce(news: News): void {
    for (const listener of this.#listeners) {
      try {
        listener(news);
      } catch (error) {
        console.error('Overheard:', error);
      }
    }
  }
}
