// The place of what is still being looked up.

const LINES = [1, 2, 3, 4];

export const Outlines = () => (
  <section class="outlines" aria-hidden="true">
    {LINES.map((line) => (
      <i key={line} />
    ))}
  </section>
);
