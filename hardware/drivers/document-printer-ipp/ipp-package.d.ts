// The two functions of @sealsystems/ipp that are used here; the package has no types of its own.

declare module '@sealsystems/ipp' {
  /** Attribute groups by tag name, e.g. `job-attributes-tag`; enums and status codes as their keywords. */
  export interface IppMessage {
    readonly version?: string;
    readonly operation?: string;
    readonly statusCode?: string;
    readonly id?: number;
    readonly data?: Buffer;
    readonly [group: `${string}-tag`]: unknown;
  }
  const ipp: {
    parse(bytes: Buffer): IppMessage;
    serialize(message: IppMessage): Buffer;
  };
  export default ipp;
}
