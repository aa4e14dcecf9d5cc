/** The last few answers of a costly function, for whoever asks the same again. */
export class Recent<T> {
  private readonly known = new Map<string, Promise<T>>();

  constructor(private readonly most: number) {}

  /** @param key says everything that the answer depends on. */
  get(key: string, make: () => Promise<T>): Promise<T> {
    const kept = this.known.get(key) ?? make();
    this.known.delete(key);
    this.known.set(key, kept);
    // What failed is made again for the next who asks.
    kept.catch(() => this.known.delete(key));
    const [oldest] = this.known.keys();
    if (this.known.size > this.most && oldest !== undefined) this.known.delete(oldest);
    return kept;
  }
}
