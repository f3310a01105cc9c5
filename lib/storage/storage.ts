/** Content-addressed bytes: a blob's name is the lower-case hex SHA-256 of its content. */
export interface Storage {
  /** Stores the bytes (once) and returns their name. */
  put(bytes: Uint8Array): Promise<string>;
  /** @throws AppError `not_found` */
  get(sha256: string): Promise<Uint8Array>;
  has(sha256: string): Promise<boolean>;
  /** A stream for large blobs and responses. @throws AppError `not_found` */
  stream(sha256: string): Promise<ReadableStream<Uint8Array>>;
  remove(sha256: string): Promise<void>;
}
