// What was wrong with bytes: the kind, the field by its name in the RFC, and where. Plain JSON, so that it crosses contexts.

export type DecodeErrorKind =
  /** The input ends inside the field. */
  | 'truncated'
  /** Bytes are left over where the structure must end. */
  | 'trailing'
  /** A length that cannot be: zero where one is needed, not a multiple of the item's size, over the field's limit. */
  | 'length'
  /** A value that the field does not allow. */
  | 'value'
  /** A key or type that occurs twice where it may occur once. */
  | 'duplicate'
  /** Keys that are not in the order that the RFC asks for. */
  | 'order'
  /** A count or size over the limit that we set to stay fast on hostile input. */
  | 'limit';

/** `field` is a path of RFC field names such as `SvcParams.port` or `ECHConfig[1].public_name`; `offset` counts bytes from the start of the input. */
export interface DecodeError {
  kind: DecodeErrorKind;
  field: string;
  offset: number;
}
