const { floor, imul } = Math;

/** Numbers in [0, 1) that are the same for the same seed on every machine. */
export class Dice {
  private state: number;

  constructor(seed: string) {
    this.state = scatter(seed);
  }

  roll(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    return mix(this.state) / 2 ** 32;
  }

  /** @param from holds at least one. */
  pick<T>(from: readonly T[]): T {
    return from[floor(this.roll() * from.length)]!;
  }
}

/** A number in [0, 1) that belongs to a text: the same for the same text, and as if drawn for any other. */
export const drawFor = (text: string): number => mix(scatter(text)) / 2 ** 32;

const scatter = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i += 1) hash = imul(hash ^ text.charCodeAt(i), 0x01000193);
  return hash;
};

/** Every bit of the answer depends on every bit of the state. */
const mix = (state: number): number => {
  let bits = state;
  bits = imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return (bits ^ (bits >>> 16)) >>> 0;
};
