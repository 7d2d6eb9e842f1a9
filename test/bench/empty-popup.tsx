// The least that a popup by Preact can be, to compare the real one with: one heading.

import { render } from 'preact';

render(<h1>Empty</h1>, document.body);
