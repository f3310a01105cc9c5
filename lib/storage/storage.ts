/** Content-addressed bytes: a blob's name is the lower-case hex SHA-256 of its content. */
export interface Storage {
  /** Stores the bytes (once) and returns their name. */
  put(bytes: Uint8Array): Promise<string>;
  /**
   * Stores what arrives without ever holding it whole. Nothing of it stays when it ends early.
   * @throws AppError `too_large` as soon as more than `maxBytes` have come
   */
  putStream(
    chunks: AsyncIterable<Uint8Array>,
    maxBytes: number,
  ): Promise<{ sha256: string; byteSize: number }>;
  /** @throws AppError `not_found` */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
  /** A stream for large blobs and responses. @throws AppError `not_found` */
  stream(sha256: string): Promise<ReadableStream<Uint8Array>>;
  /** The bytes from `start` up to and without `end`: what is left of a download. @throws AppError `not_found` */
  streamRange(sha256: string, start: number, end: number): Promise<ReadableStream<Uint8Array>>;
  remove(sha256: string): Promise<void>;
}
