/** `rgb(1, 2, 3)` with less of it: 0 is nothing, 1 is all. */
export const shade = (colour: string, strength: number): string =>
  colour.replace(
    /^rgba?\(([^,]+,[^,]+,[^,)]+).*$/,
    (_, parts: string) => `rgba(${parts.trim()}, ${strength})`,
  );

/** A long name on an axis or a node. */
export const shortened = (name: string, most: number): string =>
  name.length > most ? `${name.slice(0, most - 1)}…` : name;
