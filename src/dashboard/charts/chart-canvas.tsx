import { useEffect, useRef } from 'react';
import { useTheme } from '../shell/theme.js';
import type { Draw, Drawing } from './drawing.js';
import { readPalette } from './palette.js';
import { Chart } from './register.js';

interface Props<Input> {
  draw: Draw<Input>;
  /** Kept by the caller as long as it means the same: another object is drawn anew. */
  input: Input;
  /** What a person who does not see the chart should know. */
  label: string;
  height?: number;
}

/** What is drawn, readable from outside: a test holds it against the table. */
const drawn = ({ data }: Drawing): string =>
  JSON.stringify({
    labels: data.labels,
    lines: data.datasets.map((set) => ({ name: set.label, values: set.data })),
  });

export const ChartCanvas = <Input,>({ draw, input, label, height = 300 }: Props<Input>) => {
  const canvas = useRef<HTMLCanvasElement>(null);
  const theme = useTheme();
  // biome-ignore lint/correctness/useExhaustiveDependencies: the theme changes the colours that are read
  useEffect(() => {
    const element = canvas.current!;
    const drawing = draw(input, readPalette(element.parentElement!));
    element.dataset['drawn'] = drawn(drawing);
    const chart = new Chart(element, drawing);
    return () => chart.destroy();
  }, [draw, input, theme]);
  return (
    <div className="chart" style={{ height }}>
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
};
