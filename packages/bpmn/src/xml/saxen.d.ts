/** The part of saxen that we use; the package has no types of its own. */
declare module 'saxen' {
  export class Parser {
    ns(prefixByNamespace: Readonly<Record<string, string>>): this
    on(event: string, listener: (...args: never[]) => void): this
    parse(xml: string): this
  }
}
