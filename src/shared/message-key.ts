// Keys of messages that are named after the words of a union. Imports nothing.

type Snake<S extends string> = S extends `${infer Head}-${infer Tail}` ? `${Head}_${Snake<Tail>}` : S;

/** `keyOf('row', 'no-record')` is `row_no_record`: the compiler knows a word without a message, the layout test a message unused. */
export const keyOf = <P extends string, S extends string>(prefix: P, word: S): `${P}_${Snake<S>}` =>
  `${prefix}_${word.replaceAll('-', '_')}` as `${P}_${Snake<S>}`;
