export interface LegendItem {
  name: string;
  look: 'line' | 'dashed' | 'dotted' | 'band' | 'centre' | 'signal' | 'bar' | 'alert-bar' | 'heat';
}

/** What the lines and marks of a chart mean, in HTML, so that it can be read aloud and printed. */
export const Legend = ({ items }: { items: LegendItem[] }) => (
  <ul className="legend">
    {items.map(({ name, look }) => (
      <li key={name}>
        <span className={`swatch ${look}`} aria-hidden="true" />
        {name}
      </li>
    ))}
  </ul>
);

/** What the limits of a trend mean. */
export const limitsLegend = (bars = false): LegendItem[] => [
  { name: 'Usual range', look: 'band' },
  { name: 'Its centre', look: 'centre' },
  { name: 'Outside the usual range', look: bars ? 'alert-bar' : 'signal' },
];
